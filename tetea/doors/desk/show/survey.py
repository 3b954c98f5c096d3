"""What she said of how it was, in the reader's words; and whether she came back after the end."""

from dataclasses import dataclass, field

from tetea.domain.directory.survey import survey
from tetea.domain.reports.facets import from_minutes
from tetea.domain.reports.models import State
from tetea.domain.reports.work.opening import OpenReport
from tetea.doors.desk.show.rows import Reader

HERS = "reporter"


@dataclass(frozen=True)
class Shown:
    """Her answers as (question, answer), and her own words."""

    answers: tuple[tuple[str, str], ...] = field(repr=False)
    words: str = field(repr=False)


def of(opened: OpenReport, reader: Reader) -> dict[str, object]:
    """Return the two boxes: what she said at the end, and that she wrote after it."""
    return {"survey": _said(opened, reader.lang), "wrote_after": _wrote_after(opened)}


def _said(opened: OpenReport, lang: str) -> Shown | None:
    if opened.survey is None:
        return None
    given = opened.survey.get("answers")
    given = given if isinstance(given, dict) else {}
    answers = [
        (one.label[lang], dict(one.options)[given[one.code]][lang])
        for one in survey()
        if given.get(one.code) in dict(one.options)
    ]
    return Shown(tuple(answers), str(opened.survey.get("words", "")))


def _wrote_after(opened: OpenReport) -> bool:
    closed = opened.facets.closed
    if opened.report.state != State.CLOSED or not closed:
        return False
    return any(one.author == HERS and one.at > from_minutes(closed) for one in opened.messages)
