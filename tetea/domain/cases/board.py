"""The board: what is lost soonest, who carries how much, and how well the work goes.

Computed in the session from the team's facets alone: no story is opened, nothing is kept. Of cases
against officials the team's row has only times, so they count in first support, in closing and in
the load, and nowhere else.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from django.db.models import QuerySet

from tetea.domain import moment
from tetea.domain.cases.models import Case
from tetea.domain.directory.clock_words import clock_words
from tetea.domain.directory.steps import step_book
from tetea.domain.directory.survey import survey
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.facets import FacetClock, Facets
from tetea.domain.reports.models import Report, State, Thread
from tetea.domain.reports.work import queue, reach
from tetea.kernel.casework.figures import (
    LEAST,
    InTime,
    Promise,
    Spread,
    Step,
    in_time,
    kaplan_meier,
    spread,
)
from tetea.kernel.casework.touch import NEXT_CONTACT
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.registry import Group

# One look at the board takes about a second at most; so many rows open well within it.
MOST = 2_000
# So many rows with their sealed facets are in memory at once.
SLICE = 250
WINDOWS = ("friday", "month", "quarter", "year")
DAYS = {"month": 30, "quarter": 90, "year": 365}
FRIDAY, EVENING = 4, dt.time(17)
WEEK = dt.timedelta(days=7)
DAY = 24 * 60
# Whoever reported is gone without what was wanted; every other ending is an ending with her.
LOST = frozenset({"withdrawn_by_reporter", "lost_contact"})
FIRST_SUPPORT, CLINIC, CLOSED = "first_support", "clinic_visit", "closed"
PEP, COURT = "pep", "hearing"
NEVER = 1 << 40


@dataclass(frozen=True)
class Fact:
    """What the board knows of one report. Moments in minutes since 1970, 0 for never."""

    id: str
    owner: str
    received: int
    closed: int
    supported: int
    support_due: int
    step_due: int
    next_due: int
    is_danger: bool
    is_official: bool
    outcome: str = ""
    pep_due: int = 0
    is_pep_done: bool = False
    adjourned: int = 0
    silent: int = 0
    """From when on nobody had heard a word for too long."""
    is_unset: bool = False
    """No next contact is set. Not known of a case against an official."""
    said: tuple[str, ...] = ()
    reached: tuple[tuple[str, int], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return not self.closed


@dataclass(frozen=True)
class Found:
    """The facts; `looked` of `total` triaged reports were looked at, those of the newest months."""

    facts: tuple[Fact, ...] = field(repr=False)
    looked: int
    total: int


@dataclass(frozen=True)
class Load:
    """What one member carries. `unsupported` is when her oldest without first support came in."""

    owner: str
    open: int
    overdue: int
    unsupported: dt.datetime | None
    next_due: dt.datetime | None
    silent: int = 0
    """Of how many of them nobody has heard a word for too long."""
    unset: int = 0
    """In how many of them no next contact is set."""


@dataclass(frozen=True)
class Pep:
    """PEP in time, and what cannot be judged by the facets."""

    in_time: InTime
    too_late: int
    """Reports that came when the window had passed."""
    unknown: int
    """Clocks that were stopped without a visit to a clinic: when it was is not among the facts."""


@dataclass(frozen=True)
class Said:
    """How many chose each answer of one question about how it was."""

    question: str
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many answered it."""
        return sum(count for _code, count in self.counts)


@dataclass(frozen=True)
class Figures:
    """How the reports that came within a window fared."""

    came: int
    closed: int
    officials: int
    support: InTime
    pep: Pep
    milestones: tuple[tuple[str, Spread], ...]
    curve: tuple[Step, ...]
    followed: int
    lost: int
    in_court: int
    adjourned: int
    said: tuple[Said, ...] = ()
    """How it was for those whose case was closed, question by question."""


def start_of(window: str, now: dt.datetime) -> dt.datetime:
    """Return when a window began, in UTC; raise KeyError for an unknown one.

    "friday" is the last Friday at 17:00 in Nairobi: when whoever has the weekend off went home.
    """
    if window != "friday":
        return now - dt.timedelta(days=DAYS[window])
    local = now.astimezone(NAIROBI)
    day = local.date() - dt.timedelta(days=(local.weekday() - FRIDAY) % 7)
    start = dt.datetime.combine(day, EVENING, NAIROBI)
    return (start if start <= local else start - WEEK).astimezone(dt.UTC)


