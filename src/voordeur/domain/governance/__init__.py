"""Governance: bodies, decision routes and proposals that follow them, one step after another."""
