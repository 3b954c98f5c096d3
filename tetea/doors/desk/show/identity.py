"""Who she is, as the desk shows it: that it is there and sealed, or what it is while it is open."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tetea.domain.directory import vocabularies
from tetea.domain.reports import questionnaire
from tetea.domain.reports.work.identity import OWN_NUMBER, REASONS
from tetea.domain.reports.work.opening import OpenReport
from tetea.doors.desk.show.answers import Answer, answers


@dataclass(frozen=True)
class Shown:
    """The compartment: the names of what is in it, and the answers while it is open."""

    kept: tuple[str, ...]
    is_open: bool
    reasons: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...] = field(default=(), repr=False)
    minutes: int = 0


def shown(opened: OpenReport, lang: str, seconds: int) -> Shown:
    """Return the compartment in the reader's language; `seconds` is how long it stays open."""
    sheet = questionnaire.current()
    labels = {one.name: one.label[lang] for one in sheet.questions}
    own = _("The number of the phone that was used")
    kept = tuple(own if one == OWN_NUMBER else labels.get(one, one) for one in opened.kept)
    reasons = tuple((row.name, row.labels[lang]) for row in vocabularies.words(REASONS))
    if opened.identity is None:
        return Shown(kept, is_open=False, reasons=reasons)
    found = answers(opened.story, opened.identity.answers, opened.identity.answers, lang)
    if opened.identity.number:
        found = (*found, Answer(own, (opened.identity.number,)))
    return Shown(kept, is_open=True, reasons=reasons, answers=found, minutes=max(1, seconds // 60))


def reason(code: str, lang: str) -> str:
    """Return why it was opened, in words."""
    return vocabularies.word(REASONS, code, lang) if code else ""
