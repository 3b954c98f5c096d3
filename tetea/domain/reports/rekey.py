"""A further token for a thread: proven by the keys of an older one, which stays valid.

For a token by SMS: the server remembers her first keys for a while, makes a token at the moment of
sending, and lets the first keys vouch for it. Members see that it was made, when, and how.
"""

from django.db import transaction

from tetea.domain import moment
from tetea.domain.log import append as log
from tetea.domain.reports import places, thread
from tetea.domain.reports.models import ItemKind, ReporterKey, ThreadItem, ThreadWrap
from tetea.domain.reports.thread import Visitor
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.hpke import seal_to, wrap
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.succession import succession
from tetea.kernel.crypto.token import ReporterKeys


def add_token(visitor: Visitor, new: ReporterKeys, channel: str) -> ReporterKey:
    """Let a further token open her thread; committed when this returns.

    What her older keys open, the newer ones open too: messages both ways, card, notes of openings.
    """
    with transaction.atomic():
        item = thread.add_item(visitor, ItemKind.TOKEN, _statement(visitor, new, channel))
        row = ReporterKey.objects.create(
            thread=visitor.thread,
            profile=new.profile,
            lookup=new.lookup,
            enc_pk=new.enc_pk,
            sig_pk=new.sig_pk,
        )
        _hand_on_messages(visitor, row)
        _hand_on_openings(visitor, row)
        thread.write_card(visitor.organisation, visitor.thread, row, thread.read_card(visitor))
        log.append(visitor.organisation, log.Action("token.added", item.id, log.REPORTER))
    return row


def _statement(visitor: Visitor, new: ReporterKeys, channel: str) -> dict[str, object]:
    at = int(moment.now().timestamp() * 1000)
    place = (raw_id(visitor.organisation.id), raw_id(visitor.thread.report_id))
    signed = visitor.keys.sign(succession(*place, new.enc_pk, new.sig_pk, at))
    return {
        "from": "reporter",
        "at": at,
        "channel": channel,
        "enc_pk": new.enc_pk.hex(),
        "sig_pk": new.sig_pk.hex(),
        "signature": signed.hex(),
    }


def _hand_on_messages(visitor: Visitor, row: ReporterKey) -> None:
    for old in ThreadWrap.objects.filter(reporter_key=visitor.reporter_key):
        place = thread.reporter_info(visitor.thread, old.item_id, visitor.keys.enc_pk)
        try:
            key = visitor.keys.unwrap(place, old.wrap)
        except Unsealable:
            continue
        info = thread.reporter_info(visitor.thread, old.item_id, row.enc_pk)
        ThreadWrap.objects.create(
            item_id=old.item_id, reporter_key=row, wrap=wrap(key, row.enc_pk, info)
        )


def _hand_on_openings(visitor: Visitor, row: ReporterKey) -> None:
    place = places.thread_part(visitor.organisation, visitor.thread.id, Part.OPENING)
    notes = ThreadItem.objects.filter(kind=ItemKind.OPENING, reporter_key=visitor.reporter_key)
    for note in notes:
        try:
            plain = visitor.keys.unseal_from(place, note.blob, 0)
        except Unsealable:
            continue
        ThreadItem.objects.create(
            thread=visitor.thread,
            kind=ItemKind.OPENING,
            reporter_key=row,
            blob=seal_to(row.enc_pk, place, plain, 0),
        )
