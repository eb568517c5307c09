"""The case: one question of one person, with one accountable organisation and a next date."""
