"""Saved views of lists, and imports waiting to be mended."""
