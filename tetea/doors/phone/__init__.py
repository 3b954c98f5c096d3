"""The phone companies' way in: what they post is parsed, and one action is called."""
