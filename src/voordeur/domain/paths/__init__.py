"""Sector paths: from any function to any other, with what it takes and what stands in the way."""
