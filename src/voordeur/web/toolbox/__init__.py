"""The toolbox: instruments, and what fits the person of a case: `/gereedschap/`."""
