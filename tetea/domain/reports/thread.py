"""The thread as she reaches it with her token: all but the story."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring import recipients, secretfile
from tetea.domain.keyring.recipients import Recipient
from tetea.domain.keyring.slots import Lane, slot
from tetea.domain.log import append as log
from tetea.domain.outbox import calling
from tetea.domain.outbox.calling import Call
from tetea.domain.outbox.models import Alert
from tetea.domain.people.models import Organisation
from tetea.domain.reports import card as cards
from tetea.domain.reports import lent, places, recalls
from tetea.domain.reports.errors import TokenUnknown
from tetea.domain.reports.models import (
    ItemKind,
    Report,
    ReporterKey,
    State,
    Thread,
    ThreadItem,
    ThreadWrap,
)
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.clocks.alerts import public_alert_time
from tetea.kernel.crypto.consent import sign_consents, state_consents
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import lp, u64
from tetea.kernel.crypto.hpke import seal_to, wrap, wrap_info
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal
from tetea.kernel.crypto.token import PROFILES, ReporterKeys, derive, parse

MESSAGE_WAKES_AFTER = dt.timedelta(hours=1)
LONGEST_MESSAGE = 20_000
# What members read of a thread; the rest of its items is hers alone.
READABLE = (
    ItemKind.MESSAGE,
    ItemKind.CONSENT,
    ItemKind.CONTACT,
    ItemKind.TOKEN,
    ItemKind.STEP,
    ItemKind.SURVEY,
)


@dataclass(frozen=True)
class Visitor:
    """Whoever holds the token, with her thread and her derived keys."""

    organisation: Organisation
    thread: Thread
    reporter_key: ReporterKey
    keys: ReporterKeys = field(repr=False)


@dataclass(frozen=True)
class Message:
    """One message of a thread; `author` is "you" or "us" as she sees it."""

    id: str
    author: str
    at: dt.datetime
    text: str = field(repr=False)


@dataclass(frozen=True)
class ThreadView:
    """What a token shows."""

    status: str
    card: cards.Card = field(repr=False)
    messages: tuple[Message, ...] = field(repr=False)
    openings: Mapping[str, int]
    may_rate: bool = False
    """It is closed, and she has not said yet how it was."""


def open_token(organisation: Organisation, text: str, source: str = "") -> Visitor:
    """Return the visitor of a token; one Argon2id call per profile.

    Raises TokenMalformed before any hashing, TokenUnknown, Busy after five seconds of waiting.
    """
    token = parse(text)
    salt = secretfile.read().org_salt
    for profile in sorted(PROFILES, reverse=True):
        with slot(Lane.TOKEN, source):
            keys = derive(token, raw_id(organisation.id), salt, profile)
        row = (
            ReporterKey.objects.select_related("thread__report")
            .filter(lookup=keys.lookup, thread__organisation=organisation)
            .first()
        )
        if row is not None:
            return Visitor(organisation, row.thread, row, keys)
    raise TokenUnknown


def view(visitor: Visitor) -> ThreadView:
    """Open what the token may show: card, messages both ways, notes of openings."""
    items = list(visitor.thread.items.prefetch_related("reporter_wraps"))
    messages = [
        message
        for item in items
        if item.kind == ItemKind.MESSAGE and (message := _message(visitor, item)) is not None
    ]
    return ThreadView(
        status=visitor.thread.report.state,
        card=read_card(visitor),
        messages=tuple(sorted(messages, key=lambda message: message.at)),
        openings=_openings(visitor, items),
        may_rate=may_rate(visitor.thread.report.state, (item.kind for item in items)),
    )


def may_rate(state: str, kinds: Iterable[str]) -> bool:
    """Tell whether how it was can be said: it is closed, and nothing was said yet."""
    return state == State.CLOSED and ItemKind.SURVEY.value not in kinds


def read_card(visitor: Visitor) -> cards.Card:
    """Open her card; when it is missing or damaged, an empty one is better than no thread."""
    place = places.thread_part(visitor.organisation, visitor.thread.id, Part.CARD)
    rows = visitor.thread.items.filter(kind=ItemKind.CARD, reporter_key=visitor.reporter_key)
    for row in rows:
        try:
            return cards.load(visitor.keys.unseal_from(place, row.blob, 0))
        except Unsealable:
            continue
    return cards.Card(started=0)


def say(visitor: Visitor, text: str, channel: str = "web") -> None:
    """Add her message, sealed to whoever holds her case now; committed when this returns.

    `channel` is how it came: members must know what that channel reveals and how she can be
    answered.
    """
    now = int(moment.now().timestamp() * 1000)
    content = {
        "from": "reporter",
        "at": now,
        "text": text,
        "channel": channel,
        "signature": sign(visitor, now, text),
    }
    with transaction.atomic():
        item = add_item(visitor, ItemKind.MESSAGE, content, shown_to_her=True)
        wake(visitor.thread)
        log.append(visitor.organisation, log.Action("message.received", item.id, log.REPORTER))


def said(organisation: Organisation, report_id: str, at: int, text: str) -> bytes:
    """Return the bytes that she signs for what she says: nobody else can speak for her.

    `text` is a message, or her contact rules as canonical JSON.
    """
    place = (raw_id(organisation.id), raw_id(report_id))
    return lp(b"tetea/said/v1", *place, u64(at), text.encode())


def contact_text(contact: Mapping[str, object]) -> str:
    """Return contact rules in the one form that is signed."""
    return json.dumps(dict(contact), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def change_consents(visitor: Visitor, changes: Mapping[str, bool]) -> cards.Card:
    """Sign and store her consents with these changes; return the card that now stands.

    She signs all of them as her card shows them, also what a member had written down for her: from
    then on it is her own word, and nothing that was written before it counts.
    Names that are no consent raise KeyError with the name.
    """
    for name in changes:
        if name not in cards.CONSENTS:
            raise KeyError(name)
    with transaction.atomic():
        # Locked first: two changes at once must not carry the same number.
        Report.objects.select_for_update().only("id").get(pk=visitor.thread.report_id)
        old = read_card(visitor)
        answers = dict.fromkeys(cards.CONSENTS, False) | dict(old.consents) | dict(changes)
        number = old.consent_number + 1
        new = replace(old, consents=answers, consent_number=number, written={})
        content = _signed_consents(visitor, new.consent_number, answers)
        item = add_item(visitor, ItemKind.CONSENT, content)
        if not answers.get(cards.STATS):
            recalls.let_go(visitor.thread.report)
        if not answers.get(cards.MEDIA):
            lent.take_back(visitor.thread.report)
        write_card(visitor.organisation, visitor.thread, visitor.reporter_key, new)
        wake(visitor.thread)
        log.append(visitor.organisation, log.Action("consent.changed", item.id, log.REPORTER))
    return new


def change_contact(visitor: Visitor, contact: Mapping[str, object]) -> None:
    """Store new safe-contact rules. Write only: a token never shows the number that is stored."""
    now = int(moment.now().timestamp() * 1000)
    signature = sign(visitor, now, contact_text(contact))
    content = {"at": now, "contact": dict(contact), "signature": signature}
    with transaction.atomic():
        item = add_item(visitor, ItemKind.CONTACT, content)
        wake(visitor.thread)
        log.append(visitor.organisation, log.Action("contact.changed", item.id, log.REPORTER))


def write_card(
    organisation: Organisation, thread: Thread, reporter_key: ReporterKey, card: cards.Card
) -> None:
    """Replace her card by a new one, sealed to her key. Anyone may seal it; only she opens it."""
    place = places.thread_part(organisation, thread.id, Part.CARD)
    thread.items.filter(kind=ItemKind.CARD, reporter_key=reporter_key).delete()
    ThreadItem.objects.create(
        thread=thread,
        kind=ItemKind.CARD,
        reporter_key=reporter_key,
        blob=seal_to(reporter_key.enc_pk, place, card.dump(), 0),
    )


def reporter_info(thread: Thread, item_id: str, enc_pk: bytes) -> bytes:
    """Return the place of an item's key that is wrapped to her."""
    return wrap_info(
        raw_id(thread.organisation_id),
        raw_id(item_id),
        Part.MESSAGE,
        raw_id(thread.id),
        enc_pk,
        0,
    )


