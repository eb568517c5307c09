"""What is remembered: one Django app per capability, with models, constraints and querysets."""
