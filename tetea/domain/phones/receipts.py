"""A provider's message comes twice, late or out of order, and counts once.

The keyed hash of provider and id is kept for two days; Africa's Talking repeats an SMS for at most
twelve hours (help.africastalking.com 742510). No row leads from here to a report.
"""

import datetime as dt
import hmac
from dataclasses import dataclass
from enum import Enum

from django.db import IntegrityError, transaction

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.keyring.runtime import Generation
from tetea.domain.phones.models import Receipt
from tetea.domain.rows import text_id
from tetea.kernel.crypto.frame import lp
from tetea.kernel.crypto.runtime import keyed_id
from tetea.kernel.phone.messages import IncomingSms

LIFE = dt.timedelta(hours=48)


class Before(Enum):
    """Whether this message has come before."""

    NEW = "new"
    SAME = "same"
    OTHER_WORDS = "other-words"


@dataclass(frozen=True)
class Slip:
    """What is kept of one message: two keyed hashes."""

    id: str
    digest: bytes


def look(sms: IncomingSms) -> Before:
    """Return whether a message with this provider's id was taken already, and said the same."""
    if not sms.id:
        return Before.NEW
    for generation in runtime.recent(LIFE):
        slip = _slip(generation, sms)
        rows = Receipt.objects.filter(pk__in=(slip.id, _twin(generation, sms)))
        digests = [row.digest for row in rows.filter(drop_after__gt=moment.now())]
        if any(hmac.compare_digest(digest, slip.digest) for digest in digests):
            return Before.SAME
        if digests:
            return Before.OTHER_WORDS
    return Before.NEW


def keep(sms: IncomingSms, before: Before) -> bool:
    """Write that it was taken; False when another request was first. Inside its transaction."""
    if not sms.id:
        return True
    generation = runtime.current()
    slip = _slip(generation, sms)
    row_id = slip.id if before is Before.NEW else _twin(generation, sms)
    drop_after = moment.coarse(moment.now() + LIFE)
    try:
        with transaction.atomic():
            Receipt(id=row_id, digest=slip.digest, drop_after=drop_after).save(force_insert=True)
    except IntegrityError:
        return False
    return True


def row(sms: IncomingSms) -> Receipt | None:
    """Return the unsaved receipt of a message, for when the database takes nothing."""
    if not sms.id:
        return None
    slip = _slip(runtime.current(), sms)
    drop_after = moment.coarse(moment.now() + LIFE)
    return Receipt(id=slip.id, digest=slip.digest, drop_after=drop_after)


def name_of(label: str, *parts: str) -> str:
    """Return the keyed name of something that came, for telling that it has come before."""
    data = lp(*(part.encode("utf-8", "surrogatepass") for part in parts))
    return text_id(keyed_id(runtime.current().key, f"spool-{label}", data))


def drop_old() -> int:
    """Delete receipts whose time is over; return how many."""
    return Receipt.objects.filter(drop_after__lte=moment.now()).delete()[0]


def _slip(generation: Generation, sms: IncomingSms) -> Slip:
    name = lp(sms.provider.encode(), sms.id.encode("utf-8", "surrogatepass"))
    return Slip(text_id(keyed_id(generation.key, "sms-receipt", name)), _digest(generation, sms))


def _twin(generation: Generation, sms: IncomingSms) -> str:
    """The row of a message whose id was used before for other words."""
    name = lp(
        sms.provider.encode(), sms.id.encode("utf-8", "surrogatepass"), _digest(generation, sms)
    )
    return text_id(keyed_id(generation.key, "sms-receipt-twin", name))


def _digest(generation: Generation, sms: IncomingSms) -> bytes:
    said = lp(
        sms.number.encode("utf-8", "surrogatepass"), sms.text.encode("utf-8", "surrogatepass")
    )
    return keyed_id(generation.key, "sms-digest", said)
