"""What is remembered of money: budgets, costs, claims and a ledger that only grows."""
