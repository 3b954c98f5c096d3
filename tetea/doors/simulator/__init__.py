"""A phone to try the demo with. It speaks to the real gateway addresses, and is nowhere else."""
