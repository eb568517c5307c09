"""Dagmar's visit, for every test of Mijn Voordeur."""

from tests.web.my.visits import visit

__all__ = ["visit"]
