"""Money over many people: consents of owners, plans, what if there is less, and where it went."""
