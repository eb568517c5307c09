"""Journeys of product.md in a real browser, against the real program with a demo in it."""
