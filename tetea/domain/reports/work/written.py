"""What members wrote down in the case and the report's own side has to know: consents, an age.

The lines of the case are the truth; this is made of them anew with each. Without it a no that was
said to a member would not stop the next text, since answering does not read the case.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Final

from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import places
from tetea.domain.reports.models import Report, WrittenDown
from tetea.kernel.casework.consents import TAKEN
from tetea.kernel.casework.entries import Entry
from tetea.kernel.casework.safeguarding import AGE_KNOWN
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import seal, unseal

KINDS: Final = frozenset({TAKEN, AGE_KNOWN})


def put(holder: Holder, report: Report, key: bytes, lines: Iterable[Entry]) -> None:
    """Keep what of these lines is needed outside the case. In the transaction that changed them."""
    found = [_dump(one) for one in lines if one.kind in KINDS]
    if not found:
        WrittenDown.objects.filter(report=report).delete()
        return
    place = places.report_part(holder.organisation, report.id, Part.NOTE)
    blob = seal(key, place, json.dumps(found).encode())
    WrittenDown.objects.update_or_create(report=report, defaults={"blob": blob})


def read(holder: Holder, report: Report, key: bytes) -> tuple[Entry, ...]:
    """Return those lines; what does not open was written by somebody without the case's key."""
    row = WrittenDown.objects.filter(report=report).first()
    if row is None:
        return ()
    place = places.report_part(holder.organisation, report.id, Part.NOTE)
    try:
        found = json.loads(unseal(key, place, row.blob))
    except Unsealable:
        return ()
    return tuple(_load(one) for one in found)


def _dump(line: Entry) -> dict[str, object]:
    return {
        "id": line.id,
        "kind": line.kind,
        "at": line.at.timestamp(),
        "when": line.when.timestamp(),
        "by": line.by,
        "fields": dict(line.fields),
    }


def _load(content: dict[str, object]) -> Entry:
    fields = content["fields"]
    return Entry(
        id=str(content["id"]),
        kind=str(content["kind"]),
        at=_moment(content["at"]),
        by=str(content["by"]),
        fields=fields if isinstance(fields, dict) else {},
        happened=_moment(content["when"]),
    )


def _moment(stamp: object) -> dt.datetime:
    return dt.datetime.fromtimestamp(float(str(stamp)), dt.UTC)
