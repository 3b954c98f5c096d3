"""Items of a thread as members read and write them."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.keyring import recipients
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotFound, NotOpened
from tetea.domain.reports.models import (
    ItemKind,
    Report,
    ReporterKey,
    State,
    Thread,
    ThreadItem,
    ThreadWrap,
)
from tetea.domain.reports.rating import survey_text
from tetea.domain.reports.thread import (
    READABLE,
    contact_text,
    item_part,
    reporter_info,
    said,
)
from tetea.domain.reports.work import her_keys, reach
from tetea.domain.reports.work.her_keys import HerKey
from tetea.domain.reports.work.reach import Story
from tetea.domain.rows import new_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.hpke import wrap
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import new_key, seal, unseal
from tetea.kernel.crypto.signing import is_signed


@dataclass(frozen=True)
class ReadItem:
    """One opened item. `author` is "reporter" or the member's username."""

    id: str
    kind: str
    at: dt.datetime
    author: str
    content: Mapping[str, object] = field(repr=False)
    is_hers: bool = False

    @property
    def text(self) -> str:
        """The words of a message."""
        return str(self.content.get("text", ""))

    @property
    def channel(self) -> str:
        """How it came: web, api, ussd or sms; "" for a member's."""
        return str(self.content.get("channel", ""))


def read_all(holder: Holder, report: Report, key: bytes, story: Story) -> tuple[ReadItem, ...]:
    """Open all items of a report's thread that her keys reach, oldest first.

    An item that came while nobody was signed in is re-wrapped under the case key by the first
    session that opens it. `is_hers` says of each item whether the key pinned in her report, or one
    that it vouches for, has signed it: so nobody who writes into the database can speak for her.
    """
    found = _open_all(holder, report, key, READABLE)
    keys = her_keys.chain(holder.organisation, report, story, _statements(found))
    return tuple(replace(item, is_hers=_is_hers(holder, report, item, keys)) for item in found)


def keys_of_hers(holder: Holder, report: Report, key: bytes, story: Story) -> tuple[HerKey, ...]:
    """Return the keys that speak for her, the pinned one first; those of further tokens follow."""
    found = _open_all(holder, report, key, (ItemKind.TOKEN,))
    return her_keys.chain(holder.organisation, report, story, _statements(found))


def steps_left(holder: Holder, report: Report, key: bytes) -> list[ReadItem]:
    """Open what colleagues without this key have left, oldest first; unchecked: see `left`."""
    return _open_all(holder, report, key, (ItemKind.STEP,))


def _statements(found: Iterable[ReadItem]) -> list[Mapping[str, object]]:
    return [item.content for item in found if item.kind == ItemKind.TOKEN]


def _open_all(
    holder: Holder, report: Report, key: bytes, kinds: tuple[ItemKind, ...]
) -> list[ReadItem]:
    found = []
    rows = ThreadItem.objects.filter(thread__report=report, kind__in=kinds)
    wraps: dict[str, list[Wrap]] = {}
    waiting = [row.id for row in rows if row.case_wrap is None]
    for one in Wrap.objects.filter(object__in=waiting, part=Part.MESSAGE):
        wraps.setdefault(one.object, []).append(one)
    for row in rows:
        item = _read(holder, report, row, key, wraps.get(row.id, []))
        if item is not None:
            found.append(item)
    return sorted(found, key=lambda item: item.at)


def reply(holder: Holder, report_id: str, text: str) -> None:
    """Send her a message, sealed to the key that is pinned in her report; committed on return.

    Raises NotOpened unless the report is open in this session. A changed key column makes it
    raise NotFound rather than write to a stranger.
    """
    report = reach.find(holder, report_id)
    key = reach.body_key(holder, report)
    if not holder.has_opened(report.id):
        raise NotOpened
    story = reach.open_story(holder, report, key)
    thread = Thread.objects.select_related("report", "organisation").get(report=report)
    hers = keys_of_hers(holder, report, key, story)
    rows = {
        row.enc_pk: row
        for row in ReporterKey.objects.filter(thread=thread, enc_pk__in=[k.enc_pk for k in hers])
    }
    if story.enc_pk not in rows:
        raise NotFound
    content = {
        "from": "member",
        "by": holder.username,
        "role": holder.role,
        "at": int(moment.now().timestamp() * 1000),
        "text": text,
    }
    with transaction.atomic():
        item = _write(holder, thread, key, content)
        _wrap_to_her(thread, item, list(rows.values()), _own_key(holder, item, key))
        log.append(
            holder.organisation,
            log.Action("message.sent", item.id, holder.member_id, holder.role),
        )


def _wrap_to_her(thread: Thread, item: ThreadItem, rows: list[ReporterKey], key: bytes) -> None:
    for row in rows:
        info = reporter_info(thread, item.id, row.enc_pk)
        ThreadWrap.objects.create(item=item, reporter_key=row, wrap=wrap(key, row.enc_pk, info))


def has_new(holder: Holder, report_ids: list[str]) -> set[str]:
    """Return which of these reports have items that were sealed to her and not opened yet."""
    own = Wrap.objects.filter(recipient=holder.member_id, part=Part.MESSAGE).values("object")
    rows = ThreadItem.objects.filter(
        thread__report_id__in=report_ids, id__in=own, case_wrap__isnull=True
    )
    return set(rows.values_list("thread__report_id", flat=True))


