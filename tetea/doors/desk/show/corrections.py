"""Corrections and agreements in words: what was said, what is said now, to whom a total went."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tetea.domain.directory.figures import figure_book
from tetea.domain.figures import corrections
from tetea.domain.figures.agreements import Signed, Terms
from tetea.domain.figures.corrections import Corrected
from tetea.domain.figures.errors import Wrong
from tetea.domain.figures.ledger import Entry
from tetea.doors.desk.show import figures
from tetea.doors.desk.show.words import EDITIONS, Words, word
from tetea.kernel.disclosure.rules import Audience

LONGEST_WINDOW = 12
FAULTS: Words = {
    "party": gettext_lazy("Who signed it: a body, in at most 200 letters."),
    "purpose": gettext_lazy("What the totals are for, in at most 200 letters."),
    "signed": gettext_lazy("The day on which it was signed: not one to come."),
    "until": gettext_lazy("The day on which it ends: after the day on which it was signed."),
    "agreement": gettext_lazy("That agreement is not in force today."),
    "months": gettext_lazy("Choose the months."),
}


@dataclass(frozen=True)
class Line:
    """A number that is said anew."""

    table: str
    cell: str
    window: str
    was: str
    now: str
    month: int
    """The last of its months."""


@dataclass(frozen=True)
class Agreement:
    """An agreement as the page has it."""

    id: str
    terms: Terms
    holds: bool
    told: list[tuple[str, int]] = field(repr=False)


def editions(found: Sequence[Entry], lang: str) -> list[tuple[str, list[Line]]]:
    """Return the corrections of each edition."""
    return [(word(EDITIONS, code), lines(found, Audience(code), lang)) for code in EDITIONS]


def lines(found: Sequence[Entry], audience: Audience, lang: str) -> list[Line]:
    """Return every number that these readers were told anew, the newest batch first."""
    return [_line(one, lang) for one in corrections.corrected(found, audience)]


def agreement(one: Signed, today: dt.date) -> Agreement:
    """Return an agreement with what was told under it."""
    told = [(figures.window(months), total) for months, total in one.told]
    return Agreement(one.id, one.terms, one.holds(today), told)


def windows(found: Sequence[frozenset[int]]) -> list[tuple[str, str]]:
    """Return (code, words) of spans of months, to choose from."""
    return [(f"{figures.month_code(max(one))}-{len(one)}", figures.window(one)) for one in found]


def window_of(code: str) -> frozenset[int]:
    """Return the months of a code that `windows` gave; raise Wrong."""
    name, _dash, length = code.rpartition("-")
    try:
        last, count = figures.month_of(name), int(length)
    except ValueError:
        raise Wrong("months") from None
    if not 0 < count <= LONGEST_WINDOW:
        raise Wrong("months")
    return frozenset(range(last - count + 1, last + 1))


def fault(name: str) -> str:
    """Return in words what is wrong with a field."""
    return word(FAULTS, name)


def _line(one: Corrected, lang: str) -> Line:
    book = figure_book()
    table = book.tables[one.code].label[lang] if one.code else _("People counted")
    return Line(
        table=table,
        cell=figures.cell(one.layout, one.key, lang),
        window=figures.window(one.layout.months),
        was=figures.told(one.was),
        now=figures.told(one.now),
        month=max(one.layout.months),
    )
