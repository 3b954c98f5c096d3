"""Read what members type: a text, and a moment by which something is due."""

import datetime as dt
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tetea.domain import moment
from tetea.domain.reports.thread import LONGEST_MESSAGE

LONGEST_LINE = 2_000
OWN = "own"
MORNING, EVENING = dt.time(9), dt.time(18)
# "By when" without a calendar: two taps on a phone.
QUICK = (
    ("today", gettext_lazy("Today, 18:00")),
    ("tomorrow", gettext_lazy("Tomorrow, 09:00")),
    ("days", gettext_lazy("In three days, 09:00")),
    ("week", gettext_lazy("In a week, 09:00")),
    (OWN, gettext_lazy("The day and hour below")),
)
DAYS = {"tomorrow": 1, "days": 3, "week": 7}


class Faulty(Exception):
    """Something was typed that cannot be taken; the message says what to do."""


@dataclass(frozen=True)
class Kept:
    """What was typed, to be shown again when it could not be taken."""

    reply: str = field(default="", repr=False)
    step: str = field(default="", repr=False)
    outcome: str = ""
    closing: str = field(default="", repr=False)
    why: str = ""
    reviewer: str = ""
    day: str = ""
    hour: str = ""
    quick: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed at all."""
        return not (self.reply or self.step or self.closing)


FIELDS = ("reply", "step", "outcome", "closing", "why", "reviewer", "day", "hour", "quick")


def kept(post: QueryDict) -> Kept:
    """Return everything typed, as it was typed."""
    return Kept(**{name: post.get(name, "")[:LONGEST_MESSAGE] for name in FIELDS})


def text(post: QueryDict, name: str, longest: int = LONGEST_LINE) -> str:
    """Return a text that is there and not too long; raise Faulty."""
    words = post.get(name, "").replace("\r\n", "\n").strip()
    if not words:
        raise Faulty(_("Please write something first."))
    if len(words) > longest:
        raise Faulty(_("That is too long: at most %(count)d letters.") % {"count": longest})
    return words


def due(post: QueryDict) -> dt.datetime:
    """Return the moment that was chosen, in the organisation's time zone; raise Faulty."""
    now = timezone.localtime(moment.now())
    quick = post.get("quick", OWN)
    at = _own(post.get("day", ""), post.get("hour", "")) if quick == OWN else _quick(quick, now)
    if at <= now:
        raise Faulty(_("That moment has passed. Please choose a later one."))
    return at


def _quick(word: str, now: dt.datetime) -> dt.datetime:
    if word == "today":
        return _at(now.date(), EVENING)
    return _at(now.date() + dt.timedelta(days=DAYS.get(word, 1)), MORNING)


def _own(day: str, hour: str) -> dt.datetime:
    try:
        return _at(dt.date.fromisoformat(day), dt.time.fromisoformat(hour or "09:00"))
    except ValueError:
        raise Faulty(_("Please choose a day, for example 2026-03-31, and an hour.")) from None


def _at(day: dt.date, hour: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, hour, tzinfo=timezone.get_current_timezone())
