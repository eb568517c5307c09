"""The employer service as a whole: networks, gatherings, themes, groups, plans: `/werkgevers/`."""
