"""Proposals with their laid-out steps, meetings, board documents, packages and the reserve."""
