"""The toolbox: instruments, for whom they are, and what they cost."""
