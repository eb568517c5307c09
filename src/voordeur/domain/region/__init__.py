"""The region pack: what a region says about itself, checked before anybody relies on it."""
