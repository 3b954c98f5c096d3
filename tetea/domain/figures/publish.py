"""Makes the figures of a month, step by step: each is proven, written down, and then there.

A step that was written down is not tried again: not after a crash, not with later numbers. What
stands in the ledger counts as given out, whether anybody printed it or not.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain import moment
from tetea.domain.figures import frames, ledger, register, vault
from tetea.domain.figures.errors import NotForFigures, NothingToSay
from tetea.domain.figures.ledger import Entry
from tetea.domain.figures.models import Frozen
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.people import queries as people
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.disclosure import families as kernel
from tetea.kernel.disclosure.families import Step
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.widen import WINDOWS
from tetea.kernel.register.coding import month_of

# One try of one table. Longer, and a coarser table is better than a slower one.
SECONDS = 8.0
LONGEST = max(WINDOWS)
# Outside first: what is told inside is proven beside what everybody can know.
ORDER = (Audience.OUTSIDE, Audience.INSIDE)

Atoms = dict[str, frames.Atoms]


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
    _check(holder)
    where = frames.places(holder.organisation)
    found = ledger.entries(holder.organisation, frames.frames(where))
    return _state(found, where, month)


def start(holder: Holder, month: int) -> None:
    """Begin the figures of a month: count it and keep the counts for all later tables.

    Raises NothingToSay for a month that is not over, NotForFigures.
    """
    _check(holder)
    if month > last_month():
        raise NothingToSay
    _freeze(holder, month)


def go_on(holder: Holder, month: int) -> State:
    """Do the next step of a month that was begun, and return how far it is. Raises Damaged."""
    _check(holder)
    organisation = holder.organisation
    where = frames.places(organisation)
    known = frames.frames(where)
    found = ledger.entries(organisation, known)
    now = _state(found, where, month)
    waiting = _waiting(found, where, month)
    if not waiting:
        return now
    audience, step = waiting[0]
    counts = frames.counts(_frozen(holder, month), where)
    told = kernel.attempt(
        ledger.book(found, known),
        frames.families(where, audience),
        counts,
        step,
        (audience, SECONDS),
    )
    with transaction.atomic():
        # Somebody else may have done the same step meanwhile; the ledger has each once.
        people.one_at_a_time(organisation)
        again = ledger.entries(organisation, known)
        if len(again) == len(found):
            ledger.write(organisation, (month, audience), step, told)
            action = log.Action("figures.released", organisation.id, holder.member_id, holder.role)
            log.append(organisation, action)
    return state(holder, month)


def months_made(organisation: Organisation) -> tuple[int, ...]:
    """Return the months of which figures were made or begun, the newest first."""
    where = frames.places(organisation)
    found = ledger.entries(organisation, frames.frames(where))
    return tuple(sorted({one.month for one in found}, reverse=True))


def is_counted(holder: Holder, month: int) -> bool:
    """Whether a month was counted, so that its figures can be made; raise NotForFigures."""
    _check(holder)
    return month in _read(holder)


def all_entries(holder: Holder) -> tuple[Entry, ...]:
    """Return the whole ledger, oldest first; raise NotForFigures."""
    _check(holder)
    where = frames.places(holder.organisation)
    return ledger.entries(holder.organisation, frames.frames(where))


def published(organisation: Organisation) -> tuple[Entry, ...]:
    """Return what may have been given to everybody. Needs no key."""
    found = ledger.entries(organisation, frames.frames(frames.places(organisation)))
    return tuple(one for one in found if one.audience is Audience.OUTSIDE)


def take_along(holder: Holder, month: int, audience: Audience) -> None:
    """Log that the pack of a month leaves the house, before it does."""
    _check(holder)
    named = {"month": month, "edition": audience.value}
    action = log.Action(
        "pack.made", holder.organisation.id, holder.member_id, holder.role, dict(named)
    )
    with transaction.atomic():
        log.append(holder.organisation, action)


def tables(found: Sequence[Entry], audience: Audience) -> tuple[Entry, ...]:
    """Return what may be shown to an audience of one month's figures, totals left out."""
    return tuple(one for one in found if one.audience is audience and one.release and one.step.code)


def name_of(month: int) -> dt.date:
    """Return the first day of a month."""
    year, at = divmod(month - 1, 12)
    return dt.date(year, at + 1, 1)


def _state(found: Sequence[Entry], where: tuple[str, ...], month: int) -> State:
    total = sum(len(kernel.steps(frames.families(where, one), month)) for one in ORDER)
    of_month = tuple(one for one in found if one.month == month)
    left = len(_waiting(found, where, month))
    return State(month, total - left, total, of_month)


def _waiting(
    found: Sequence[Entry], where: tuple[str, ...], month: int
) -> list[tuple[Audience, Step]]:
    done = {(one.audience, one.step) for one in found if one.month == month}
    return [
        (audience, step)
        for audience in ORDER
        for step in kernel.steps(frames.families(where, audience), month)
        if (audience, step) not in done
    ]


def _freeze(holder: Holder, month: int) -> None:
    """Keep the counts of this month and of all before it that were not kept yet."""
    where = frames.places(holder.organisation)
    with transaction.atomic():
        people.one_at_a_time(holder.organisation)
        atoms = frames.counted(register.read(holder), where)
        kept = set(_read(holder))
        # Also those in which nobody was counted: a late report must not change what they held.
        counted = {at for of in atoms.values() for (_, at) in of if at <= month}
        missing = counted | set(range(month - LONGEST + 1, month + 1))
        for at in sorted(missing - kept):
            content = {
                family: [[list(words), count] for (words, when), count in of.items() if when == at]
                for family, of in atoms.items()
            }
            row = Frozen(id=new_id(), organisation=holder.organisation)
            plain = json.dumps({"month": at, "families": content}).encode()
            row.body = vault.put(holder.organisation, row.id, Part.STATE, plain)
            row.save(force_insert=True)


def _frozen(holder: Holder, month: int) -> Atoms:
    found: dict[str, dict[tuple[tuple[str, ...], int], int]] = {}
    for at, families in _read(holder).items():
        if at > month:
            continue
        for family, rows in families.items():
            of = found.setdefault(family, {})
            of.update({(tuple(words), at): count for words, count in rows})
    return dict(found)


def _read(holder: Holder) -> dict[int, dict[str, list[tuple[list[str], int]]]]:
    wraps = vault.wraps(holder.organisation, Part.STATE)
    found = {}
    for row in Frozen.objects.filter(organisation=holder.organisation):
        content = json.loads(vault.take(holder, wraps, row.id, Part.STATE, row.body))
        found[int(content["month"])] = content["families"]
    return found


def _check(holder: Holder) -> None:
    if not holder.holds(Group.FIGURES):
        raise NotForFigures
