"""Logging in: password, second step, own sessions."""
