"""Families of tables over the register as it is coded here, and their counts."""

from collections.abc import Iterable, Mapping
from typing import Final

from tetea.domain.directory.figures import PLACE, Side, TableWords, figure_book
from tetea.domain.people.models import Organisation, Site
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

Atoms = Mapping[tuple[Key, int], int]


def places(organisation: Organisation) -> tuple[str, ...]:
    """Return the counties that are told apart: where the organisation has a site; and the rest."""
    rows = Site.objects.filter(organisation=organisation).values_list("county", flat=True)
    return (*sorted(set(rows)), ELSEWHERE)


def frames(where: tuple[str, ...]) -> dict[str, Frame]:
    """Return the frame of each family."""
    return {
        code: Frame(tuple(_dimension(one, where) for one in names))
        for code, names in figure_book().families.items()
    }


def families(where: tuple[str, ...], audience: Audience) -> tuple[Family, ...]:
    """Return the families with the tables that may go out to an audience."""
    known = frames(where)
    tables = figure_book().tables.values()
    return tuple(
        Family(
            code,
            frame,
            tuple(_table(one, frame, audience) for one in tables if one.family == code),
        )
        for code, frame in known.items()
    )


def counted(rows: Columns, where: tuple[str, ...]) -> dict[str, Atoms]:
    """Return how many people there are of each kind and month, by family.

    Months count on from January of the year nought as 1, so that a quarter ends where it should.
    """
    found: dict[str, Atoms] = {}
    for code, names in figure_book().families.items():
        axes = tuple(_axis(one, where) for one in names)
        atoms = query.count(rows, axes, of=PEOPLE)
        found[code] = {(words, month + 1): count for (words, month), count in atoms.items()}
    return found


def counts(atoms: Mapping[str, Atoms], where: tuple[str, ...]) -> dict[str, Counts]:
    """Return the counts of each family over its frame."""
    return {code: Counts(frame, atoms.get(code, {})) for code, frame in frames(where).items()}


def side(code: str) -> Side | None:
    """Return a dimension in words; None for places."""
    return figure_book().sides.get(code)


def _dimension(code: str, where: tuple[str, ...]) -> Dimension:
    if code == PLACE:
        return Dimension(PLACE, where)
    return Dimension(code, tuple(one.code for one in figure_book().sides[code].parts))


def _axis(code: str, where: Iterable[str]) -> query.Axis:
    if code == PLACE:
        return query.Axis("county", {one: one for one in where}, ELSEWHERE)
    one = figure_book().sides[code]
    return query.Axis(one.column, one.groups, one.rest)


def _table(words: TableWords, frame: Frame, audience: Audience) -> Table:
    first = frame.dimensions[0]
    areas = [Area(EVERYWHERE, None)]
    if words.is_by_place:
        areas.insert(0, Area(COUNTY, {code: code for code in first.codes}))
    by_name = {one.name: one for one in frame.dimensions}
    axes = tuple(Axis.of(by_name[name]) for name in words.axes)
    return Table(words.code, Widening(frame, first, areas, axes, audience))
