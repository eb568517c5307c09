"""The people Voordeur is for."""
