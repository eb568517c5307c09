"""What is remembered of trajectories: steps, their order, attendance, agreements and words."""
