"""Words every capability shares: who acts, for what purpose, when, and why an answer is what it is."""
