"""Makes the figures of a month, step by step: each is proven, written down, and then there.

A step that was written down is not tried again: not after a crash, not with later numbers. What
stands in the ledger counts as given out, whether anybody printed it or not.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain import moment
from tetea.domain.figures import frames, frozen, ledger
from tetea.domain.figures.errors import NotForFigures, NothingToSay
from tetea.domain.figures.ledger import Entry
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.people import queries as people
from tetea.domain.people.models import Organisation
from tetea.kernel.crypto.registry import Group
from tetea.kernel.disclosure import families as kernel
from tetea.kernel.disclosure.families import Step
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.register.coding import month_of

# One try of one table. Longer, and a coarser table is better than a slower one.
SECONDS = 8.0
# Outside first: what is told inside is proven beside what everybody can know.
ORDER = (Audience.OUTSIDE, Audience.INSIDE)


@dataclass(frozen=True)
class State:
    """How far the figures of a month are made."""

    month: int
    done: int
    total: int
    entries: tuple[Entry, ...] = field(repr=False)

    @property
    def is_ready(self) -> bool:
        """Whether everything was tried."""
        return self.done == self.total


def last_month() -> int:
    """Return the newest month that is over: January of the year nought is 1."""
    return month_of(moment.now())


def state(holder: Holder, month: int) -> State:
    """Return how far the figures of a month are; raise NotForFigures."""
    check(holder)
    found = ledger.entries(holder.organisation)
    return _state(holder, found, month)


def start(holder: Holder, month: int) -> None:
    """Begin the figures of a month: count it and keep the counts for all later tables.

    Raises NothingToSay for a month that is not over, NotForFigures.
    """
    check(holder)
    if month > last_month():
        raise NothingToSay
    frozen.freeze(holder, month)


def go_on(holder: Holder, month: int) -> State:
    """Do the next step of a month that was begun, and return how far it is. Raises Damaged."""
    check(holder)
    organisation = holder.organisation
    found = ledger.entries(organisation)
    where = frames.places(organisation)
    waiting = _waiting(where, found, month)
    if not waiting:
        return _state(holder, found, month)
    audience, step = waiting[0]
    told = kernel.attempt(
        ledger.book(found),
        frames.families(where, audience),
        frozen.read(holder).counts(step.months, step.version),
        step,
        (audience, SECONDS),
    )
    with transaction.atomic():
        # Somebody else may have done the same step meanwhile; the ledger has each once.
        people.one_at_a_time(organisation)
        again = ledger.entries(organisation)
        if len(again) == len(found):
            ledger.write(organisation, ledger.Heading(month, audience), step, told)
            action = log.Action("figures.released", organisation.id, holder.member_id, holder.role)
            log.append(organisation, action)
    return state(holder, month)


def months_made(organisation: Organisation) -> tuple[int, ...]:
    """Return the months of which figures were made or begun, the newest first."""
    found = ledger.entries(organisation)
    return tuple(sorted({one.month for one in found if is_first(one)}, reverse=True))


def is_counted(holder: Holder, month: int) -> bool:
    """Whether a month was counted, so that its figures can be made; raise NotForFigures."""
    check(holder)
    return month in frozen.read(holder).months


def all_entries(holder: Holder) -> tuple[Entry, ...]:
    """Return the whole ledger, oldest first; raise NotForFigures."""
    check(holder)
    return ledger.entries(holder.organisation)


def published(organisation: Organisation) -> tuple[Entry, ...]:
    """Return what may have been given to everybody. Needs no key."""
    found = ledger.entries(organisation)
    return tuple(one for one in found if one.audience is Audience.OUTSIDE)


def take_along(holder: Holder, month: int, audience: Audience) -> None:
    """Log that the pack of a month leaves the house, before it does."""
    check(holder)
    named = {"month": month, "edition": audience.value}
    action = log.Action(
        "pack.made", holder.organisation.id, holder.member_id, holder.role, dict(named)
    )
    with transaction.atomic():
        log.append(holder.organisation, action)


def tables(found: Sequence[Entry], audience: Audience) -> tuple[Entry, ...]:
    """Return what may be shown to an audience of one month's figures, totals left out."""
    return tuple(one for one in found if one.audience is audience and one.release and one.step.code)


def is_first(one: Entry) -> bool:
    """Whether an entry is of a month's figures: no correction, and under no agreement."""
    return not one.batch and one.audience is not Audience.AGREED


def name_of(month: int) -> dt.date:
    """Return the first day of a month."""
    year, at = divmod(month - 1, 12)
    return dt.date(year, at + 1, 1)


def code_of(month: int) -> str:
    """Return a month as it stands in an address: 2026-10."""
    return name_of(month).strftime("%Y-%m")


def of_code(code: str) -> int:
    """Return the month of a code; raise ValueError."""
    day = dt.datetime.strptime(code, "%Y-%m").replace(tzinfo=dt.UTC)
    return day.year * 12 + day.month


def check(holder: Holder) -> None:
    """Raise NotForFigures for whoever does not hold the figures key."""
    if not holder.holds(Group.FIGURES):
        raise NotForFigures


def _state(holder: Holder, found: Sequence[Entry], month: int) -> State:
    where = frames.places(holder.organisation)
    total = sum(len(steps) for steps in _steps(where, month).values())
    of_month = tuple(one for one in found if one.month == month and is_first(one))
    left = len(_waiting(where, found, month))
    return State(month, total - left, total, of_month)


def _waiting(
    where: tuple[str, ...], found: Sequence[Entry], month: int
) -> list[tuple[Audience, Step]]:
    done = {(one.audience, one.step) for one in found if one.month == month and is_first(one)}
    return [
        (audience, step)
        for audience, steps in _steps(where, month).items()
        for step in steps
        if (audience, step) not in done
    ]


def _steps(where: tuple[str, ...], month: int) -> dict[Audience, tuple[Step, ...]]:
    return {one: kernel.steps(frames.families(where, one), month) for one in ORDER}
