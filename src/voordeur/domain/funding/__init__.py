"""Funding: which sources pay which step of whom, within their rules, to the cent."""
