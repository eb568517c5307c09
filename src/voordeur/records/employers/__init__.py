"""Employers with a question."""
