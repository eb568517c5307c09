"""Trajectories: the steps of one person, their order and their life."""
