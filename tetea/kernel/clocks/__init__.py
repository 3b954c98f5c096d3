"""Deadlines from facts: what may be lost, by when, and when somebody must be woken."""
