"""What a case is, from what was written down: entries folded into steps, clocks and milestones."""
