"""Consents that members wrote down in the case, where the report's own side finds them.

The lines of the case are the truth; this is made of them anew with each. Without it a no that was
said to a member would not stop the next text, since answering does not read the case.
"""

import datetime as dt
import json
from collections.abc import Iterable

from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import places
from tetea.domain.reports.models import Report, TakenConsents
from tetea.kernel.casework.consents import TAKEN
from tetea.kernel.casework.entries import Entry
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import seal, unseal


def put(holder: Holder, report: Report, key: bytes, lines: Iterable[Entry]) -> None:
    """Keep what of these lines is about consents. Inside the transaction that changed them."""
    found = [_dump(one) for one in lines if one.kind == TAKEN]
    if not found:
        TakenConsents.objects.filter(report=report).delete()
        return
    place = places.report_part(holder.organisation, report.id, Part.CONSENT)
    blob = seal(key, place, json.dumps(found).encode())
    TakenConsents.objects.update_or_create(report=report, defaults={"blob": blob})


def read(holder: Holder, report: Report, key: bytes) -> tuple[Entry, ...]:
    """Return those lines; what does not open was written by somebody without the case's key."""
    row = TakenConsents.objects.filter(report=report).first()
    if row is None:
        return ()
    place = places.report_part(holder.organisation, report.id, Part.CONSENT)
    try:
        found = json.loads(unseal(key, place, row.blob))
    except Unsealable:
        return ()
    return tuple(_load(one) for one in found)


def _dump(line: Entry) -> dict[str, object]:
    return {
        "id": line.id,
        "at": line.at.timestamp(),
        "when": line.when.timestamp(),
        "by": line.by,
        "fields": dict(line.fields),
    }


def _load(content: dict[str, object]) -> Entry:
    fields = content["fields"]
    return Entry(
        id=str(content["id"]),
        kind=TAKEN,
        at=_moment(content["at"]),
        by=str(content["by"]),
        fields=fields if isinstance(fields, dict) else {},
        happened=_moment(content["when"]),
    )


def _moment(stamp: object) -> dt.datetime:
    return dt.datetime.fromtimestamp(float(str(stamp)), dt.UTC)
