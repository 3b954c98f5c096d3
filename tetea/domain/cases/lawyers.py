"""What only the legal officers may read: things that could be held against whoever reported.

A compartment of its own under a key of its own, wrapped to each legal officer of the signed
directory and to the recovery key, inside a line that is sealed under the case key. So it takes the
case and the lawyer's own key; whoever wrote it down does not open it again.
"""

import base64
import json
from collections.abc import Mapping

from tetea.domain.cases.errors import NoLawyer
from tetea.domain.keyring import recipients
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.work import reach
from tetea.domain.rows import text_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal

LEGAL = "legal"

Fields = Mapping[str, str | list[str]]


def put_in(holder: Holder, line_id: str, fields: Fields) -> dict[str, object]:
    """Seal fields to the legal officers; raise NoLawyer when the directory names none.

    Also for the outside officer: the organisation's own legal officer is never given such a case.
    """
    if holder.holds(Group.OUTSIDE):
        raise NoLawyer
    book = recipients.book(holder.organisation)
    legal = [
        book.member(text_id(one.id))
        for one in book.directory.members.values()
        if one.role == LEGAL and not one.left
    ]
    if not legal:
        raise NoLawyer
    key = new_key()
    place = places.case_part(holder.organisation, line_id, Part.LAWYERS)
    wraps = {
        to.id: recipients.wrap_row(holder.organisation, to, line_id, Part.LAWYERS, key).wrap
        for to in (*legal, book.recovery())
    }
    return {
        "blob": _text(seal(key, place, json.dumps(dict(fields)).encode())),
        "wraps": {one: _text(wrap) for one, wrap in wraps.items()},
    }


def take_out(holder: Holder, line_id: str, sealed: Mapping[str, object]) -> Fields | None:
    """Open what was put in; None for whoever it is not for."""
    wraps, blob = sealed.get("wraps"), sealed.get("blob")
    own = wraps.get(holder.member_id) if isinstance(wraps, dict) else None
    if holder.role != LEGAL or own is None:
        return None
    row = Wrap(
        organisation=holder.organisation,
        object=line_id,
        part=Part.LAWYERS,
        recipient=holder.member_id,
        wrap=base64.b64decode(str(own)),
    )
    place = places.case_part(holder.organisation, line_id, Part.LAWYERS)
    try:
        key = reach.open_own_wrap(holder, row)
        return dict(json.loads(unseal(key, place, base64.b64decode(str(blob)))))
    except (NotFound, Unsealable):
        return None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
