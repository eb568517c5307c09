"""Raw statements against the wall: who writes them, what runs them, what judges the rows."""
