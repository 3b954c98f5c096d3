"""A report being written on the web: sealed under a key that only the page holds.

The server keeps no key to a draft. It survives restarts and moves between servers with the page.
"""

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from tetea.domain import moment
from tetea.domain.people.models import Organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports.errors import DraftGone
from tetea.domain.reports.intake import Received
from tetea.domain.reports.models import Draft
from tetea.domain.rows import raw_id, text_id
from tetea.kernel.crypto.draft_keys import draft_key, new_draft_id, new_page_key
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.seal import seal, unseal
from tetea.kernel.crypto.token import parse
from tetea.kernel.dialogue import Value

LIFE = dt.timedelta(hours=24)
LIFE_AFTER_SENDING = dt.timedelta(minutes=30)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Page:
    """The two hidden fields of the page: which draft, and the key that opens it."""

    id: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class Writing:
    """What a draft holds. `received` stands for half an hour after sending."""

    lang: str
    answers: dict[str, Value] = field(default_factory=dict, repr=False)
    received: Received | None = field(default=None, repr=False)
    typed_back: bool = False
    is_stored: bool = False
    """Whether a row of it was opened with the page's key in this very request."""


def new_page() -> Page:
    """Return fresh hidden fields. No row exists before the first answer."""
    return Page(text_id(new_draft_id()), _text(new_page_key()))


def load(organisation: Organisation, page: Page) -> Writing:
    """Open a draft; raise DraftGone when it is gone or the key is another."""
    row = Draft.objects.filter(id=page.id, drop_after__gt=timezone.now()).first()
    if row is None:
        raise DraftGone
    try:
        plain = unseal(_sealing_key(page), _context(organisation, page), row.blob)
    except Unsealable:
        raise DraftGone from None
    return _read(json.loads(plain))


def save(organisation: Organisation, page: Page, writing: Writing) -> None:
    """Write a draft that is not sent yet; raise DraftGone for hidden fields that are none.

    An existing row is overwritten only by whoever brings its key.
    """
    blob = _seal(organisation, page, writing)
    if not writing.is_stored and Draft.objects.filter(id=page.id).exists():
        load(organisation, page)
    elif not writing.is_stored:
        drop_after = _hour_after(timezone.now() + LIFE)
        try:
            with transaction.atomic():
                Draft.objects.create(id=page.id, drop_after=drop_after, blob=blob)
        except IntegrityError:  # The same page, sent twice at the same moment.
            load(organisation, page)
        else:
            return
    Draft.objects.filter(id=page.id, is_sent=False).update(blob=blob)


def mark_sent(organisation: Organisation, page: Page, writing: Writing, received: Received) -> bool:
    """Turn a draft into its confirmation; False when it was sent already. Inside a transaction."""
    sent = replace(writing, answers={}, received=received)
    changed = Draft.objects.filter(id=page.id, is_sent=False).update(
        is_sent=True,
        drop_after=moment.coarse(timezone.now() + LIFE_AFTER_SENDING),
        blob=_seal(organisation, page, sent),
    )
    return changed == 1


def mark_typed_back(organisation: Organisation, page: Page, writing: Writing) -> None:
    """Remember in this visit that she typed her token once."""
    blob = _seal(organisation, page, replace(writing, typed_back=True))
    Draft.objects.filter(id=page.id, is_sent=True).update(blob=blob)


def drop(organisation: Organisation, page: Page) -> None:
    """Delete a draft at once: the quick exit. Without its key nothing happens."""
    try:
        load(organisation, page)
    except DraftGone:
        return
    Draft.objects.filter(id=page.id).delete()


def drop_old() -> int:
    """Delete drafts whose time is over; return how many."""
    return Draft.objects.filter(drop_after__lte=timezone.now()).delete()[0]


def _seal(organisation: Organisation, page: Page, writing: Writing) -> bytes:
    received = writing.received
    content = {
        "lang": writing.lang,
        "answers": writing.answers,
        "typed_back": writing.typed_back,
        "received": None
        if received is None
        else {
            "token": received.token.digits,
            "card": received.card.dump().decode(),
            "about_us": received.about_us,
        },
    }
    plain = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    return seal(_sealing_key(page), _context(organisation, page), plain)


def _read(content: dict[str, object]) -> Writing:
    received = content["received"]
    kept = None
    if isinstance(received, dict):
        card = cards.load(str(received["card"]).encode())
        kept = Received(parse(str(received["token"])), card, bool(received["about_us"]))
    answers = content["answers"]
    return Writing(
        lang=str(content["lang"]),
        answers=dict(answers) if isinstance(answers, dict) else {},
        received=kept,
        typed_back=bool(content["typed_back"]),
        is_stored=True,
    )


def _sealing_key(page: Page) -> bytes:
    try:
        key = base64.b64decode(page.key + "=", altchars=b"-_", validate=True)
        raw_id(page.id)
        return draft_key(key)
    except (ValueError, binascii.Error):
        raise DraftGone from None


def _context(organisation: Organisation, page: Page) -> Context:
    return Context(Kind.DRAFT, raw_id(organisation.id), raw_id(page.id), Part.ANSWERS)


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def _hour_after(moment: dt.datetime) -> dt.datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + HOUR
