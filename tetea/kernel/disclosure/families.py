"""What is published month by month: families of tables that share nothing but their totals.

Everybody counted is counted once in each family: by place and act and class, by population, by
whether help came in time. Proving all of them in one frame would need an atom for each combination
of all their codes. It is not needed: a family tells of another only how many people there were in
a span of months. So the totals of a span go out in every family or in none, and each family is
proven by itself. Why that is the whole proof: any two tables that agree on their totals can be
filled in together (north-west corner rule), and since the spans lie inside or beside each other,
a family leaves every way open of spreading a total over months of which no total was told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tetea.kernel.disclosure.claims import Ledger, Release, exact_totals
from tetea.kernel.disclosure.corrections import Versions, correct
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotProven, NotPublishable
from tetea.kernel.disclosure.protect import Protected, protect, totals_proven
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import TOTAL, Counts, Frame, Layout
from tetea.kernel.disclosure.widen import WINDOWS, Area, Widening, says_something, windows_ending


@dataclass(frozen=True)
class Table:
    """A table of a family by its code: how coarse places may be, its other axes, its windows."""

    code: str
    widening: Widening
    windows: tuple[int, ...] = WINDOWS


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
    """One thing to try: the totals of a span of months, or with a code one table of a family.

    `version` is that of the counts: how many batches of corrections there were before.
    """

    months: frozenset[int]
    family: str = ""
    code: str = ""
    version: int = 0


def steps(families: tuple[Family, ...], month: int) -> tuple[Step, ...]:
    """Return what there is to try after a month, in order: short windows first, totals first.

    `month` counts on over the years from a January as 1.
    """
    found = []
    for length in windows_ending(month):
        months = frozenset(range(month - length + 1, month + 1))
        found.append(Step(months))
        found += [
            Step(months, family.code, one.code)
            for family in families
            for one in family.tables
            if length in one.windows
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
        return _totals(book, families, step, _telling(counts, audience, seconds))
    [family] = [one for one in families if one.code == step.family]
    [table] = [one for one in family.tables if one.code == step.code]
    ledger = book.ledgers[family.code]
    if not has_total(ledger, step, audience):
        return ()
    told = _finest(ledger, counts[family.code], table, step, seconds)
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


def has_total(ledger: Ledger, step: Step, audience: Audience) -> bool:
    """Whether an audience was told the total of the months of a step, at its version."""
    whole = (
        table.layout
        for release in ledger.releases
        for table in release.tables
        if release.audience is audience and not table.layout.axes
    )
    return any(one.months == step.months and one.version == step.version for one in whole)


Telling = Callable[[str, Ledger, Layout], Protected]


def _totals(
    book: Book, families: tuple[Family, ...], step: Step, tell: Telling
) -> tuple[Said, ...]:
    """Return the totals of a step in every family, or in none."""
    found = []
    for family in families:
        layout = Layout(family.frame, (), step.months, step.version)
        try:
            protected = tell(family.code, book.ledgers[family.code], layout)
        except (NotProven, NotPublishable):
            return ()
        if any(one.is_suppressed for one in protected.release.tables[0].figures.values()):
            return ()
        found.append(Said(family.code, "", NOWHERE, step.months, protected))
    return tuple(found)


def _telling(counts: Mapping[str, Counts], audience: Audience, seconds: float) -> Telling:
    def tell(family: str, ledger: Ledger, layout: Layout) -> Protected:
        draft = Draft.of((layout,), counts[family], audience)
        if draft.few(ledger):
            raise NotPublishable("too few")
        return protect(ledger, draft, seconds)

    return tell


def _finest(
    ledger: Ledger, counts: Counts, table: Table, step: Step, seconds: float
) -> tuple[Area, Protected] | None:
    """Return the finest area in which the table says something and shows its total."""
    for area in table.widening.areas:
        layout = table.widening.layout(area, step.months, step.version)
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


def amend(
    book: Book,
    families: tuple[Family, ...],
    versions: Mapping[str, Versions],
    old: Layout | None,
    step: Step,
    to: tuple[Audience, float],
) -> tuple[Said, ...]:
    """Return what of a step of a batch of corrections may go out beside the book, or nothing.

    `old` is the table as it was told; None for totals, which are corrected in every family or in
    none. A table is corrected only where its total was, and says its total.
    """
    audience, seconds = to

    def tell(family: str, ledger: Ledger, layout: Layout) -> Protected:
        return correct(ledger, (layout,), versions[family], audience, seconds)

    if old is None:
        return _totals(book, families, step, tell)
    ledger = book.ledgers[step.family]
    if not has_total(ledger, step, audience):
        return ()
    layout = Layout(old.frame, old.axes, step.months, step.version)
    try:
        protected = tell(step.family, ledger, layout)
    except (NotProven, NotPublishable):
        return ()
    if protected.release.tables[0].figures[total_key(layout)].is_suppressed:
        return ()
    return (Said(step.family, step.code, NOWHERE, step.months, protected),)


def agreed_totals(
    book: Book, counts: Mapping[str, Counts], months: frozenset[int], agreement: str
) -> tuple[Said, ...]:
    """Return the exact total of these months for the parties of an agreement, or nothing.

    It is told in every family, or in none: families may share nothing but their totals.
    """
    found = []
    for family, ledger in book.ledgers.items():
        release = exact_totals(ledger.frame, months, counts[family], agreement)
        try:
            protected = totals_proven(ledger, release)
        except NotProven:
            return ()
        found.append(Said(family, "", NOWHERE, months, protected))
    return tuple(found)


def total_key(layout: Layout) -> tuple[str, ...]:
    """Return the key of the cell that holds everybody."""
    return tuple(TOTAL if len(axis.parts) > 1 else axis.parts[0][0] for axis in layout.axes)
