"""Views of the members' calls."""
