"""Region packs as files: a directory or a zip archive."""
