"""The lines of a case in the database: each a row of its own, sealed under the case key."""

import datetime as dt
import json
from dataclasses import replace

from tetea.domain import moment
from tetea.domain.cases import lawyers
from tetea.domain.cases.models import Case, CaseNote
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import places
from tetea.domain.rows import new_id
from tetea.kernel.casework.entries import Entry
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import seal, unseal


def draft(kind: str, text: str = "") -> Entry:
    """Return a line of now, still without its writer."""
    return Entry(new_id(), kind, moment.now(), "", text)


def add(holder: Holder, case: Case, key: bytes, line: Entry) -> Entry:
    """Write a line down in her name; return it. Inside a transaction.

    What is for the legal officers goes into their own compartment; raises NoLawyer without any.
    """
    line = replace(line, by=holder.username)
    content = _dump(line)
    if line.for_lawyers:
        content["lawyers"] = lawyers.put_in(holder, line.id, line.for_lawyers)
    place = places.case_part(holder.organisation, line.id, Part.NOTE)
    CaseNote.objects.create(
        id=line.id, case=case, blob=seal(key, place, json.dumps(content).encode())
    )
    return line


def read(holder: Holder, case: Case, key: bytes) -> list[Entry]:
    """Open all lines of a case; a row that does not open was written by somebody else: left out."""
    found = []
    for row in case.notes.all():
        place = places.case_part(holder.organisation, row.id, Part.NOTE)
        try:
            content = json.loads(unseal(key, place, row.blob))
        except Unsealable:
            continue
        found.append(_for(holder, _load(row.id, content), content.get("lawyers")))
    return found


def _for(holder: Holder, line: Entry, sealed: object) -> Entry:
    """Return a line as this reader sees it."""
    if not isinstance(sealed, dict):
        return line
    opened = lawyers.take_out(holder, line.id, sealed)
    if opened is None:
        return replace(line, is_withheld=True)
    return replace(line, for_lawyers=opened)


def _dump(line: Entry) -> dict[str, object]:
    content: dict[str, object] = {
        "kind": line.kind,
        "at": _stamp(line.at),
        "by": line.by,
        "text": line.text,
    }
    more = {"fields": dict(line.fields), "about": line.about, "verb": line.verb}
    content |= {name: value for name, value in more.items() if value}
    if line.happened is not None:
        content["happened"] = _stamp(line.happened)
    if line.is_hers:
        content["hers"] = True
    return content


def _load(line_id: str, content: dict[str, object]) -> Entry:
    happened, fields = content.get("happened"), content.get("fields")
    return Entry(
        id=line_id,
        kind=str(content["kind"]),
        at=_moment(content["at"]),
        by=str(content["by"]),
        text=str(content["text"]),
        fields=fields if isinstance(fields, dict) else {},
        happened=None if happened is None else _moment(happened),
        about=str(content.get("about", "")),
        verb=str(content.get("verb", "")),
        is_hers=bool(content.get("hers")),
    )


def _stamp(when: dt.datetime) -> int:
    return int(when.timestamp() * 1000)


def _moment(stamp: object) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(str(stamp)) / 1000, dt.UTC)
