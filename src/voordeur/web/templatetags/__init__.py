"""Template tags: ``{% load vd %}``."""
