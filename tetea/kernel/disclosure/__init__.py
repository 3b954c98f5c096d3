"""Figures that may be published: suppressed, and proven against all that was ever published."""
