"""Lists of people and work as they were shown."""
