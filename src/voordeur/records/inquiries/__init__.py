"""Questions at the public front door, before anybody leaves a name."""
