"""Time left in words and in one of three levels; never by colour alone."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tetea.domain.directory.clock_rules import clock_advice, clock_label
from tetea.domain.directory.clock_words import clock_words
from tetea.domain.reports.facets import FacetClock
from tetea.doors.desk.show.words import CLOCK_STATES, word
from tetea.kernel.casework.file import CaseClock

SOON = dt.timedelta(hours=12)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
# Below two days hours matter; above, nobody counts them.
DAYS_FROM = 2 * DAY
# What rings after this stands folded: a last day to sue in a year hides what is lost tonight.
SOON_ENOUGH = 14 * DAY


@dataclass(frozen=True)
class Due:
    """A deadline as it is shown. `level` is late, soon, calm or gone; `kind` names its clock."""

    label: str
    left: str
    level: str
    at: dt.datetime
    kind: str = ""
    advice: str = ""
    is_done: bool = False
    paused: bool = False
    state: str = ""
    reason: str = field(default="", repr=False)


def of_case(clock: CaseClock, now: dt.datetime, lang: str) -> Due:
    """Return a clock of a case as it is shown; `kind` is the name by which it is changed."""
    is_gone = clock.due_at <= now and _is_window(clock.kind)
    return Due(
        label=label(clock.kind, lang),
        left=left(clock.due_at, now),
        level="gone" if is_gone else level(clock.due_at, now),
        at=clock.due_at,
        kind=clock.key,
        advice=_advice(clock.kind, lang),
        is_done=not clock.is_open,
        paused=clock.state == "paused",
        state="" if clock.is_open else word(CLOCK_STATES, clock.state),
        reason=clock.reason,
    )


def of_clock(clock: FacetClock, now: dt.datetime, lang: str) -> Due:
    """Return a clock as it is shown."""
    is_gone = clock.due_at <= now and _is_window(clock.kind)
    return Due(
        label=label(clock.kind, lang),
        left=left(clock.due_at, now),
        level="gone" if is_gone else level(clock.due_at, now),
        at=clock.due_at,
        kind=clock.kind,
        advice=_advice(clock.kind, lang),
        is_done=clock.done,
    )


def by_urgency(found: Iterable[Due]) -> list[Due]:
    """Sort: what can still be lost or is owed, soonest first; windows that have passed last."""
    return sorted(found, key=lambda one: (one.level == "gone", one.at))


def of_step(text: str, at: dt.datetime, now: dt.datetime) -> Due:
    """Return a next step as a deadline."""
    return Due(text or _("Next step"), left(at, now), level(at, now), at)


def level(at: dt.datetime, now: dt.datetime) -> str:
    """Return late, soon or calm."""
    if at <= now:
        return "late"
    return "soon" if at - now <= SOON else "calm"


def left(at: dt.datetime, now: dt.datetime) -> str:
    """Return how long is left, or how long ago it passed, in the reader's language."""
    return _passed(now - at) if at <= now else _left(at - now)


def _left(span: dt.timedelta) -> str:
    if span >= DAYS_FROM:
        count = span // DAY
        return ngettext("%(count)d day left", "%(count)d days left", count) % {"count": count}
    if span >= HOUR:
        count = span // HOUR
        return ngettext("%(count)d hour left", "%(count)d hours left", count) % {"count": count}
    count = span // MINUTE
    return ngettext("%(count)d minute left", "%(count)d minutes left", count) % {"count": count}


def _passed(span: dt.timedelta) -> str:
    if span < MINUTE:
        return _("Due now")
    if span >= DAYS_FROM:
        count = span // DAY
        return ngettext("%(count)d day over", "%(count)d days over", count) % {"count": count}
    if span >= HOUR:
        count = span // HOUR
        return ngettext("%(count)d hour over", "%(count)d hours over", count) % {"count": count}
    count = span // MINUTE
    return ngettext("%(count)d minute over", "%(count)d minutes over", count) % {"count": count}


def _is_window(kind: str) -> bool:
    words = clock_words(kind)
    return words is not None and words.is_window


def label(kind: str, lang: str) -> str:
    """Return what a clock is called in the reader's language."""
    words = clock_words(kind)
    if words is not None:
        return words.label[lang]
    # What the team reads of a case against an official; or a clock of an older rule book.
    with suppress(KeyError):
        return clock_label(kind, lang)
    return kind


def _advice(kind: str, lang: str) -> str:
    words = clock_words(kind)
    if words is not None:
        return words.advice[lang]
    with suppress(KeyError):
        return clock_advice(kind, lang)
    return ""
