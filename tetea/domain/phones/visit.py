"""A thread that was opened from a phone with a token: her keys, under the runtime key only."""

import base64
from dataclasses import dataclass, field

from tetea.domain.people.models import Organisation
from tetea.domain.reports.models import ReporterKey
from tetea.domain.reports.thread import Visitor
from tetea.kernel.crypto.token import ReporterKeys


@dataclass(frozen=True)
class Visit:
    """Which thread, by which token, and the keys that the token gave."""

    thread: str
    reporter_key: str
    keys: ReporterKeys = field(repr=False)

    def dump(self) -> list[str]:
        """Return it as plain values, to be sealed at once under the runtime key."""
        return [self.thread, self.reporter_key, base64.b85encode(self.keys.dump()).decode()]


def begun(visitor: Visitor) -> Visit:
    """Return what to keep of somebody who has just shown a token."""
    return Visit(visitor.thread.id, visitor.reporter_key.id, visitor.keys)


def load(content: list[str]) -> Visit:
    """Read what `dump` wrote."""
    thread, reporter_key, keys = content
    return Visit(thread, reporter_key, ReporterKeys.load(base64.b85decode(keys)))


def visitor(organisation: Organisation, visit: Visit) -> Visitor | None:
    """Return her as whoever holds the token; None when the thread is gone meanwhile."""
    rows = ReporterKey.objects.select_related("thread__report", "thread__organisation")
    row = rows.filter(
        id=visit.reporter_key, thread=visit.thread, thread__organisation=organisation
    ).first()
    return None if row is None else Visitor(organisation, row.thread, row, visit.keys)
