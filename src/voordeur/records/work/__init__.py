"""Employers as accounts, what was said with them, vacancies, referrals and placements."""
