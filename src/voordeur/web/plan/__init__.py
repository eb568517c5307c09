"""The agenda, the yearly plan, actions, projects and milestones: `/plan/`."""