def readers(thread: Thread) -> list[Recipient]:
    """Return whom something new in the thread is sealed to, when nobody is signed in.

    Before triage: the intake epoch and the recovery key. After it: each present holder of the
    case whose grant verifies, and the recovery key. About the organisation: the outside officer.
    """
    organisation = thread.organisation
    if thread.group == Group.OUTSIDE:
        return [recipients.group(organisation, Group.OUTSIDE)]
    spare = recipients.recovery(organisation)
    if thread.report.state == State.NEW:
        return [recipients.group(organisation, Group.INTAKE), spare]
    return [*recipients.holders(organisation, thread.report_id, Part.BODY), spare]


def item_part(kind: str) -> Part:
    """Return the registry's part for an item's blob."""
    return {
        ItemKind.MESSAGE.value: Part.MESSAGE,
        ItemKind.CONSENT.value: Part.CONSENT,
        ItemKind.CONTACT.value: Part.CONTACT,
        ItemKind.TOKEN.value: Part.KEYSET,
        ItemKind.STEP.value: Part.NOTE,
        ItemKind.SURVEY.value: Part.ANSWERS,
    }[kind]


def put_item(
    thread: Thread, kind: ItemKind, content: Mapping[str, object], item_id: str
) -> tuple[ThreadItem, bytes]:
    """Add something to a thread under a key of its own, sealed to whoever reads it now.

    Returns the item and its key. Inside a transaction, with the report's row locked.
    """
    organisation, key = thread.organisation, new_key()
    place = places.thread_part(organisation, item_id, item_part(kind))
    plain = json.dumps(content, ensure_ascii=False).encode()
    item = ThreadItem.objects.create(
        id=item_id, thread=thread, kind=kind, blob=seal(key, place, plain)
    )
    for reader in readers(thread):
        row = recipients.wrap_row(organisation, reader, item_id, Part.MESSAGE, key)
        row.save(force_insert=True)
    return item, key


