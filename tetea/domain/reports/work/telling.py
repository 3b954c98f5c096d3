"""Tell colleagues that something waits: content-free, wherever each can be told."""

from collections.abc import Collection

from tetea.domain.keyring.holder import Holder
from tetea.domain.outbox import alarm, roster
from tetea.domain.outbox.kinds import Kind
from tetea.domain.outbox.models import Outgoing

NOTICE = alarm.Notice(alarm.SUBJECT, alarm.TEXT, Kind.PAGE, Outgoing.Lane.URGENT)


def tell(holder: Holder, roles: Collection[str]) -> None:
    """Queue a notice for each colleague of these roles but herself. It names neither why nor whom.

    For members alone: nothing of it ever goes to somebody who reported.
    """
    for one in roster.entries(holder.organisation):
        if one.role in roles and one.member_id != holder.member_id:
            alarm.notify(holder.organisation, one.address, NOTICE)
