"""The kinds of entries, grouped as people look for them."""
