"""What vocabularies of occupations and skills are loaded."""
