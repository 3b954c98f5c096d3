"""Counts of months as they were when figures of them were made, without ids, sealed.

A month is counted when figures of it are first made, version 0, and once more in each batch of
corrections. All tables count version 0; only a batch says what has changed. So what comes late,
and what is withdrawn, is in no difference of two tables.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain.figures import frames, register, vault
from tetea.domain.figures.models import Frozen
from tetea.domain.keyring.holder import Holder
from tetea.domain.people import queries as people
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Part
from tetea.kernel.disclosure.tables import Counts
from tetea.kernel.disclosure.widen import WINDOWS

LONGEST = max(WINDOWS)
Rows = dict[str, list[tuple[list[str], int]]]


@dataclass(frozen=True)
class Made:
    """When a batch was begun: the newest month that was over, the newest line of the ledger."""

    month: int
    line: int


@dataclass(frozen=True)
class Kept:
    """All counts that were kept: by month and version, and when each batch was begun."""

    rows: dict[tuple[int, int], Rows] = field(repr=False)
    batches: dict[int, Made]

    @property
    def version(self) -> int:
        """How many batches there were."""
        return max(self.batches, default=0)

    @property
    def months(self) -> frozenset[int]:
        """The months that were counted."""
        return frozenset(month for month, _version in self.rows)

    def counts(self, months: Iterable[int], version: int) -> dict[str, Counts]:
        """Return the counts of these months, as they stood at a version."""
        found: dict[str, dict[tuple[tuple[str, ...], int], int]] = {}
        for at in months:
            for family, rows in self.rows.get((at, version), {}).items():
                of = found.setdefault(family, {})
                of.update({(tuple(words), at): count for words, count in rows})
        return frames.counts(found)


def read(holder: Holder) -> Kept:
    """Return all counts that were kept."""
    wraps = vault.wraps(holder.organisation, Part.STATE)
    rows: dict[tuple[int, int], Rows] = {}
    batches: dict[int, Made] = {}
    for row in Frozen.objects.filter(organisation=holder.organisation):
        content = json.loads(vault.take(holder, wraps, row.id, Part.STATE, row.body))
        version = int(content.get("version", 0))
        rows[int(content["month"]), version] = content["families"]
        if version:
            batches[version] = Made(*content["made"])
    return Kept(rows, batches)


def freeze(holder: Holder, month: int) -> None:
    """Keep the counts of this month and of all before it that were not kept yet."""
    with transaction.atomic():
        people.one_at_a_time(holder.organisation)
        kept = read(holder)
        atoms = frames.counted(register.read(holder))
        # Also those in which nobody was counted: a late report must not change what they held.
        counted = {at for of in atoms.values() for (_, at) in of if at <= month}
        missing = counted | set(range(month - LONGEST + 1, month + 1))
        for at in sorted(missing - kept.months):
            _keep(holder, atoms, at, 0)


def freeze_anew(holder: Holder, made: Made) -> int:
    """Count every month anew that was counted before, as a batch; return its number.

    Inside a transaction, one at a time.
    """
    kept = read(holder)
    atoms = frames.counted(register.read(holder))
    version = kept.version + 1
    for at in sorted(kept.months):
        _keep(holder, atoms, at, version, made)
    return version


def _keep(
    holder: Holder,
    atoms: dict[str, frames.Atoms],
    month: int,
    version: int,
    made: Made | None = None,
) -> None:
    content = {
        family: [[list(words), count] for (words, when), count in of.items() if when == month]
        for family, of in atoms.items()
    }
    row = Frozen(id=new_id(), organisation=holder.organisation)
    plain: dict[str, object] = {"month": month, "families": content, "version": version}
    if made is not None:
        plain["made"] = [made.month, made.line]
    row.body = vault.put(holder.organisation, row.id, Part.STATE, json.dumps(plain).encode())
    row.save(force_insert=True)
