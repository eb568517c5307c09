"""Matching people and vacancies: exact scores with reasons, both ways, and lists spread fairly."""
