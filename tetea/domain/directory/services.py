"""Whom she can turn to: hotlines, care, lawyers, and bodies outside this organisation."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from tetea.domain.directory.sources import (
    DirectoryDataError,
    data_text,
    field,
    in_language,
    words,
)

KINDS: Final = frozenset(
    {
        "hotline", "community", "health", "counselling", "legal", "shelter", "emergency",
        "police", "complaints", "child", "defenders",
    }
)  # fmt: skip
ALL_COUNTIES: Final = "all"
DEFAULT_LIMIT: Final = 4


@dataclass(frozen=True)
class Service:
    """One service in one language.

    phone is empty where no number was found. found says that a public source names it; confirmed
    that the organisation has tried it. Neither makes the other true.
    """

    code: str
    name: str
    purpose: str
    hours: str
    kind: str
    phone: str
    more_phones: tuple[str, ...]
    free: bool
    counties: tuple[str, ...]
    wants: tuple[str, ...]
    acts: tuple[str, ...]
    outside: bool
    emergency: bool
    found: bool
    source: str
    reviewer: str
    reviewed: date
    confirmed: bool

    def serves(self, county: str | None) -> bool:
        """Say whether it works in that county; with none given, only what works everywhere."""
        return ALL_COUNTIES in self.counties or county in self.counties


@cache
def services(lang: str = "en") -> tuple[Service, ...]:
    """Return every service in one language, in the order of the file.

    Raises DirectoryDataError when the file or the language is incomplete.
    """
    document = tomllib.loads(data_text("services.toml"))
    rows = field(document, "service", list, "services")
    found = tuple(_service(row, lang) for row in rows)
    codes = [service.code for service in found]
    if len(set(codes)) < len(codes):
        raise DirectoryDataError("services: a code is given twice")
    return found


def services_for(
    county: str | None,
    wants: Collection[str] = (),
    acts: Collection[str] = (),
    lang: str = "en",
    limit: int = DEFAULT_LIMIT,
) -> tuple[Service, ...]:
    """Return the services that fit best, at most limit of them, best first.

    What she wants counts most, then what happened, then nearness. A police line is never offered
    unless she wants the police: she decides. With nothing to go by, help for anyone comes.
    """
    fitting = [
        (fit, service)
        for service in services(lang)
        if (fit := _fit(service, county, frozenset(wants), frozenset(acts))) > 0
    ]
    # sorted() keeps the order of the file among equals.
    fitting.sort(key=lambda pair: -pair[0])
    return tuple(service for _, service in fitting[:limit])


def outside_bodies(lang: str = "en") -> tuple[Service, ...]:
    """Return the bodies outside this organisation, shown first when the report is about it."""
    return tuple(service for service in services(lang) if service.outside)


def emergency(lang: str = "en") -> tuple[Service, ...]:
    """Return who answers at once, day and night; the police line comes last."""
    urgent = [service for service in services(lang) if service.emergency]
    return tuple(sorted(urgent, key=lambda service: service.kind == "police"))


def _fit(service: Service, county: str | None, wants: frozenset[str], acts: frozenset[str]) -> int:
    if not service.serves(county):
        return 0
    wanted = len(wants.intersection(service.wants))
    if service.kind == "police" and not wanted:
        return 0
    happened = any(_covers(code, act) for code in service.acts for act in acts)
    anyone = "any" in service.wants
    near = ALL_COUNTIES not in service.counties
    if not (wanted or happened or anyone):
        return 0
    # Help for anyone fills the list; it does not push aside what she asked for.
    return 16 * wanted + 8 * happened + 4 * (anyone and not wanted) + 2 * near + service.found


def _covers(code: str, act: str) -> bool:
    act = act.upper().replace("_", "-")
    return act == code or act.startswith(f"{code}-") or code.startswith(f"{act}-")


def _service(row: Mapping[str, object], lang: str) -> Service:
    code = field(row, "code", str, "a service without code")
    kind = field(row, "kind", str, code)
    if kind not in KINDS:
        raise DirectoryDataError(f"{code}: kind is none of {', '.join(sorted(KINDS))}")
    return Service(
        code=code,
        name=in_language(row, "name", lang, code),
        purpose=in_language(row, "purpose", lang, code),
        hours=in_language(row, "hours", lang, code),
        kind=kind,
        phone=field(row, "phone", str, code),
        more_phones=words(row, "more_phones", code),
        free=field(row, "free", bool, code),
        counties=words(row, "counties", code),
        wants=words(row, "wants", code),
        acts=words(row, "acts", code),
        outside=field(row, "outside", bool, code),
        emergency=field(row, "emergency", bool, code),
        found=field(row, "found", bool, code),
        source=field(row, "source", str, code),
        reviewer=field(row, "reviewer", str, code),
        reviewed=field(row, "reviewed", date, code),
        confirmed=field(row, "confirmed", bool, code),
    )
