"""What can go wrong with a forum.

ForumError
├── NotFound     no such forum or commitment, or not for this member: the same answer
├── NotForDuty   who reads it may not write it
└── Wrong        something typed cannot be taken; names the field and a fixed word
"""


class ForumError(Exception):
    """Something about a forum was refused; never carries what was typed."""


class NotFound(ForumError):
    """There is no such thing for this member."""


class NotForDuty(ForumError):
    """Only a coordinator writes here."""


class Wrong(ForumError):
    """A field cannot be taken as it is."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason
