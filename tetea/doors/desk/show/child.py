"""The panel of a case in which somebody under 18 is concerned: what must be done, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tetea.domain.directory import services
from tetea.domain.reports.work.duties import Lead
from tetea.kernel.casework import safeguarding
from tetea.kernel.casework.file import CaseFile

HELPLINE = "child"


@dataclass(frozen=True)
class Panel:
    """Who leads, whom one may call, and whether it was passed on already."""

    leads: tuple[str, ...]
    is_named: bool
    is_mine: bool
    helplines: tuple[services.Service, ...]
    step: str
    path: str
    is_passed_on: bool


def panel(
    answers: Mapping[str, object],
    file: CaseFile | None,
    leads: Iterable[Lead],
    reader: tuple[str, str],
) -> Panel | None:
    """Return the panel for (member id, language), or None where nobody under 18 is concerned."""
    if not safeguarding.is_child(answers, file.lines if file else ()):
        return None
    member_id, lang = reader
    found = tuple(leads)
    return Panel(
        leads=tuple(one.username for one in found),
        is_named=any(one.is_named for one in found),
        is_mine=member_id in {one.member_id for one in found},
        helplines=tuple(one for one in services.services(lang) if one.kind == HELPLINE),
        step=safeguarding.REFERRED,
        path=safeguarding.BRANCH,
        is_passed_on=bool(file and safeguarding.REFERRED in file.kinds),
    )
