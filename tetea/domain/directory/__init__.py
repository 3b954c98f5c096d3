"""Services, places, guides and clock rules: reviewed facts, read from the data files."""
