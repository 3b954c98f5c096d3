"""The board in words: counts before percentages, and a table behind each picture."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tetea.domain.cases.board import CLOSED, FIRST_SUPPORT, Figures, Load, Pep
from tetea.domain.directory.clock_rules import clock_rule
from tetea.domain.directory.steps import step_book
from tetea.domain.directory.survey import survey
from tetea.doors.desk.show import due
from tetea.doors.desk.show.calendar import Away
from tetea.doors.desk.show.curves import Curve, drawn
from tetea.doors.desk.show.rows import Reader
from tetea.doors.desk.show.words import Words, word
from tetea.kernel.casework.figures import LEAST, InTime, Spread

WINDOWS: Words = {
    "friday": gettext_lazy("Since Friday 17:00"),
    "month": gettext_lazy("30 days"),
    "quarter": gettext_lazy("90 days"),
    "year": gettext_lazy("A year"),
}
BAR = 100
HOUR, DAY = 60, 24 * 60
TWO_DAYS = 2 * DAY


@dataclass(frozen=True)
class Headline:
    """A share: its counts in words, and the percentage where there are enough."""

    percent: str
    counts: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Worker:
    """A row of the load."""

    name: str
    open: int
    overdue: int
    unsupported: dt.datetime | None
    left: str
    level: str
    silent: int = 0
    unset: int = 0
    away: Away | None = None


@dataclass(frozen=True)
class Bar:
    """A milestone: words for the table, and whole numbers for the bar where there are enough."""

    label: str
    count: int
    low: str = ""
    median: str = ""
    high: str = ""
    start: int = 0
    middle: int = 0
    length: int = 0

    @property
    def is_drawn(self) -> bool:
        """Whether there are enough cases to speak of their middle."""
        return bool(self.median)


def choices(current: str) -> list[tuple[str, str, bool]]:
    """Return (code, label, whether it is shown now) of the windows."""
    return [(code, word(WINDOWS, code), code == current) for code in WINDOWS]


def support(found: InTime) -> Headline:
    """Return first support in time, the figure by which the work is judged."""
    hours = clock_rule(FIRST_SUPPORT).hours
    words = _("%(kept)d of %(counted)d within %(hours)d hours")
    counts = words % {"kept": found.kept, "counted": found.counted, "hours": hours}
    return Headline(
        _percent(found), counts if found.counted else _("None to count yet"), _running(found)
    )


def pep(found: Pep) -> Headline:
    """Return PEP in time, and what could not be judged."""
    words = _("%(kept)d of %(counted)d in time")
    counts = words % {"kept": found.in_time.kept, "counted": found.in_time.counted}
    notes = list(_running(found.in_time))
    if found.too_late:
        words = ngettext(
            "%(count)d report came when it was too late for PEP.",
            "%(count)d reports came when it was too late for PEP.",
            found.too_late,
        )
        notes.append(words % {"count": found.too_late})
    if found.unknown:
        words = ngettext(
            "%(count)d clock was stopped without a visit to a clinic, and is not counted.",
            "%(count)d clocks were stopped without a visit to a clinic, and are not counted.",
            found.unknown,
        )
        notes.append(words % {"count": found.unknown})
    if not found.in_time.counted:
        counts = _("None to count yet")
    return Headline(_percent(found.in_time), counts, tuple(notes))


def workers(found: Sequence[Load], away: Sequence[Away], reader: Reader) -> list[Worker]:
    """Return a row for each member with open cases, in the order given; and who of them is away."""
    absent = {one.member_id: one for one in away if one.is_now}
    return [
        Worker(
            name=reader.names.get(one.owner) or _("Somebody who has left"),
            open=one.open,
            overdue=one.overdue,
            unsupported=one.unsupported,
            left=due.left(one.next_due, reader.now) if one.next_due else "",
            level=due.level(one.next_due, reader.now) if one.next_due else "",
            silent=one.silent,
            unset=one.unset,
            away=absent.get(one.owner),
        )
        for one in found
    ]


def milestones(found: Sequence[tuple[str, Spread]], lang: str) -> list[Bar]:
    """Return the time to each milestone; all bars share one scale."""
    labels = _labels(lang)
    longest = max((one.high for _code, one in found if one.is_telling), default=0)
    return [_bar(labels.get(code, code), one, longest) for code, one in found]


def curve(found: Figures) -> Curve:
    """Return the drop-out curve; below five cases only its counts."""
    words = _("%(lost)d of %(followed)d dropped out: stopped by themselves, or contact was lost.")
    summary = words % {"lost": found.lost, "followed": found.followed}
    return drawn(found.curve if found.followed >= LEAST else (), summary)


def said(found: Figures, lang: str) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return how it was for them: question, and its answers with their counts."""
    words_of = {one.code: one for one in survey()}
    return [
        (
            words_of[one.question].label[lang],
            [
                (dict(words_of[one.question].options)[code][lang], count)
                for code, count in one.counts
            ],
        )
        for one in found.said
    ]


def span(minutes: float) -> str:
    """Return a length of time in words; rounded down, as a clock on a wall would show it."""
    if minutes >= TWO_DAYS:
        count = int(minutes // DAY)
        return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}
    if minutes >= HOUR:
        count = int(minutes // HOUR)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = int(minutes)
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def _percent(found: InTime) -> str:
    return "" if found.percent is None else f"{found.percent} %"


def _running(found: InTime) -> tuple[str, ...]:
    if not found.running:
        return ()
    words = ngettext(
        "For %(count)d more the time still runs.",
        "For %(count)d more the time still runs.",
        found.running,
    )
    return (words % {"count": found.running},)


def _labels(lang: str) -> Mapping[str, str]:
    steps = step_book().kinds.values()
    return {one.milestone: one.label[lang] for one in steps if one.milestone} | {
        CLOSED: _("Closed")
    }


def _bar(label: str, one: Spread, longest: float) -> Bar:
    if not one.is_telling:
        return Bar(label, one.count)
    scale = BAR / longest if longest else 0
    start, end = int(one.low * scale), int(one.high * scale)
    return Bar(
        label=label,
        count=one.count,
        low=span(one.low),
        median=span(one.median),
        high=span(one.high),
        start=start,
        middle=min(int(one.median * scale), BAR - 1),
        length=max(1, end - start),
    )
