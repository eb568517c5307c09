"""Grants: the only source of access to a case; read through services.consent alone."""
