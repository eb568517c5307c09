"""Warm handovers between organisations."""
