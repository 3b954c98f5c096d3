"""Corrections in batches: what came late, was withdrawn or coded anew, a quarter at a time.

A batch counts every month anew and says again only what changed so much that nobody is found by
the difference; everything else stands as it was printed. It is proven beside all that was said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain.figures import frames, frozen, ledger, publish
from tetea.domain.figures.errors import TooSoon, Unfinished
from tetea.domain.figures.ledger import Entry
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.people import queries as people
from tetea.kernel.disclosure import families as kernel
from tetea.kernel.disclosure.corrections import Versions
from tetea.kernel.disclosure.families import Step
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import SUPPRESSED, Figure, Key, Layout

# T-101: revisions of released figures come in quarterly batches.
EVERY_MONTHS = 3


@dataclass(frozen=True)
class Batch:
    """A batch of corrections: its number, the month up to which it counts, how far it is."""

    number: int
    month: int
    done: int
    total: int
    entries: tuple[Entry, ...] = field(repr=False)

    @property
    def is_ready(self) -> bool:
        """Whether everything was tried."""
        return self.done == self.total


@dataclass(frozen=True)
class Corrected:
    """One number that is said anew: in which table and cell, what it was, what it is."""

    code: str
    layout: Layout
    key: Key
    was: Figure
    now: Figure


def newest(holder: Holder) -> Batch | None:
    """Return the newest batch; None before the first. Raises NotForFigures."""
    publish.check(holder)
    kept = frozen.read(holder)
    if not kept.version:
        return None
    return _batch(kept, ledger.entries(holder.organisation))


def next_month(holder: Holder) -> int:
    """Return the month from which a batch may be begun; the last that is over where it may now."""
    now = newest(holder)
    return max(publish.last_month(), now.month + EVERY_MONTHS if now else 0)


def start(holder: Holder) -> int:
    """Begin a batch: count every month anew, and keep it. Return its number.

    Raises TooSoon within a quarter of the last batch, Unfinished while figures of a month, or the
    batch before, are not finished or none were made, NotForFigures.
    """
    publish.check(holder)
    organisation = holder.organisation
    if next_month(holder) > publish.last_month():
        raise TooSoon
    before = newest(holder)
    months = publish.months_made(organisation)
    if not months or (before and not before.is_ready):
        raise Unfinished
    if not all(publish.state(holder, one).is_ready for one in months):
        raise Unfinished
    with transaction.atomic():
        people.one_at_a_time(organisation)
        if next_month(holder) > publish.last_month():
            raise TooSoon
        line = max(one.number for one in ledger.entries(organisation))
        number = frozen.freeze_anew(holder, frozen.Made(publish.last_month(), line))
        action = log.Action("figures.corrected", organisation.id, holder.member_id, holder.role)
        log.append(organisation, action)
    return number


def go_on(holder: Holder) -> Batch:
    """Do the next step of the newest batch; return how far it is. Raises Unfinished for none."""
    publish.check(holder)
    organisation = holder.organisation
    kept = frozen.read(holder)
    if not kept.version:
        raise Unfinished
    found = ledger.entries(organisation)
    now = _batch(kept, found)
    waiting = _waiting(kept, found)
    if not waiting:
        return now
    audience, step = waiting[0]
    told = _amend(holder, kept, found, (audience, step))
    with transaction.atomic():
        people.one_at_a_time(organisation)
        if len(ledger.entries(organisation)) == len(found):
            head = ledger.Heading(now.month, audience, batch=kept.version)
            ledger.write(organisation, head, step, told)
    return _batch(kept, ledger.entries(organisation))


def corrected(found: Sequence[Entry], audience: Audience) -> tuple[Corrected, ...]:
    """Return every number that an audience was told anew, the newest batch first."""
    result: list[Corrected] = []
    batches = [one for one in found if one.batch and one.audience is audience and one.table]
    for one in sorted(batches, key=lambda one: (-one.batch, one.number)):
        if one.table is None:
            continue
        result += [
            Corrected(one.step.code, one.table.layout, key, _was(found, one, key), figure)
            for key, figure in one.table.figures.items()
            if not figure.is_suppressed
        ]
    # Each family says the totals; they are the same.
    return tuple({(c.code, c.layout.months, c.key, c.was, c.now): c for c in result}.values())


def _amend(
    holder: Holder, kept: frozen.Kept, found: Sequence[Entry], todo: tuple[Audience, Step]
) -> tuple[kernel.Said, ...]:
    audience, step = todo
    old = _newest_told(found, audience, step)
    before = kept.counts(step.months, old.step.version)
    now = kept.counts(step.months, step.version)
    versions = {family: Versions(before[family], now[family]) for family in now}
    layout = old.table.layout if step.code and old.table is not None else None
    where = frames.places(holder.organisation)
    return kernel.amend(
        ledger.book(found), frames.families(where, audience), versions, layout, step,
        (audience, publish.SECONDS),
    )  # fmt: skip


def _waiting(kept: frozen.Kept, found: Sequence[Entry]) -> list[tuple[Audience, Step]]:
    done = {(one.audience, one.step) for one in found if one.batch == kept.version}
    return [one for one in _todo(kept, found) if one not in done]


def _todo(kept: frozen.Kept, found: Sequence[Entry]) -> list[tuple[Audience, Step]]:
    """Return everything that was told before the batch: outside first, totals first."""
    version = kept.version
    told = {
        (one.audience, Step(one.step.months, one.step.family, one.step.code, version))
        for one in found
        if one.table is not None
        and one.number <= kept.batches[version].line
        and one.audience in publish.ORDER
    }
    return sorted(
        told,
        key=lambda one: (
            publish.ORDER.index(one[0]), len(one[1].months), sorted(one[1].months),
            one[1].family, one[1].code,
        ),
    )  # fmt: skip


def _batch(kept: frozen.Kept, found: Sequence[Entry]) -> Batch:
    version = kept.version
    total = len(_todo(kept, found))
    left = len(_waiting(kept, found))
    of_batch = tuple(one for one in found if one.batch == version)
    return Batch(version, kept.batches[version].month, total - left, total, of_batch)


def _newest_told(found: Sequence[Entry], audience: Audience, step: Step) -> Entry:
    same = [
        one
        for one in found
        if one.table is not None
        and one.audience is audience
        and (one.step.months, one.step.family, one.step.code)
        == (step.months, step.family, step.code)
        and one.step.version < step.version
    ]
    return max(same, key=lambda one: one.step.version)


def _was(found: Sequence[Entry], one: Entry, key: Key) -> Figure:
    """Return what a cell was last said to hold before a correction; a cell may have stood then."""
    told = [
        (other.step.version, other.table.figures[key])
        for other in found
        if other.table is not None
        and other.audience is one.audience
        and (other.family, other.step.code, other.step.months)
        == (one.family, one.step.code, one.step.months)
        and other.step.version < one.step.version
        and not other.table.figures[key].is_suppressed
    ]
    return max(told, key=lambda known: known[0], default=(0, SUPPRESSED))[1]
