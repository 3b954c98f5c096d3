"""Real installations for tests, and the scripts that run inside them."""
