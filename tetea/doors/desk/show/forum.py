"""The forum in words: promises first, then what was said; posts and counts, never a name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tetea.domain.directory import vocabularies
from tetea.domain.forum.meetings import SEATS, Meeting
from tetea.doors.desk.show.steps import Option
from tetea.doors.desk.show.words import Words, word
from tetea.kernel.forum import OPEN, STATES, Promise, counted

STATE_WORDS: Words = {
    "open": _("Open"),
    "kept": _("Kept"),
    "partly": _("Partly kept"),
    "broken": _("Broken"),
    "dropped": _("Given up"),
}
SEAT_WORDS: Words = {
    "police": _("Police"),
    "mediators": _("Mediators"),
    "peer_educators": _("Peer educators"),
    "members": _("Members"),
    "county": _("County government"),
    "health": _("Health workers"),
    "others": _("Others"),
}
FIELDS: Words = {
    **SEAT_WORDS,
    "day": _("The day"),
    "place": _("Where"),
    "issues": _("Issues"),
    "topics": _("Coded issues"),
    "discussion": _("Discussion"),
    "decisions": _("Decisions"),
    "owner": _("Who"),
    "what": _("What"),
    "due": _("Until when"),
    "evidence": _("By what one sees it"),
    "state": _("How it stands"),
    "en": _("In English"),
    "sw": _("In Kiswahili"),
}
REASONS: Words = {
    "missing": _("is missing."),
    "long": _("is too long."),
    "count": _("has to be a number."),
    "code": _("can be eight at most, from the list."),
    "unknown": _("is none of those offered."),
    "number": _("holds a telephone number. Everybody will read this."),
    "letters": _("holds letters that an SMS cannot carry. Use plain quotes and hyphens."),
    "day": _("is no day. Choose one, for example 2026-03-31."),
}


@dataclass(frozen=True)
class Line:
    """A promise as the desk shows it."""

    id: str
    owner: str
    what: str = field(repr=False)
    due: dt.date
    state: str
    label: str
    is_open: bool
    is_overdue: bool
    is_soon: bool
    words: tuple[tuple[str, dt.date, str, str], ...] = field(repr=False)


@dataclass(frozen=True)
class TopicGroup:
    """Acts of one group to choose as issues."""

    label: str
    is_open: bool
    options: tuple[Option, ...] = field(repr=False)


def topics(codes: Sequence[str], lang: str) -> list[str]:
    """Return coded issues in words."""
    return [vocabularies.word("acts", code, lang) for code in codes]


def topic_groups(chosen: Sequence[str], lang: str) -> list[TopicGroup]:
    """Return all acts by group; groups in which one is chosen stand open."""
    found = []
    for group in vocabularies.groups("acts"):
        acts = [one for one in vocabularies.words("acts") if one.extra.get("parent") == group.name]
        options = tuple(Option(one.name, one.labels[lang], one.name in chosen) for one in acts)
        is_open = any(one.is_chosen for one in options)
        found.append(TopicGroup(group.labels[lang], is_open, options))
    return found


def lines(found: Sequence[Promise], today: dt.date) -> list[Line]:
    """Return promises in the order given."""
    return [
        Line(
            one.id, one.owner, one.what, one.due, one.state, word(STATE_WORDS, one.state),
            one.state == OPEN, one.is_overdue(today), one.is_due_soon(today),
            tuple((word(STATE_WORDS, w.state), w.day, w.by, w.evidence) for w in one.words),
        )
        for one in found
    ]  # fmt: skip


def tally(found: Sequence[Promise]) -> list[tuple[str, int]]:
    """Return how many promises stand in each state, those of none left out."""
    counts = counted(found)
    return [(word(STATE_WORDS, state), counts[state]) for state in STATES if counts[state]]


def states() -> list[tuple[str, str]]:
    """Return the states to choose from."""
    return [(state, word(STATE_WORDS, state)) for state in STATES]


def seats(meeting: Meeting) -> list[tuple[str, str, int]]:
    """Return (field, label, count) of who sits there."""
    return [(one, word(SEAT_WORDS, one), meeting.seats.get(one, 0)) for one in SEATS]


def fault(name: str, reason: str) -> str:
    """Return which field is wrong, and what to do."""
    return f"{word(FIELDS, name)} {word(REASONS, reason)}"
