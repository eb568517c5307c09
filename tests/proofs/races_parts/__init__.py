"""The races on PostgreSQL: preparing cases, running actors, judging what came of it."""
