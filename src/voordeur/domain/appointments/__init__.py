"""Consultation hours: which moments are free, and what may happen to an appointment."""
