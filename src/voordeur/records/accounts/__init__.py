"""Accounts of professionals and their memberships of organisations."""
