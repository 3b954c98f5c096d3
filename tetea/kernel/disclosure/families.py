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


@dataclass(frozen=True)
class Step:
    """One thing to try: the totals of a span of months, or with a code one table of a family."""

    months: frozenset[int]
    family: str = ""
    code: str = ""


def steps(families: tuple[Family, ...], month: int) -> tuple[Step, ...]:
    """Return what there is to try after a month, in order: short windows first, totals first.

    `month` counts on over the years from a January as 1.
    """
    found = []
    for length in windows_ending(month):
        months = frozenset(range(month - length + 1, month + 1))
        found.append(Step(months))
        found += [
            Step(months, family.code, one.code) for family in families for one in family.tables
        ]
    return tuple(found)


def attempt(
    book: Book,
    families: tuple[Family, ...],
    counts: Mapping[str, Counts],
    step: Step,
    to: tuple[Audience, float],
) -> tuple[Said, ...]:
    """Return what of this step may go out beside the book; nothing where it would not be safe.

    `to` is for whom, and how many seconds each try may take. A window whose total was not told in
    every family has no tables; a table that says too little is left out.
    """
    audience, seconds = to
    if not step.family:
        return tuple(_totals(book, families, counts, (step.months, audience), seconds))
    [family] = [one for one in families if one.code == step.family]
    [table] = [one for one in family.tables if one.code == step.code]
    ledger = book.ledgers[family.code]
    if not _has_total(ledger, step.months, audience):
        return ()
    told = _finest(ledger, counts[family.code], table, step.months, seconds)
    return () if told is None else (Said(family.code, table.code, told[0], step.months, told[1]),)


def month_end(
    book: Book,
    families: tuple[Family, ...],
    counts: Mapping[str, Counts],
    end: tuple[int, Audience],
    seconds: float = 20.0,
) -> tuple[Said, ...]:
    """Return everything that may go out after a month for an audience, `end`, in one go."""
    month, audience = end
    found: list[Said] = []
    for step in steps(families, month):
        told = attempt(book, families, counts, step, (audience, seconds))
        for said in told:
            book = book.plus(said.family, said.protected.release)
        found += told
    return tuple(found)


def _has_total(ledger: Ledger, months: frozenset[int], audience: Audience) -> bool:
    whole = (
        table.layout
        for release in ledger.releases
        for table in release.tables
        if release.audience is audience and not table.layout.axes
    )
    return any(layout.months == months for layout in whole)


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
