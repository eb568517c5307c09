"""Occupations and skills for professionals, searched while typing: `/vaardigheden/`."""
