"""The register, opened in the session of somebody who holds the figures key.

Reading lays in what waits: what was withdrawn is gone before anything is counted.
"""

import logging
from collections.abc import Sequence

from django.db import transaction

from tetea.domain.figures import slips, vault
from tetea.domain.figures.errors import Damaged, NotForFigures
from tetea.domain.figures.models import Segment, Waiting
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.people import queries as people
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.register import columns
from tetea.kernel.register.columns import SEGMENT_ROWS, Columns
from tetea.kernel.register.contribution import BadContribution, Slip, load
from tetea.kernel.register.fold import fold, segments, touched

logger = logging.getLogger(__name__)


def read(holder: Holder) -> Columns:
    """Return all rows of the register as it stands now.

    Raises NotForFigures for whoever does not hold the key, Damaged when a segment does not open.
    """
    if not holder.holds(Group.FIGURES):
        raise NotForFigures
    with transaction.atomic():
        # Segments and their keys are read as one: nobody writes them anew meanwhile.
        people.one_at_a_time(holder.organisation)
        waiting = list(Waiting.objects.select_for_update().filter(organisation=holder.organisation))
        rows = list(Segment.objects.filter(organisation=holder.organisation))
        parts = _open(holder, rows)
        if not waiting:
            return columns.joined(parts)
        return _lay_in(holder, rows, parts, waiting)


def _lay_in(
    holder: Holder, rows: list[Segment], parts: list[Columns], waiting: list[Waiting]
) -> Columns:
    """Write the segments anew that change, and the one that is not full. Inside a transaction."""
    opened = {row.id: slip for row in waiting if (slip := _slip(holder, row)) is not None}
    found = list(opened.values())
    changed = touched(parts, found) | {
        at for at, part in enumerate(parts) if len(part) < SEGMENT_ROWS
    }
    new = segments(fold(columns.joined([parts[at] for at in sorted(changed)]), found))
    for part in new:
        _write(holder.organisation, part)
    gone = [rows[at].id for at in changed]
    Wrap.objects.filter(object__in=gone, part=Part.BODY).delete()
    Segment.objects.filter(id__in=gone).delete()
    Waiting.objects.filter(id__in=opened).delete()
    action = log.Action("figures.counted", holder.organisation.id, holder.member_id, holder.role)
    log.append(holder.organisation, action)
    return columns.joined([*(p for at, p in enumerate(parts) if at not in changed), *new])


def _write(organisation: Organisation, part: Columns) -> None:
    row = Segment(id=new_id(), organisation=organisation)
    row.body = vault.put(organisation, row.id, Part.BODY, part.dump())
    row.save(force_insert=True)


def _open(holder: Holder, rows: Sequence[Segment]) -> list[Columns]:
    found = vault.wraps(holder.organisation, Part.BODY)
    try:
        return [
            columns.load(vault.take(holder, found, row.id, Part.BODY, row.body)) for row in rows
        ]
    except BadContribution:
        raise Damaged from None


def _slip(holder: Holder, row: Waiting) -> Slip | None:
    """Open a slip; one that does not open stays where it is and is spoken of in the log."""
    place = slips.place(holder.organisation, row.id)
    try:
        reader = holder.group(Group.FIGURES, row.epoch)
        return load(reader.unseal_from(place, row.blob, row.epoch))
    except (NoSuchKey, Unsealable, LookupError, BadContribution):
        logger.error("a slip for the register does not open: %s", row.id)  # noqa: TRY400  # no trace of a secret
        return None
