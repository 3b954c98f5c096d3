"""Where few report, places and months are widened until a table is safe and still says something.

An organisation with fifteen reports a month has nothing to say about one sub-county in one month,
and much about a region in half a year. A county with one organisation is never a place of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotProven
from tetea.kernel.disclosure.protect import Protected, protect
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Axis, Counts, Dimension, Frame, Layout

# Month, quarter, half-year, year.
WINDOWS: Final = (1, 3, 6, 12)
# A table with fewer of its cells shown is mostly dashes.
LEAST_SHOWN: Final = 1 / 3


@dataclass(frozen=True)
class Area:
    """How coarse places are: each finest code and its group. None: places are not told apart."""

    name: str
    groups: Mapping[str, str] | None


@dataclass(frozen=True)
class Widening:
    """What a table may be: its place dimension in areas from fine to coarse, and its other axes."""

    frame: Frame
    place: Dimension
    areas: Sequence[Area]
    axes: tuple[Axis, ...]
    audience: Audience
    least_shown: float = LEAST_SHOWN

    def layout(self, area: Area, months: frozenset[int], version: int = 0) -> Layout:
        """Return the table of one area and window."""
        if area.groups is None:
            return Layout(self.frame, self.axes, months, version)
        axes = (Axis.of(self.place, area.groups), *self.axes)
        return Layout(self.frame, axes, months, version)


@dataclass(frozen=True)
class Chosen:
    """The finest table that is safe and says something."""

    area: Area
    window: int
    protected: Protected


def windows_ending(month: int) -> tuple[int, ...]:
    """Return the windows, in months, that are complete after this month; January is 1."""
    return tuple(length for length in WINDOWS if month % length == 0)


def after_month(
    widening: Widening, ledger: Ledger, counts: Counts, month: int, seconds: float = 60.0
) -> tuple[Chosen, ...]:
    """Return for each window that ends with this month the finest table that can go out.

    Short windows first, each proven beside the ledger and those before it; nothing for a window
    in which even the whole says too little. `month` counts on over the years from a January as 1;
    each try has `seconds`.
    """
    found: list[Chosen] = []
    for window in windows_ending(month):
        months = frozenset(range(month - window + 1, month + 1))
        for area in widening.areas:
            draft = Draft.of((widening.layout(area, months),), counts, widening.audience)
            protected = _protected(ledger, draft, widening.least_shown, seconds)
            if protected is not None:
                found.append(Chosen(area, window, protected))
                ledger = ledger.plus(protected.release)
                break
    return tuple(found)


def _protected(
    ledger: Ledger, draft: Draft, least_shown: float, seconds: float
) -> Protected | None:
    """Return the release if it is safe and says something."""
    # What is few is too much already: no need to ask the solver.
    if not says_something(draft.release(draft.few(ledger)), least_shown):
        return None
    try:
        protected = protect(ledger, draft, seconds)
    except NotProven:
        return None
    return protected if says_something(protected.release, least_shown) else None


def says_something(release: Release, least_shown: float) -> bool:
    """Whether enough cells of each table are shown, and one beside the total of it."""
    return all(table.shown >= least_shown and table.findings for table in release.tables)


def merged(
    counties: Mapping[str, str], regions: Mapping[str, str], organisations: Mapping[str, int]
) -> dict[str, str]:
    """Return the county of each code, where a county with one organisation has no name of its own.

    Such counties of a region become its rest. One alone would be found by subtraction, so then the
    region stays whole.
    """
    alone: dict[str, set[str]] = {}
    for code, county in counties.items():
        if organisations.get(county, 0) <= 1:
            alone.setdefault(regions[code], set()).add(county)
    return {
        code: _name(county, regions[code], alone.get(regions[code], set()))
        for code, county in counties.items()
    }


def _name(county: str, region: str, alone: set[str]) -> str:
    if len(alone) == 1:
        return region
    return f"{region} *" if county in alone else county
