"""The members' calls: every action of the desk, by a bearer instead of a cookie."""
