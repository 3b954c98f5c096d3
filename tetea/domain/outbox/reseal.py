"""After a power cut: what is also sealed to the dispatch group is queued again, each text once.

A row without such a source cannot be made again. Whoever had written can write again; it is shown
as missed.
"""

import logging

from tetea.domain import moment
from tetea.domain.keyring.errors import KeyringError
from tetea.domain.keyring.holder import Holder
from tetea.domain.outbox import claims, content, spending, stops, texts
from tetea.domain.outbox.models import Outgoing
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group

logger = logging.getLogger(__name__)
State = Outgoing.State
# At most so many at a time: some tenths of a second.
MOST = 1000


def of(holder: Holder) -> int:
    """Queue again what lost its runtime key, with the dispatch key; return how many rows.

    Stops are made comparable first. Of two members at once each row is one's. Members without the
    dispatch key change nothing.
    """
    if not holder.holds(Group.DISPATCH):
        return 0
    stops.resolve(holder)
    claims.mark_lost(holder.organisation)
    lost = Outgoing.objects.filter(
        organisation=holder.organisation,
        state=State.NEEDS_RESEAL,
        drop_after__gt=moment.now(),
    )
    return sum(_again(holder, row) for row in lost[:MOST])


def _again(holder: Holder, row: Outgoing) -> int:
    organisation, lost = holder.organisation, (State.NEEDS_RESEAL,)
    if row.source is None:
        if claims.move(row, lost, State.MISSED, **content.wiped()) and row.to_id:
            spending.add(organisation, missed=1)
        return 0
    try:
        what = content.take_source(holder, row)
    except (KeyringError, Unsealable):
        # Of an epoch that was not granted to her: another member may have it.
        logger.warning("a source does not open: %s", row.pk)
        return 0
    if stops.is_barred(organisation, what.to):
        if stops.is_stopped(organisation, what.to):
            claims.move(row, lost, State.CANCELLED, **content.wiped())
        return 0
    columns = content.put_in(organisation, row.id, what) | {
        "not_before": texts.times(what)["not_before"]
    }
    # How long it may live was said when it was put; a power cut does not make it younger.
    return int(claims.move(row, lost, State.QUEUED, **columns))
