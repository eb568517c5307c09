"""Reading a region pack from plain data, keeping every mistake with its file and line."""
