"""How the databases are spoken to, where Django's own way would tell too much."""
