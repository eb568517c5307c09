"""Voordeur: one neutral door for work, learning and staff in a Dutch labour-market region."""

__version__ = "0.1.0"
