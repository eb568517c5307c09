"""Grants: the only source of access to a case. Only services.consent and services.access may read this."""