def add_item(
    visitor: Visitor, kind: ItemKind, content: Mapping[str, object], *, shown_to_her: bool = False
) -> ThreadItem:
    """Add something of hers to the thread, sealed to whoever reads it now. Inside a transaction."""
    thread = visitor.thread
    # Read again under a lock: triage may have happened since the token was opened.
    reports = Report.objects.select_for_update().defer("story", "identity")
    thread.report = reports.get(pk=thread.report_id)
    item, key = put_item(thread, kind, content, new_id())
    if shown_to_her:
        info = reporter_info(thread, item.id, visitor.keys.enc_pk)
        ThreadWrap.objects.create(
            item=item,
            reporter_key=visitor.reporter_key,
            wrap=wrap(key, visitor.keys.enc_pk, info),
        )
    return item


def wake(thread: Thread) -> None:
    """Leave an alert row, content-free, so that somebody is told within the hour.

    Of a case, first whoever holds it; a report that waits for triage calls all of intake.
    """
    organisation = thread.organisation
    group = recipients.group(organisation, Group(thread.group))
    alert_id = new_id()
    holders: tuple[str, ...] = ()
    if thread.group != Group.OUTSIDE and thread.report.state != State.NEW:
        found = recipients.holders(organisation, thread.report_id, Part.BODY)
        holders = tuple(one.id for one in found)
    target = json.dumps({"report": thread.report_id, "why": "thread"}).encode()
    Alert.objects.create(
        id=alert_id,
        organisation=organisation,
        alert_class="B",
        next_alert_at=public_alert_time(moment.now() + MESSAGE_WAKES_AFTER, "B"),
        group=group.group,
        epoch=group.epoch,
        target=seal_to(group.pk, places.alert_target(organisation, alert_id), target, group.epoch),
        **calling.columns(organisation, alert_id, Call(holders, about=thread.report_id)),
    )


def all_read(report_id: str) -> bool:
    """Tell whether somebody has read all that came in a report's thread. It needs no key."""
    waiting = ThreadItem.objects.filter(thread__report_id=report_id, case_wrap__isnull=True)
    return not waiting.filter(kind__in=READABLE).exists()


def _signed_consents(
    visitor: Visitor, number: int, answers: Mapping[str, bool]
) -> dict[str, object]:
    statement = state_consents(
        raw_id(visitor.organisation.id), raw_id(visitor.thread.report_id), number, answers
    )
    return {
        "at": int(moment.now().timestamp() * 1000),
        "message": statement.message().hex(),
        "signature": sign_consents(visitor.keys, statement).hex(),
    }


def sign(visitor: Visitor, at: int, text: str) -> str:
    """Return her signature, as hexadecimal digits, of what she says at that moment."""
    place = said(visitor.organisation, visitor.thread.report_id, at, text)
    return visitor.keys.sign(place).hex()


def _message(visitor: Visitor, item: ThreadItem) -> Message | None:
    info = reporter_info(visitor.thread, item.id, visitor.keys.enc_pk)
    place = places.thread_part(visitor.organisation, item.id, Part.MESSAGE)
    for row in item.reporter_wraps.all():
        try:
            content = json.loads(unseal(visitor.keys.unwrap(info, row.wrap), place, item.blob))
        except Unsealable:
            continue
        author = "you" if content["from"] == "reporter" else "us"
        return Message(
            item.id,
            author,
            dt.datetime.fromtimestamp(content["at"] / 1000, dt.UTC),
            content["text"],
        )
    return None


def _openings(visitor: Visitor, items: list[ThreadItem]) -> dict[str, int]:
    place = places.thread_part(visitor.organisation, visitor.thread.id, Part.OPENING)
    counted: Counter[str] = Counter()
    for item in items:
        if item.kind != ItemKind.OPENING or item.reporter_key_id != visitor.reporter_key.id:
            continue
        try:
            role, _month, count = visitor.keys.unseal_from(place, item.blob, 0).decode().split("|")
        except (Unsealable, ValueError):
            continue
        counted[role] += int(count)
    return dict(counted)
