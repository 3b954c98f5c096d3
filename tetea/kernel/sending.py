"""What a gateway is given and how it says no, whichever provider it speaks to."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letter:
    """A content-free message to one address."""

    address: str = field(repr=False)
    subject: str
    text: str


class NotSent(Exception):
    """A provider did not take a message. `permanent`: trying again is useless.

    `unclear`: it may have been sent, so it must not be sent a second time.
    """

    def __init__(self, *, permanent: bool = False, unclear: bool = False) -> None:
        super().__init__("not sent")
        self.permanent = permanent
        self.unclear = unclear
