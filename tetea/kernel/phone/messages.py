"""What a phone company's post says once it is read, whichever provider sent it."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Part:
    """Which piece of a long SMS this is: `number` of `total`, found by `reference`."""

    reference: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class IncomingSms:
    """An SMS that came in. `id` is the provider's own; empty when it sent none."""

    provider: str
    id: str = field(repr=False)
    number: str = field(repr=False)
    """Who wrote, as the provider says it; not normalised."""
    to: str = field(repr=False)
    text: str = field(repr=False)
    network: str = ""
    part: Part | None = None


class Fate(StrEnum):
    """What became of a message that was sent. Only the last two are final."""

    ON_ITS_WAY = "on-its-way"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What the provider tells later about one message of ours."""

    provider: str
    id: str = field(repr=False)
    fate: Fate
    reason: str = ""
    """A fixed word of the provider, never free text."""


@dataclass(frozen=True, slots=True)
class UssdHop:
    """One hop of a menu: `text` is all that was typed since dialling, joined with `*`."""

    provider: str
    session: str = field(repr=False)
    number: str = field(repr=False)
    text: str = field(repr=False)
    network: str = ""


@dataclass(frozen=True, slots=True)
class UssdEnd:
    """A session is over, whoever ended it."""

    provider: str
    session: str = field(repr=False)
    number: str = field(repr=False)
