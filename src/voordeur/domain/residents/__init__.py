"""The person a case is about, who must exist only once."""
