"""The case: one question of one person or employer, from first word to outcome."""