def facts(holder: Holder, since: dt.datetime) -> Found:
    """Return the facts of what is open, and of what came or was closed since then.

    Only triaged reports whose facets her team key opens, at most MOST, newest months first. No
    report is opened for it, so no log entry is written.
    """
    triaged = Report.objects.filter(
        organisation=holder.organisation, state__in=(State.OPEN, State.CLOSED)
    )
    start, now, looked = coded.minutes(since), coded.minutes(moment.now()), 0
    kept = []
    for report in _newest(holder, triaged):
        try:
            facets = reach.open_facets(holder, report)
        except NotFound:
            continue
        looked += 1
        if facets.outcome == coded.MERGED:
            continue  # Counted with the case it was joined to.
        fact = _fact(report, facets, now)
        if fact.is_open or max(fact.received, fact.closed) >= start:
            kept.append(fact)
    # What is about the organisation itself is in the same states, and nobody inside counts it.
    outside = Thread.objects.filter(group=Group.OUTSIDE.value, report__in=triaged).count()
    return Found(tuple(kept), looked, triaged.count() - outside)


def coding(holder: Holder) -> dict[str, int]:
    """Return how many cases are coded once, twice, otherwise by two, and "" not at all.

    Of the newest MOST; those against officials and those joined to others are left out, for the
    team's row does not say. Empty for whoever does not share the team's key.
    """
    if not holder.holds(Group.TEAM):
        return {}
    triaged = Report.objects.filter(
        organisation=holder.organisation,
        state__in=(State.OPEN, State.CLOSED),
        id__in=Case.objects.values("report"),
    )
    found: Counter[str] = Counter()
    for report in _newest(holder, triaged):
        try:
            facets = reach.open_facets(holder, report)
        except NotFound:
            continue
        if facets.outcome != coded.MERGED and not facets.is_official:
            found[facets.coded] += 1
    return {name: found[name] for name in ("", "once", "twice", "differs")}


def _newest(holder: Holder, triaged: QuerySet[Report]) -> Iterator[Report]:
    """Return the newest months' rows; which they are is read from an index alone."""
    ids = list(triaged.order_by("-month", "id").values_list("id", flat=True)[:MOST])
    for start in range(0, len(ids), SLICE):
        part = ids[start : start + SLICE]
        found = queue.listed(holder).filter(facets_generation__gt=0).in_bulk(part)
        yield from (found[one] for one in part if one in found)


def soonest(holder: Holder, found: Sequence[Fact], count: int) -> tuple[queue.Row, ...]:
    """Return the rows of what would be lost soonest: in danger first, then by what runs out."""
    waiting = sorted(
        (one for one in found if one.is_open and (one.is_danger or one.next_due)),
        key=lambda one: (not one.is_danger, one.next_due or NEVER),
    )
    ids = [one.id for one in islice(waiting, count)]
    reports = queue.listed(holder).in_bulk(ids)
    return queue.rows_of(holder, [reports[one] for one in ids if one in reports])


def load(found: Sequence[Fact], now: dt.datetime) -> tuple[Load, ...]:
    """Return what each member carries, first who would lose something soonest."""
    by_owner: dict[str, list[Fact]] = {}
    for fact in found:
        if fact.is_open:
            by_owner.setdefault(fact.owner, []).append(fact)
    carried = [_load(owner, rows, coded.minutes(now)) for owner, rows in by_owner.items()]
    return tuple(sorted(carried, key=_lost_soonest))


def figures(found: Sequence[Fact], since: dt.datetime, now: dt.datetime) -> Figures:
    """Return how the reports that came since then fared until now."""
    start, end = coded.minutes(since), coded.minutes(now)
    came = [one for one in found if one.received >= start]
    told = [one for one in came if not one.is_official]
    ended = [one.outcome in LOST for one in told]
    promises = [Promise(one.support_due, one.supported or None) for one in came if one.support_due]
    return Figures(
        came=len(came),
        closed=sum(1 for one in found if one.closed >= start),
        officials=len(came) - len(told),
        support=in_time(promises, end),
        pep=_pep(told, end),
        milestones=_milestones(came),
        curve=kaplan_meier([_days(one, end) for one in told], ended),
        followed=len(told),
        lost=sum(ended),
        in_court=sum(1 for one in told if COURT in dict(one.reached)),
        adjourned=sum(one.adjourned for one in told),
        said=_said([one for one in found if one.closed >= start]),
    )


