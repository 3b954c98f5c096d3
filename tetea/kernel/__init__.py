"""What would be true without Django: pure functions and frozen values, no I/O."""
