"""Counties and sub-counties by their official codes, and where each stands on the tile map."""

import csv
import io
from dataclasses import dataclass
from functools import cache

from tetea.domain.directory.sources import data_text


@dataclass(frozen=True)
class County:
    """A county: official code 001 to 047, ISO 3166-2 code, tile from the top left corner (0, 0)."""

    code: str
    name: str
    iso: str
    column: int
    row: int


@dataclass(frozen=True)
class SubCounty:
    """A sub-county, cut as the constituency of the same name: official code 001 to 290."""

    code: str
    county: str
    name: str


@cache
def counties() -> tuple[County, ...]:
    """Return all counties in the order of their codes. Names are the same in every language."""
    return tuple(
        County(row["code"], row["name"], row["iso"], int(row["column"]), int(row["row"]))
        for row in _rows("counties.csv")
    )


@cache
def sub_counties(county: str | None = None) -> tuple[SubCounty, ...]:
    """Return the sub-counties, of one county when its code is given, in the order of codes."""
    every = (
        SubCounty(row["code"], row["county"], row["name"]) for row in _rows("sub_counties.csv")
    )
    return tuple(place for place in every if county in {None, place.county})


def county_name(code: str) -> str:
    """Return the county's name, or the code itself when it is none of ours."""
    return next((county.name for county in counties() if county.code == code), code)


def sub_county_name(code: str) -> str:
    """Return the sub-county's name, or the code itself when it is none of ours."""
    return next((place.name for place in sub_counties() if place.code == code), code)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data_text("places", name))))
