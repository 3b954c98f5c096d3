"""How the responders are, as the board shows it to the coordinator: each member with cases."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tetea.domain.cases import supervision
from tetea.domain.cases.supervision import Written
from tetea.domain.directory import vocabularies
from tetea.doors.desk.show.rows import Reader


@dataclass(frozen=True)
class Care:
    """One member: what was said last, when, and when they talk again."""

    name: str
    strain: str = ""
    is_heavy: bool = False
    at: dt.datetime | None = None
    again: dt.datetime | None = None
    is_due: bool = False


def rows(latest: Mapping[str, Written], reader: Reader) -> list[Care]:
    """Return a row for each member with cases; also for whom nobody has asked yet."""
    return [_row(name, latest.get(member), reader) for member, name in reader.names.items()]


def strain(one: Written, lang: str) -> str:
    """Return how she said that she is, in the reader's language; "" when it was not said."""
    return vocabularies.word(supervision.STRAIN, one.talk.strain, lang) if one.talk.strain else ""


def _row(name: str, one: Written | None, reader: Reader) -> Care:
    if one is None:
        return Care(name)
    again = one.talk.again
    return Care(
        name=name,
        strain=strain(one, reader.lang),
        is_heavy=one.talk.strain in supervision.HEAVY,
        at=one.at,
        again=again,
        is_due=again is not None and again <= reader.now,
    )
