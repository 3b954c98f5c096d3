"""How things look on the desk: pure functions from opened content to what a template prints."""
