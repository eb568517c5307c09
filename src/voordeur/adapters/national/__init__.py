"""Matching a whole country: regions as shards on disk, searched by many processes."""
