"""Who works where, in which role, and since when."""
