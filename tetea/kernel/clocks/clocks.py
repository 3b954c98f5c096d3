"""Clocks of one report: which ones run, until when, and which must wake somebody next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from tetea.kernel.clocks.answers import UNANSWERED, Answers, Read
from tetea.kernel.clocks.court import court_due
from tetea.kernel.clocks.moments import Window, arrest_window, incident_window
from tetea.kernel.clocks.rules import AlertClass, ClockRule, StartsFrom, When

# The question that holds the coded acts, for example SEX-01.
ACTS_QUESTION: Final = "acts"

# In a rule, "any" means: she chose something, and it was not a no.
_ANY: Final = "any"
_NO: Final = frozenset({UNANSWERED, "no", "none", "not_sure", "dont_know"})

# Alerts are told to the quarter of an hour, so one that is younger has not woken anyone yet.
_GRACE: Final = timedelta(minutes=15)
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Clock:
    """One running deadline. All moments are in UTC.

    start_known is False when her answers bound no beginning: the clock is then due at once,
    because nothing later would be safe, and pages say "time not known" rather than hours.
    estimated is True when a holiday that is not settled yet could move a court day.
    """

    kind: str
    starts_at: datetime
    due_at: datetime
    alert_at: datetime
    alert_class: AlertClass
    public: bool
    start_known: bool = True
    estimated: bool = False


def clocks_for(
    rules: Iterable[ClockRule], answers: Answers, received_at: datetime
) -> tuple[Clock, ...]:
    """Return the clocks that these answers start, soonest first.

    Never later than the rule counted from the earliest moment that her answers allow. A window
    that has surely closed before the report came gives no clock, unless the rule keeps it.
    Raises ValueError when received_at has no time zone.
    """
    if received_at.utcoffset() is None:
        raise ValueError("a moment without a time zone starts no clock")
    read = Read(answers)
    grounds = ((rule, _ground(rule, read)) for rule in rules)
    clocks = (
        _clock(rule, ground, answers, received_at) for rule, ground in grounds if ground is not None
    )
    return tuple(sorted((clock for clock in clocks if clock), key=_soonest))


def hours_left(clock: Clock, now: datetime) -> int:
    """Return the whole hours that are left, rounded down; below zero once it has passed."""
    return (clock.due_at - now) // _HOUR


def next_alert(clocks: Iterable[Clock], now: datetime) -> Clock | None:
    """Return the clock that must wake somebody next, or None when none is still to ring.

    An alert of the last quarter of an hour still counts, so that one that is due at the very
    moment of receipt is not lost.
    """
    waiting = [clock for clock in clocks if clock.alert_at > now - _GRACE]
    return min(waiting, key=lambda clock: (clock.alert_at, clock.alert_class), default=None)


def ground_for(rule: ClockRule, answers: Answers) -> When | None:
    """Return the first ground of the rule that these answers meet, or None."""
    return _ground(rule, Read(answers))


def _ground(rule: ClockRule, read: Read) -> When | None:
    if rule.always:
        return When()
    return next((when for when in rule.applies if _holds(when, read)), None)


def _clock(rule: ClockRule, ground: When, answers: Answers, received_at: datetime) -> Clock | None:
    received_at = received_at.astimezone(UTC)
    window = _start(rule.starts_from, answers, received_at)
    if window is None and ground.starts_else:
        window = _start(ground.starts_else, answers, received_at)
    limit = timedelta(hours=rule.hours)
    if window is None:
        starts_at, due_at, estimated = received_at, received_at, False
    else:
        starts_at = window.earliest
        due_at, estimated = _due(rule, window, limit)
        if not rule.keep_when_past and window.latest + limit < received_at:
            return None
    return Clock(
        kind=rule.kind,
        starts_at=starts_at,
        due_at=due_at,
        alert_at=max(received_at, due_at - timedelta(hours=rule.alert_hours_before)),
        alert_class=rule.alert_class,
        public=rule.public,
        start_known=window is not None,
        estimated=estimated,
    )


def _start(starts_from: StartsFrom, answers: Answers, received_at: datetime) -> Window | None:
    if starts_from == "incident":
        return incident_window(answers, received_at)
    if starts_from == "arrest":
        return arrest_window(answers, received_at)
    return Window(received_at, received_at)


def _due(rule: ClockRule, window: Window, limit: timedelta) -> tuple[datetime, bool]:
    if rule.court is None:
        return window.earliest + limit, False
    due = court_due(window, limit, rule.court)
    return due.at, due.estimated


def _holds(when: When, read: Read) -> bool:
    if when.acts and not _any_act(when.acts, read):
        return False
    if not all(_chosen(choice, read) for choice in when.answers):
        return False
    return not any(_chosen(choice, read) for choice in when.unless)


def _any_act(acts: tuple[str, ...], read: Read) -> bool:
    if UNANSWERED in read[ACTS_QUESTION]:
        return False
    chosen = {word.upper().replace("_", "-") for word in read[ACTS_QUESTION]}
    # A coarse answer ("SEX") may mean any act below it, so it starts their clocks too.
    return any(act == word or act.startswith(f"{word}-") for act in acts for word in chosen)


def _chosen(choice: tuple[str, tuple[str, ...]], read: Read) -> bool:
    question, wanted = choice
    chosen = read[question]
    return not chosen.isdisjoint(wanted) or (_ANY in wanted and bool(chosen - _NO))


def _soonest(clock: Clock) -> tuple[datetime, str]:
    return clock.due_at, clock.kind
