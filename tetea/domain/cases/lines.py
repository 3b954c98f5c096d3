"""The lines of a case in the database: each a row of its own, sealed under the case key."""

import datetime as dt
import json
from dataclasses import replace

from tetea.domain import moment
from tetea.domain.cases import lawyers
from tetea.domain.cases.models import Case, CaseNote
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import places
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import left
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
    content = dump(line)
    if line.for_lawyers:
        content["lawyers"] = lawyers.put_in(holder, line.id, line.for_lawyers)
    place = places.case_part(holder.organisation, line.id, Part.NOTE)
    CaseNote.objects.create(
        id=line.id, case=case, blob=seal(key, place, json.dumps(content).encode())
    )
    return line


def read(holder: Holder, case: Case, key: bytes) -> list[Entry]:
    """Open all lines of a case, and what colleagues without its key have left for it."""
    own = [_line(holder, one, content) for one, content in contents(holder, case, key).items()]
    return own + left_for(holder, case.report, key)


def left_for(holder: Holder, report: Report, key: bytes) -> list[Entry]:
    """Return the lines that colleagues without the key of a report have left for it.

    Who has signed a line is who wrote it; one that was moved here keeps its first writer's name.
    """
    found = []
    for one in left.read(holder, report, key):
        line = _line(holder, one.id, dict(one.content))
        found.append(line if line.by else replace(line, by=one.by))
    return found


def contents(holder: Holder, case: Case, key: bytes) -> dict[str, dict[str, object]]:
    """Open the lines of a case as they were sealed, by id.

    A row that does not open was written by somebody else: left out.
    """
    found = {}
    for row in case.notes.all():
        place = places.case_part(holder.organisation, row.id, Part.NOTE)
        try:
            found[row.id] = json.loads(unseal(key, place, row.blob))
        except Unsealable:
            continue
    return found


def _line(holder: Holder, line_id: str, content: dict[str, object]) -> Entry:
    """Return a line as this reader sees it."""
    line, sealed = _load(line_id, content), content.get("lawyers")
    if not isinstance(sealed, dict):
        return line
    # A line that was moved keeps the compartment of the line that it was first.
    opened = lawyers.take_out(holder, str(content.get("lawyers_of", line_id)), sealed)
    if opened is None:
        return replace(line, is_withheld=True)
    return replace(line, for_lawyers=opened)


def dump(line: Entry) -> dict[str, object]:
    """Return a line as it is sealed, without what is for the legal officers."""
    content: dict[str, object] = {
        "kind": line.kind,
        "at": _stamp(line.at),
        "by": line.by,
        "text": line.text,
    }
    more = {
        "fields": dict(line.fields),
        "about": line.about,
        "verb": line.verb,
        "key": line.key.hex(),
    }
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
        key=bytes.fromhex(str(content.get("key", ""))),
    )


def _stamp(when: dt.datetime) -> int:
    return int(when.timestamp() * 1000)


def _moment(stamp: object) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(str(stamp)) / 1000, dt.UTC)
