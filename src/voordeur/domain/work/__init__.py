"""Work itself: employers and what was said with them, vacancies, referrals, placements."""