def _said(ended: Sequence[Fact]) -> tuple[Said, ...]:
    """Count what was said at the end, where enough said something."""
    counted = Counter(word for one in ended for word in one.said)
    found = (
        Said(one.code, tuple((code, counted[f"{one.code}:{code}"]) for code, _ in one.options))
        for one in survey()
    )
    return tuple(one for one in found if one.total >= LEAST)


def _fact(report: Report, facets: Facets, now: int) -> Fact:
    clocks = {one.kind: one for one in facets.clocks}
    support = clocks.get(FIRST_SUPPORT)
    fact = Fact(
        id=report.id,
        owner=facets.owner,
        received=facets.received,
        closed=facets.closed,
        supported=facets.supported,
        support_due=support.due if support else 0,
        step_due=facets.step_due,
        next_due=0 if facets.closed else _next_due(facets, now),
        is_danger=facets.danger == "yes" and not facets.closed,
        is_official=facets.is_official,
        silent=facets.silent,
    )
    return fact if facets.is_official else _with_acts(fact, facets, clocks.get(PEP))


def _with_acts(fact: Fact, facets: Facets, pep: FacetClock | None) -> Fact:
    """Add what the team may not see of a case against an official."""
    return replace(
        fact,
        outcome=facets.outcome,
        pep_due=pep.due if pep else 0,
        is_pep_done=bool(pep and pep.done),
        adjourned=facets.adjourned,
        reached=facets.milestones,
        said=facets.said,
        is_unset=bool(facets.silent) and not facets.closed and not _has_next(facets),
    )


def _has_next(facets: Facets) -> bool:
    return any(one.kind == NEXT_CONTACT for one in facets.open_clocks)


def _next_due(facets: Facets, now: int) -> int:
    """When something is lost or owed next; a window that has passed takes nothing with it."""
    due = [one.due for one in facets.open_clocks if one.due > now or not _is_window(one.kind)]
    if facets.step_due:
        due.append(facets.step_due)
    return min(due, default=0)


@cache
def _is_window(kind: str) -> bool:
    words = clock_words(kind)
    return words is not None and words.is_window


def _load(owner: str, rows: Sequence[Fact], now: int) -> Load:
    unsupported = min((one.received for one in rows if not one.supported), default=0)
    next_due = min((one.next_due for one in rows if one.next_due), default=0)
    return Load(
        owner=owner,
        open=len(rows),
        overdue=sum(1 for one in rows if 0 < one.step_due <= now),
        unsupported=coded.from_minutes(unsupported) if unsupported else None,
        next_due=coded.from_minutes(next_due) if next_due else None,
        silent=sum(1 for one in rows if 0 < one.silent <= now),
        unset=sum(1 for one in rows if one.is_unset),
    )


def _lost_soonest(one: Load) -> tuple[bool, float, str]:
    return one.next_due is None, one.next_due.timestamp() if one.next_due else 0.0, one.owner


def _pep(rows: Sequence[Fact], now: int) -> Pep:
    """Judge PEP by clock and visit: in time is a stopped clock with a clinic within the window.

    A first visit that only spoke of it counts as well: what was given is the case's own.
    """
    promises, too_late, unknown = [], 0, 0
    for one in rows:
        visit = dict(one.reached).get(CLINIC)
        if not one.pep_due:
            continue
        if one.pep_due <= one.received:
            too_late += 1
        elif one.is_pep_done and visit is None:
            unknown += 1
        else:
            at = one.received + visit if one.is_pep_done and visit is not None else None
            promises.append(Promise(one.pep_due, at))
    return Pep(in_time(promises, now), too_late, unknown)


def _milestones(rows: Sequence[Fact]) -> tuple[tuple[str, Spread], ...]:
    """Return minutes from receipt to each milestone that was reached, in the order of the steps."""
    taken: dict[str, list[int]] = {FIRST_SUPPORT: []}
    for step in step_book().kinds.values():
        if step.milestone:
            taken.setdefault(step.milestone, [])
    for one in rows:
        for code, after in one.reached:
            if code not in {FIRST_SUPPORT, CLOSED} and code in taken:
                taken[code].append(after)
    taken[FIRST_SUPPORT] = [one.supported - one.received for one in rows if one.supported]
    taken[CLOSED] = [one.closed - one.received for one in rows if one.closed]
    spreads = [(code, spread(values)) for code, values in taken.items()]
    return tuple((code, found) for code, found in spreads if found is not None)


def _days(one: Fact, now: int) -> int:
    return max(0, (one.closed or now) - one.received) // DAY
