"""What belongs to a case beside it: other people of the same incident, other reports of hers."""

from dataclasses import dataclass, field

from tetea.domain.cases import links
from tetea.domain.cases.links import Link
from tetea.domain.reports.models import State
from tetea.doors.desk import session
from tetea.doors.desk.show import rows
from tetea.doors.desk.show.rows import Line, Reader
from tetea.doors.desk.show.words import LINKS, word
from tetea.kernel.casework import others
from tetea.kernel.casework.file import CaseFile


@dataclass(frozen=True)
class Other:
    """One of them; `line` is None where the list does not show it to this reader."""

    id: str
    how: str
    line: Line | None = field(repr=False)
    link: str = ""
    may_part: bool = False
    is_tie: bool = False


def of(member: session.Member, file: CaseFile, reader: Reader) -> list[Other]:
    """Return everything that belongs to a case."""
    return [_other(one, reader) for one in links.of(member, file.lines)]


def of_the_incident(member: session.Member, file: CaseFile, reader: Reader) -> list[Other]:
    """Return the open cases of the same incident that she holds: one step can go into all."""
    found = [
        _other(one, reader)
        for one in links.of(member, file.lines)
        if one.how in {others.GROUP, others.HEAD}
    ]
    return [
        one for one in found if one.line and one.line.in_reach and one.line.state_code == State.OPEN
    ]


def _other(one: Link, reader: Reader) -> Other:
    return Other(
        id=one.report_id,
        how=word(LINKS, one.how),
        line=rows.line(one.row, reader) if one.row else None,
        link=one.line,
        may_part=one.how == others.MERGED,
        is_tie=one.how in {others.GROUP, others.HEAD},
    )
