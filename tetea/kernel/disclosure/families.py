"""What is published month by month: families of tables that share nothing but their totals.

Everybody counted is counted once in each family: by place and act and class, by population, by
whether help came in time. Proving all of them in one frame would need an atom for each combination
of all their codes. It is not needed: a family tells of another only how many people there were in
a span of months. So the totals of a span go out in every family or in none, and each family is
proven by itself. Why that is the whole proof: any two tables that agree on their totals can be
filled in together (north-west corner rule), and since the spans lie inside or beside each other,
a family leaves every way open of spreading a total over months of which no total was told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotProven
from tetea.kernel.disclosure.protect import Protected, protect
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import TOTAL, Counts, Frame, Layout
from tetea.kernel.disclosure.widen import Area, Widening, says_something, windows_ending


@dataclass(frozen=True)
class Table:
    """A table of a family by its code: how coarse places may be, and its other axes."""

    code: str
    widening: Widening


@dataclass(frozen=True)
class Family:
    """Dimensions that are published together, and the tables over them."""

    code: str
    frame: Frame
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Said:
    """One table that may go out, or with code "" the total of a span of months."""

    family: str
    code: str
    area: Area
    months: frozenset[int]
    protected: Protected = field(repr=False)


@dataclass(frozen=True)
class Book:
    """The ledgers of all families."""

    ledgers: Mapping[str, Ledger]

    def plus(self, family: str, release: Release) -> "Book":
        """Return the book with one more release of a family."""
        return Book({**self.ledgers, family: self.ledgers[family].plus(release)})


NOWHERE = Area("", None)


def month_end(
    book: Book,
    families: tuple[Family, ...],
    counts: Mapping[str, Counts],
    end: tuple[int, Audience],
    seconds: float = 20.0,
) -> tuple[Said, ...]:
    """Return everything that may go out after a month for an audience, `end`, beside the book.

    Short windows first. A window whose total may not be told in every family is left out; so is a
    table that says too little, or that would need more than `seconds` to be proven. `month` counts
    on over the years from a January as 1.
    """
    month, audience = end
    found: list[Said] = []
    for length in windows_ending(month):
        months = frozenset(range(month - length + 1, month + 1))
        totals = _totals(book, families, counts, (months, audience), seconds)
        for said in totals:
            book = book.plus(said.family, said.protected.release)
        found += totals
        if not totals:
            continue
        for family in families:
            for table in family.tables:
                told = _finest(
                    book.ledgers[family.code], counts[family.code], table, months, seconds
                )
                if told is not None:
                    area, protected = told
                    book = book.plus(family.code, protected.release)
                    found.append(Said(family.code, table.code, area, months, protected))
    return tuple(found)


def _totals(
    book: Book,
    families: tuple[Family, ...],
    counts: Mapping[str, Counts],
    span: tuple[frozenset[int], Audience],
    seconds: float,
) -> list[Said]:
    months, audience = span
    found = []
    for family in families:
        layout = Layout(family.frame, (), months)
        draft = Draft.of((layout,), counts[family.code], audience)
        ledger = book.ledgers[family.code]
        if draft.few(ledger):
            return []
        try:
            protected = protect(ledger, draft, seconds)
        except NotProven:
            return []
        if any(one.is_suppressed for one in protected.release.tables[0].figures.values()):
            return []
        found.append(Said(family.code, "", NOWHERE, months, protected))
    return found


def _finest(
    ledger: Ledger, counts: Counts, table: Table, months: frozenset[int], seconds: float
) -> tuple[Area, Protected] | None:
    """Return the finest area in which the table says something and shows its total."""
    for area in table.widening.areas:
        layout = table.widening.layout(area, months)
        draft = Draft.of((layout,), counts, table.widening.audience)
        few = draft.few(ledger)
        if not says_something(draft.release(few), table.widening.least_shown):
            continue
        try:
            protected = protect(ledger, draft, seconds)
        except NotProven:
            continue
        shown = protected.release.tables[0].figures
        if (
            says_something(protected.release, table.widening.least_shown)
            and not shown[total_key(layout)].is_suppressed
        ):
            return area, protected
    return None


def total_key(layout: Layout) -> tuple[str, ...]:
    """Return the key of the cell that holds everybody."""
    return tuple(TOTAL if len(axis.parts) > 1 else axis.parts[0][0] for axis in layout.axes)
