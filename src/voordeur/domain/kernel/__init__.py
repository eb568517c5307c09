"""Words every capability shares: who acts, for what purpose, when, and why."""
