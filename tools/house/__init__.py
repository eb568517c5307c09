"""The commands behind ``./run``."""
