"""What somebody brings to work: experience, skills with their level, wishes and what is needed."""
