"""Safe contact: the one place that says whether, where and when a phone may be written to.

What is not known is not allowed. Nothing puts an SMS into the queue without a Permission, and only
the three functions of this module make one. STOP is kept by the outbox: it outlives any rule here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from tetea.kernel.clocks.answers import words as chosen
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.dialogue.model import NOT_ASKED
from tetea.kernel.phone.numbers import e164
from tetea.kernel.phone.segments import fits_one, plain
from tetea.kernel.phone.words import is_neutral

ANY: Final = "any"

# The choices of contact_hours in the questionnaire, in Nairobi: from the first hour on, up to but
# without the second. Night goes over midnight.
WINDOWS: Final[Mapping[str, tuple[int, int]]] = {
    "early": (6, 9),
    "morning": (9, 12),
    "afternoon": (12, 17),
    "evening": (17, 21),
    "night": (21, 6),
    ANY: (0, 24),
}


class Reason(StrEnum):
    """Why nothing may be sent. Fixed words: they may be stored and shown, they name nobody."""

    NO_CONSENT = "no-consent"
    NOT_BY_SMS = "not-by-sms"
    NO_HOURS = "no-hours"
    NO_NUMBER = "no-number"


@dataclass(frozen=True)
class Permission:
    """Leave to write to one number within these windows. Do not build it: ask this module for one.

    `words` are her own for "you have a reply", empty when ours are to be used. A number that is
    not E.164 and a window that is not known raise ValueError, so that a hand-made one fails too.
    """

    number: str = field(repr=False)
    windows: tuple[str, ...]
    words: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.number or e164(self.number) != self.number:
            raise ValueError("a permission needs a phone number")
        if not self.windows or not WINDOWS.keys() >= set(self.windows):
            raise ValueError("a permission needs windows that are known")


@dataclass(frozen=True)
class Refusal:
    """Nothing may be sent."""

    reason: Reason


def answering(number: str) -> Permission:
    """Return leave to answer, once, the number that has just written.

    Raises ValueError when nobody can be answered there: a short code, a name, no number. Look at
    numbers.e164 first.
    """
    return Permission(e164(number), (ANY,))


def on_duty(number: str) -> Permission:
    """Return leave to page a duty phone of the organisation at any hour.

    Raises ValueError when it is no phone number.
    """
    return Permission(e164(number), (ANY,))


def permission(
    contact: Mapping[str, object],
    consent_contact: bool,  # noqa: FBT001 - it is what she answered, not a mode
    own_number: str,
    names: Collection[str] = (),
) -> Permission | Refusal:
    """Return whether she may be told by SMS that there is a reply, or why not. Never raises.

    `contact` is her newest safe-contact answers, `own_number` the phone she wrote from ("" on the
    web), `names` those of the organisation, which must not stand in a message. A number that she
    gave and that cannot be read is not replaced by her own: she chose another one for a reason.
    """
    if consent_contact is not True:
        return Refusal(Reason.NO_CONSENT)
    if chosen(contact, "contact_way") != {"sms"}:
        return Refusal(Reason.NOT_BY_SMS)
    windows = chosen(contact, "contact_hours")
    if not WINDOWS.keys() >= windows:
        return Refusal(Reason.NO_HOURS)
    given = _told(contact, "contact_number")
    if not (number := e164(given or own_number)):
        return Refusal(Reason.NO_NUMBER)
    in_order = tuple(window for window in WINDOWS if window in windows)
    return Permission(number, in_order, _own_words(_told(contact, "contact_word"), names))


def is_allowed(windows: Collection[str], now: datetime) -> bool:
    """Say whether a message may go at this moment. Unknown windows allow nothing.

    Raises ValueError when now has no time zone.
    """
    hour = _local(now).hour
    return any(_holds(WINDOWS[window], hour) for window in windows if window in WINDOWS)


def next_allowed(windows: Collection[str], now: datetime) -> datetime:
    """Return the first moment from now on, in UTC, at which a message may go.

    Raises ValueError when no window is known, as it never may, and when now has no time zone.
    """
    if is_allowed(windows, now):
        return now.astimezone(UTC)
    local = _local(now)
    midnight = datetime.combine(local.date(), time(), NAIROBI)
    starts = [
        midnight + timedelta(days=day, hours=WINDOWS[window][0])
        for window in windows
        if window in WINDOWS
        for day in (0, 1)
    ]
    if not starts:
        raise ValueError("no window is known, so nothing may be sent")
    return min(start for start in starts if start > local).astimezone(UTC)


def _holds(window: tuple[int, int], hour: int) -> bool:
    start, end = window
    if start < end:
        return start <= hour < end
    return hour >= start or hour < end


def _local(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone falls into no window")
    return moment.astimezone(NAIROBI)


def _told(contact: Mapping[str, object], name: str) -> str:
    """Return her words; what a channel did not ask is said by a word of ours, not by hers."""
    text = contact.get(name)
    return text.strip() if isinstance(text, str) and text != NOT_ASKED else ""


def _own_words(text: object, names: Collection[str]) -> str:
    words = " ".join(plain(text).split()) if isinstance(text, str) else ""
    return words if fits_one(words) and is_neutral(words, names) else ""
