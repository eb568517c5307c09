"""Decisions: who decides what, proposals on their way, meetings, documents and councils."""
