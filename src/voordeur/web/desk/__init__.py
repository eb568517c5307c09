"""A slice of pages."""
