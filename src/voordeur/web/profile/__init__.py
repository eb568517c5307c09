"""Somebody's profile: the same pages for the person and for whom a grant lets work on it."""
