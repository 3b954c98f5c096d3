"""What is counted of single stations: for inside eyes only, never released, never printed.

The figures key opens single rows, so these counts prove nothing against whoever holds it; the
threshold keeps a glance over a shoulder from finding one person.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain.figures import publish, register
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.register import query

QUARTER, QUARTERS = 3, 4


@dataclass(frozen=True)
class Span:
    """A quarter, and how many people were counted; None for fewer than the inside threshold."""

    months: frozenset[int]
    people: int | None


@dataclass(frozen=True)
class Trend:
    """One station through four quarters, the oldest first."""

    station: str = field(repr=False)
    spans: tuple[Span, ...] = field(repr=False)

    @property
    def newest(self) -> int:
        """How many were told of the newest quarter."""
        return self.spans[-1].people or 0


def trends(holder: Holder) -> tuple[Trend, ...]:
    """Return every station of which a quarter reaches the threshold, the highest first.

    Spellings that differ by capitals or spaces are one. Reading it is logged. Raises NotForFigures,
    Damaged.
    """
    publish.check(holder)
    rows = register.read(holder)
    last = publish.last_month()
    spans = [
        frozenset(range(last - QUARTER * (n + 1) + 1, last - QUARTER * n + 1))
        for n in reversed(range(QUARTERS))
    ]
    by_station: dict[str, Counter[frozenset[int]]] = {}
    spelt: dict[str, Counter[str]] = {}
    for (words, month), people in query.count(rows, (query.Axis("station"),), of="people").items():
        [name] = words
        of = next((one for one in spans if month + 1 in one), None)
        if name and of is not None:
            by_station.setdefault(name.casefold(), Counter())[of] += people
            spelt.setdefault(name.casefold(), Counter())[name] += people
    with transaction.atomic():
        action = log.Action(
            "figures.stations_read", holder.organisation.id, holder.member_id, holder.role
        )
        log.append(holder.organisation, action)
    found = [
        Trend(spelt[key].most_common(1)[0][0], tuple(Span(one, _told(of[one])) for one in spans))
        for key, of in by_station.items()
    ]
    told = [one for one in found if any(span.people is not None for span in one.spans)]
    return tuple(sorted(told, key=lambda one: (-one.newest, one.station)))


def _told(people: int) -> int | None:
    return people if people >= Audience.INSIDE.rule.threshold else None
