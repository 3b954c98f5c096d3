"""What can be wrong with figures that somebody wants to publish.

NotPublishable
├── NotProven       a cell could be told too exactly, or no proof was found in time
└── NotAgreed       exact figures were asked for without a signed agreement
"""


class NotPublishable(Exception):
    """These figures stay inside. The message names no count and no code."""


class NotProven(NotPublishable):
    """No proof that nobody can narrow a cell; whether there is a danger or only no time."""


class NotAgreed(NotPublishable):
    """Exact figures go only to whom a signed agreement names."""
