"""Families of tables over the register as it is coded here, and their counts."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Final

from tetea.domain import moment
from tetea.domain.directory.figures import PLACE, Side, TableWords, figure_book
from tetea.domain.directory.places import counties
from tetea.domain.people.models import Organisation, Site
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.disclosure.families import Family, Table
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Axis, Counts, Dimension, Frame, Key
from tetea.kernel.disclosure.widen import Area, Widening
from tetea.kernel.register import query
from tetea.kernel.register.columns import Columns

ELSEWHERE: Final = "elsewhere"
PEOPLE: Final = "people"
EVERYWHERE: Final = "all"
COUNTY: Final = "county"
LONGEST_MONTH: Final = 31

Atoms = Mapping[tuple[Key, int], int]


def places(organisation: Organisation) -> tuple[str, ...]:
    """Return the counties that have a name of their own: where the organisation has a site."""
    rows = Site.objects.filter(organisation=organisation).values_list("county", flat=True)
    return tuple(sorted(set(rows)))


@cache
def frames() -> Mapping[str, Frame]:
    """Return the frame of each family: all counties, so a new site changes no older table."""
    return {
        code: Frame(tuple(_dimension(one) for one in names))
        for code, names in figure_book().families.items()
    }


def families(where: tuple[str, ...], audience: Audience) -> tuple[Family, ...]:
    """Return the families with the tables that may go out to an audience.

    `where` are the counties that tables name; all others are one place.
    """
    tables = figure_book().tables.values()
    return tuple(
        Family(
            code,
            frame,
            tuple(_table(one, frame, where, audience) for one in tables if one.family == code),
        )
        for code, frame in frames().items()
    )


def counted(rows: Columns) -> dict[str, Atoms]:
    """Return how many people there are of each kind and month, by family.

    Months count on from January of the year nought as 1, so that a quarter ends where it should.
    """
    now = moment.now().astimezone(NAIROBI)
    rows = query.followed_until(rows, _in_months(now))
    found: dict[str, Atoms] = {}
    for code, names in figure_book().families.items():
        atoms = query.count(rows, tuple(_axis(one) for one in names), of=PEOPLE)
        found[code] = {(words, month + 1): count for (words, month), count in atoms.items()}
    return found


def counts(atoms: Mapping[str, Atoms]) -> dict[str, Counts]:
    """Return the counts of each family over its frame."""
    return {code: Counts(frame, atoms.get(code, {})) for code, frame in frames().items()}


def side(code: str) -> Side | None:
    """Return a dimension in words; None for places."""
    return figure_book().sides.get(code)


def is_place(code: str) -> bool:
    """Whether a dimension is that of places."""
    return code == PLACE


def _in_months(now: dt.datetime) -> float:
    return now.year * 12 + now.month - 1 + (now.day - 1) / LONGEST_MONTH


def _dimension(code: str) -> Dimension:
    if code == PLACE:
        return Dimension(PLACE, (*(one.code for one in counties()), ELSEWHERE))
    return Dimension(code, tuple(one.code for one in figure_book().sides[code].parts))


def _axis(code: str) -> query.Axis | query.SpanAxis:
    if code == PLACE:
        return query.Axis("county", {one.code: one.code for one in counties()}, ELSEWHERE)
    one = figure_book().sides[code]
    if one.up_to:
        names = tuple(part.code for part in one.parts if part.code != one.rest)
        return query.SpanAxis(one.column, one.up_to, names, one.rest)
    return query.Axis(one.column, one.groups, one.rest)


def _table(words: TableWords, frame: Frame, where: tuple[str, ...], audience: Audience) -> Table:
    first = frame.dimensions[0]
    areas = [Area(EVERYWHERE, None)]
    if words.is_by_place:
        groups = {code: code if code in where else ELSEWHERE for code in first.codes}
        areas.insert(0, Area(COUNTY, groups))
    by_name = {one.name: one for one in frame.dimensions}
    axes = tuple(Axis.of(by_name[name]) for name in words.axes)
    return Table(words.code, Widening(frame, first, areas, axes, audience), words.windows)
