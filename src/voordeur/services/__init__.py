"""What can be done: one function per act, one per read; the only door to the records."""
