"""A phone in the terminal, for the demo: it posts to the gateway addresses as providers do."""
