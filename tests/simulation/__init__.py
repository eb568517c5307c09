"""Simulation: a world of careful and careless people, held against a model of its own."""
