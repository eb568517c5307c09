"""Employers, vacancies, people for work and placements: `/werkgevers/`, `/plaatsingen/`."""
