"""Funding: sources and terms, mixes, the ledger, and the check of plans in whole cents."""
