"""The sector paths: a map of work, and the way from one function to another."""
