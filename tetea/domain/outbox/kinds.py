"""What is sent: how urgent each kind is, how often it is tried, and when it is too late for it."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tetea.domain.outbox.models import Outgoing

MINUTE: Final = dt.timedelta(minutes=1)
HOUR: Final = dt.timedelta(hours=1)


class Kind(StrEnum):
    """Why a message leaves. Sealed in the row; readable are only its lane and its times."""

    LETTER = "letter"
    """An e-mail to a member: something waits."""
    PAGE = "page"
    """Somebody on duty must look now. The only kind that may arrive twice."""
    ACK = "ack"
    """The one answer to a number that has just written."""
    TOKEN = "token"  # noqa: S105  # the name of a kind
    """Her token, made at the moment of sending and stored nowhere."""
    REPLY = "reply"
    """Somebody has answered her; she allowed us to say so."""
    BALANCE = "balance"
    """The credit with the provider runs low."""


@dataclass(frozen=True)
class Rule:
    """How one kind is treated. After the last pause it is given up as failed."""

    lane: Outgoing.Lane
    pauses: tuple[dt.timedelta, ...]
    life: dt.timedelta
    """From the moment at which it may go: later it would confuse or endanger more than help."""
    step: dt.timedelta = 5 * MINUTE
    """To what the time of the next try is rounded up: a first try follows her own act at once."""
    may_repeat: bool = False
    """Whether it is sent once more when nobody knows if the first one went."""

    def pause(self, tries: int) -> dt.timedelta | None:
        """Return how long to wait after so many tries, at random up to half longer; None: give up.

        Without the random part all phones of a provider that was away would be tried at once.
        """
        if tries > len(self.pauses):
            return None
        pause = self.pauses[tries - 1]
        return pause + pause * secrets.randbelow(1000) / 2000


def _minutes(*numbers: float) -> tuple[dt.timedelta, ...]:
    return tuple(number * MINUTE for number in numbers)


# No life reaches beyond the 72 hours for which the runtime key of a row lives, the wait for her
# hours (less than a day) included.
RULES: Final[Mapping[Kind, Rule]] = MappingProxyType(
    {
        # What a letter's times tell, the alert that it follows tells as well.
        Kind.LETTER: Rule(
            Outgoing.Lane.NORMAL, _minutes(1, 2, 4, 8, 16, 32, 64), 72 * HOUR, step=MINUTE
        ),
        # The alarm rings again by itself after a quarter of an hour, so a page need not live long.
        Kind.PAGE: Rule(
            Outgoing.Lane.URGENT,
            _minutes(0.5, 1, 2, 4, 8, 16),
            HOUR,
            step=MINUTE / 2,
            may_repeat=True,
        ),
        # An answer that comes when she has put the phone away may be read by somebody else.
        Kind.ACK: Rule(Outgoing.Lane.ANSWER, _minutes(1, 5, 10), HOUR / 2),
        Kind.TOKEN: Rule(Outgoing.Lane.ANSWER, _minutes(1, 5, 10), HOUR / 2),
        Kind.REPLY: Rule(Outgoing.Lane.NORMAL, _minutes(5, 15, 60, 180, 360), 44 * HOUR),
        Kind.BALANCE: Rule(Outgoing.Lane.NORMAL, _minutes(5, 15, 60), 12 * HOUR),
    }
)
