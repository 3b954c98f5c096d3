"""What a gateway is given and how it says no, whichever provider it speaks to."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Letter:
    """A content-free message to one address."""

    address: str = field(repr=False)
    subject: str
    text: str


@dataclass(frozen=True)
class Text:
    """One SMS to one number (E.164). `reference` is ours: delivery reports may bring it back."""

    number: str = field(repr=False)
    text: str = field(repr=False)
    reference: str = ""


@dataclass(frozen=True)
class Accepted:
    """The provider took it. `cost` in hundredths of the currency; 0 where it is not told."""

    provider_id: str = field(default="", repr=False)
    cost: int = 0
    currency: str = ""


@dataclass(frozen=True)
class Balance:
    """What is left with the provider, in hundredths of the currency."""

    amount: int
    currency: str


class NotSent(Exception):
    """A provider did not take a message. `permanent`: trying again is useless.

    `unclear`: it may have been sent, so it must not be sent a second time. `is_broke`: the account
    is empty. `reason` is a fixed word of ours, never what the provider wrote.
    """

    def __init__(
        self,
        *,
        permanent: bool = False,
        unclear: bool = False,
        is_broke: bool = False,
        reason: str = "",
    ) -> None:
        super().__init__("not sent")
        self.permanent = permanent
        self.unclear = unclear
        self.is_broke = is_broke
        self.reason = reason
