"""What releases say, as statements about sums of atoms; and the ledger of all that was ever said.

What was said cannot be taken back: a ledger only grows, and whoever reads the newest table has the
older ones beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tetea.kernel.disclosure.errors import NotAgreed
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Cell, Counts, Figure, Frame, Layout, Published


@dataclass(frozen=True)
class Claim:
    """This cell holds at least `low` and at most `high` people."""

    cell: Cell
    low: int
    high: int


@dataclass(frozen=True)
class Release:
    """Tables that go out together, for whom, and under which agreement if any."""

    audience: Audience
    tables: tuple[Published, ...]
    agreement: str = ""

    def claims(self) -> Iterator[Claim]:
        """Everything that is said. A suppressed cell says nothing, so it is not among them."""
        for table in self.tables:
            for key, figure in table.figures.items():
                if figure.high is not None:
                    yield Claim(table.layout.cells[key], figure.low, figure.high)

    def suppressed(self) -> Iterator[Cell]:
        """Everything of which is said that nothing is said."""
        for table in self.tables:
            for key, figure in table.figures.items():
                if figure.is_suppressed:
                    yield table.layout.cells[key]


@dataclass(frozen=True)
class Ledger:
    """All releases ever made, oldest first."""

    frame: Frame
    releases: tuple[Release, ...] = ()

    def plus(self, release: Release) -> "Ledger":
        """Return the ledger with one more release."""
        return Ledger(self.frame, (*self.releases, release))

    def seen_by(self, reader: Audience) -> tuple[Release, ...]:
        """Return what these readers can lay side by side."""
        return tuple(one for one in self.releases if one.audience in reader.sees)

    def claims(self, reader: Audience) -> tuple[Claim, ...]:
        """Return everything that these readers were told, each statement once."""
        said = (claim for release in self.seen_by(reader) for claim in release.claims())
        return tuple(dict.fromkeys(said))

    def suppressed(self, reader: Audience) -> frozenset[Cell]:
        """Return what was kept from these readers in tables made for them."""
        own = (one for one in self.releases if one.audience is reader)
        return frozenset(cell for release in own for cell in release.suppressed())

    def layouts(self, reader: Audience) -> tuple[Layout, ...]:
        """Return the tables that these readers know, as to their shape."""
        tables = (table for release in self.seen_by(reader) for table in release.tables)
        return tuple(dict.fromkeys(table.layout for table in tables))


def exact_totals(frame: Frame, months: frozenset[int], counts: Counts, agreement: str) -> Release:
    """Return the one exact total of these months, for whoever signed `agreement`.

    It has no axis, so nobody is told apart by it. Raises NotAgreed without an agreement.
    """
    if not agreement.strip():
        raise NotAgreed("exact totals need a signed agreement")
    layout = Layout(frame, (), months)
    figures = {key: Figure.exactly(counts.of(cell)) for key, cell in layout.cells.items()}
    return Release(Audience.AGREED, (Published(layout, figures),), agreement)
