"""What is remembered of what people bring to work."""