def hand_on(holder: Holder, report: Report, key: bytes, member_id: str) -> None:
    """Wrap what nobody has opened yet to a new owner too: else her keys would not reach it."""
    to = recipients.member(holder.organisation, member_id)
    waiting = ThreadItem.objects.filter(
        thread__report=report, kind__in=READABLE, case_wrap__isnull=True
    )
    for row in waiting:
        wraps = list(Wrap.objects.filter(object=row.id, part=Part.MESSAGE))
        item_key = _item_key(holder, row, key, wraps)
        if item_key is None or any(one.recipient == member_id for one in wraps):
            continue
        wrapped = recipients.wrap_row(holder.organisation, to, row.id, Part.MESSAGE, item_key)
        wrapped.save(force_insert=True)


def take_back(report_id: str, member_id: str, new_owner: str) -> None:
    """Delete what was sealed to a member and nobody has opened yet: the case is hers no more.

    Only what the new owner has too: no message may end with nobody who can read it.
    """
    waiting = ThreadItem.objects.filter(thread__report=report_id, case_wrap__isnull=True)
    wraps = Wrap.objects.filter(part=Part.MESSAGE, object__in=waiting.values("id"))
    handed_on = list(wraps.filter(recipient=new_owner).values_list("object", flat=True))
    wraps.filter(recipient=member_id, object__in=handed_on).delete()


def move_under(holder: Holder, report: Report, old: bytes, new: bytes) -> None:
    """Seal every item's key under the new case key and delete the wraps it came with."""
    for row in ThreadItem.objects.filter(thread__report=report, kind__in=READABLE):
        wraps = list(Wrap.objects.filter(object=row.id, part=Part.MESSAGE))
        item_key = _item_key(holder, row, old, wraps)
        if item_key is not None:
            _put_under(holder, row, new, item_key)


def _is_hers(holder: Holder, report: Report, item: ReadItem, keys: tuple[HerKey, ...]) -> bool:
    contact, survey = item.content.get("contact"), item.content.get("survey")
    text = contact_text(contact) if isinstance(contact, dict) else item.text
    text = survey_text(survey) if isinstance(survey, dict) else text
    try:
        at = int(str(item.content["at"]))
        signature = bytes.fromhex(str(item.content.get("signature", "")))
    except ValueError:
        return False
    message = said(holder.organisation, report.id, at, text)
    return any(is_signed(one.sig_pk, message, signature) for one in keys)


def _read(
    holder: Holder, report: Report, row: ThreadItem, key: bytes, wraps: list[Wrap]
) -> ReadItem | None:
    item_key = _item_key(holder, row, key, wraps)
    if item_key is None:
        return None
    place = places.thread_part(holder.organisation, row.id, item_part(row.kind))
    try:
        content = json.loads(unseal(item_key, place, row.blob))
    except Unsealable:
        return None
    if row.case_wrap is None and report.state != State.NEW:
        _put_under(holder, row, key, item_key)
    at = dt.datetime.fromtimestamp(content["at"] / 1000, dt.UTC)
    author = content.get("by", "reporter")
    return ReadItem(row.id, row.kind, at, author, content)


def _item_key(holder: Holder, row: ThreadItem, key: bytes, wraps: list[Wrap]) -> bytes | None:
    if row.case_wrap is not None:
        try:
            return unseal(key, _key_place(holder, row.id), row.case_wrap)
        except Unsealable:
            return None
    for one in wraps:
        try:
            if one.group:
                return reach.open_group_wrap(holder, one)
            if one.recipient == holder.member_id:
                return reach.open_own_wrap(holder, one)
        except NotFound:
            continue
    return None


def _put_under(holder: Holder, row: ThreadItem, key: bytes, item_key: bytes) -> None:
    row.case_wrap = seal(key, _key_place(holder, row.id), item_key)
    ThreadItem.objects.filter(pk=row.pk).update(case_wrap=row.case_wrap)
    Wrap.objects.filter(object=row.id, part=Part.MESSAGE).delete()


def _write(holder: Holder, thread: Thread, key: bytes, content: Mapping[str, object]) -> ThreadItem:
    item_key, item_id = new_key(), new_id()
    place = places.thread_part(holder.organisation, item_id, Part.MESSAGE)
    blob = seal(item_key, place, json.dumps(content, ensure_ascii=False).encode())
    # Whoever has the body key opens it; the recovery key has the body key.
    return ThreadItem.objects.create(
        id=item_id,
        thread=thread,
        kind=ItemKind.MESSAGE,
        blob=blob,
        case_wrap=seal(key, _key_place(holder, item_id), item_key),
    )


def _own_key(holder: Holder, item: ThreadItem, key: bytes) -> bytes:
    if item.case_wrap is None:
        raise NotFound
    return unseal(key, _key_place(holder, item.id), item.case_wrap)


def _key_place(holder: Holder, item_id: str) -> Context:
    return places.thread_part(holder.organisation, item_id, Part.KEY)
