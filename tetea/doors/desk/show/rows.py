"""One line of a list: what would be lost soonest, what happened, whose it is."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tetea.domain.directory import vocabularies
from tetea.domain.reports.facets import from_minutes
from tetea.domain.reports.models import State
from tetea.domain.reports.work.queue import Row
from tetea.doors.desk.show import choices, due
from tetea.doors.desk.show.due import Due
from tetea.doors.desk.show.words import CHANNELS, LANGUAGES, STATES, word

# More acts than these make a line unreadable on a phone.
MOST_ACTS = 3


@dataclass(frozen=True)
class Line:
    """A row as the template prints it."""

    id: str
    state: str
    state_code: str
    title: str = field(repr=False)
    more_acts: int
    who: str = field(repr=False)
    county: str = field(repr=False)
    lang: str
    channel: str
    received: dt.datetime
    owner: str
    due: Due | None = field(repr=False)
    outcome: str
    is_danger: bool
    is_child: bool
    is_mine: bool
    has_new: bool
    is_review: bool
    in_reach: bool
    is_withheld: bool
    silent_days: int = 0
    """For how long nobody has heard a word, once that is too long; else 0."""
    meant_for: str = ""
    """Before triage: the name of the member it was written down for."""

    @property
    def may_leave(self) -> bool:
        """Whether a step can be left here by whoever does not hold it."""
        return not self.in_reach and self.state_code == State.OPEN


@dataclass(frozen=True)
class Reader:
    """Who reads a list: language, moment, and the names of colleagues."""

    lang: str
    now: dt.datetime
    names: Mapping[str, str]


def line(row: Row, reader: Reader) -> Line:
    """Return a row in the reader's language."""
    facts = row.facets
    acts = [choices.short("acts", code, reader.lang) for code in facts.acts]
    who = [choices.short("aggressors", code, reader.lang) for code in facts.aggressors]
    return Line(
        id=row.id,
        state=word(STATES, row.state),
        state_code=row.state,
        title=_title(acts, row),
        more_acts=max(0, len(acts) - MOST_ACTS),
        who=", ".join(who),
        county=choices.label("county", facts.county, reader.lang) if facts.county else "",
        lang=word(LANGUAGES, facts.lang),
        channel=word(CHANNELS, facts.channel),
        received=facts.received_at,
        owner=reader.names.get(facts.owner, ""),
        due=soonest(row, reader),
        outcome=outcome(facts.outcome, reader.lang),
        is_danger=row.is_danger,
        is_child=facts.child,
        is_mine=row.is_mine,
        has_new=row.has_new,
        is_review=row.is_review,
        in_reach=row.in_reach,
        is_withheld=_is_withheld(row),
        silent_days=_silent_days(row, reader.now),
        meant_for=reader.names.get(row.facets.meant_for, ""),
    )


def soonest(row: Row, reader: Reader) -> Due | None:
    """Return what would be lost or is owed first: a clock or the next step; nothing when closed."""
    facts = row.facets
    if facts.closed:
        return None
    found = [due.of_clock(one, reader.now, reader.lang) for one in facts.open_clocks]
    if facts.step_due:
        found.append(due.of_step("", from_minutes(facts.step_due), reader.now))
    return next(iter(due.by_urgency(found)), None)


def outcome(code: str, lang: str) -> str:
    """Return how it ended, in words; "" while it is open."""
    return vocabularies.word("outcomes", code, lang) if code else ""


def _title(acts: list[str], row: Row) -> str:
    if _is_withheld(row):
        return _("Against an official: sealed to those who hold the case")
    if not acts and row.facets.channel == "sms":
        # No list of acts was asked there: what happened stands in the story.
        return _("Told in their own words")
    return ", ".join(acts[:MOST_ACTS]) or _("What happened was not said yet")


def _silent_days(row: Row, now: dt.datetime) -> int:
    facts = row.facets
    if facts.closed or not facts.silent or from_minutes(facts.silent) > now:
        return 0
    return (now - from_minutes(facts.heard)).days


def _is_withheld(row: Row) -> bool:
    return row.facets.is_official and not row.facets.acts
