"""How fast Tetea is, as ratios against this machine's own limits. `python -m bench`."""
