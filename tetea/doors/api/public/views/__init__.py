"""Views of the public calls."""
