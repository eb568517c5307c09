"""Consultation hours booked, moved, attended or missed."""
