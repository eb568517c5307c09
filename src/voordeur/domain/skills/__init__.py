"""Occupations and skills: what a vocabulary says, how two versions differ, finding them in text."""
