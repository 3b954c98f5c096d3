"""What somebody writes into a case whose key she does not hold, signed in her name.

Whoever holds no key can still seal to those who do. Her signature says that she wrote it: a row
that a database writer put there is not believed.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from tetea.domain import moment
from tetea.domain.keyring.holder import CASE_ROLES, Holder
from tetea.domain.people.models import Member
from tetea.domain.reports import thread as threads
from tetea.domain.reports.models import ItemKind, Report, Thread
from tetea.domain.reports.work import items
from tetea.domain.rows import new_id, raw_id
from tetea.kernel.crypto.frame import lp, u64
from tetea.kernel.crypto.signing import is_signed

LABEL = b"tetea/left/v1"


@dataclass(frozen=True)
class Left:
    """Something left for the holders of a case; `by` is the name of whoever signed it."""

    id: str
    at: dt.datetime
    by: str
    content: Mapping[str, object] = field(repr=False)


def leave(holder: Holder, report: Report, content: Mapping[str, object]) -> str:
    """Seal it to whoever reads the report now, signed by the holder; return its id.

    Inside a transaction, with the report locked. Raises SigningRefused for a key of the API.
    """
    thread = Thread.objects.select_related("organisation").get(report=report)
    thread.report = report
    item_id, at = new_id(), int(moment.now().timestamp() * 1000)
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
    signed = holder.keys.sign(_statement(holder, report, (item_id, holder.member_id, at), plain))
    sealed = {
        "from": "member",
        "at": at,
        "member": holder.member_id,
        "entry": plain,
        "signature": signed.hex(),
    }
    item, _key = threads.put_item(thread, ItemKind.STEP, sealed, item_id)
    return item.id


def read(holder: Holder, report: Report, key: bytes) -> list[Left]:
    """Return what colleagues have left, oldest first; what nobody of us has signed is left out."""
    found = items.steps_left(holder, report, key)
    ids = {str(one.content.get("member", "")) for one in found}
    names = dict(Member.objects.filter(id__in=ids).values_list("id", "username"))
    read = (_checked(holder, report, one, names) for one in found)
    return [one for one in read if one is not None]


def _checked(
    holder: Holder, report: Report, item: items.ReadItem, names: Mapping[str, str]
) -> Left | None:
    try:
        member_id, plain = str(item.content["member"]), str(item.content["entry"])
        signature = bytes.fromhex(str(item.content["signature"]))
        record = holder.directory.members[raw_id(member_id)]
        about = (item.id, member_id, int(str(item.content["at"])))
        content = json.loads(plain)
    except (KeyError, ValueError):
        return None
    message = _statement(holder, report, about, plain)
    if record.role not in CASE_ROLES or not is_signed(record.sig_pk, message, signature):
        return None
    return Left(item.id, item.at, names.get(member_id, ""), content)


def _statement(holder: Holder, report: Report, about: tuple[str, str, int], plain: str) -> bytes:
    """The bytes that are signed: which item of which report, by whom, when, and what."""
    item_id, member_id, at = about
    place = (raw_id(holder.organisation.id), raw_id(report.id), raw_id(item_id), raw_id(member_id))
    return lp(LABEL, *place, u64(at), plain.encode())
