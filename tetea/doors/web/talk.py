"""The report as it goes to and fro: what one page sent, and the draft that stands behind it."""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils import timezone

from tetea.domain import moment
from tetea.domain.people.models import Organisation
from tetea.domain.reports import drafts, questionnaire
from tetea.domain.reports.errors import DraftGone
from tetea.doors.web import steps
from tetea.kernel.dialogue import Questionnaire, Value, read_answer

# One page sends one answer; a list is never longer than the longest list of choices.
MOST_VALUES = 300


@dataclass(frozen=True)
class Posted:
    """What a page of the report sent. An unknown step counts as the first question."""

    step: str
    go: str
    change: str
    is_change: bool
    values: tuple[str, ...] | None = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Talk:
    """One page's worth of the report: whose, in which draft, and what stands in it."""

    organisation: Organisation
    page: drafts.Page = field(repr=False)
    lang: str
    today: dt.date
    sheet: Questionnaire = field(repr=False)
    writing: drafts.Writing = field(repr=False)

    @property
    def answers(self) -> dict[str, Value]:
        """Return her answers so far."""
        return self.writing.answers


def read(form: QueryDict, sheet: Questionnaire) -> Posted:
    """Read what a page sent; nothing in it is trusted."""
    step = form.get("q", "")
    if not steps.is_step(sheet, step):
        step = steps.first(sheet)
    go = form.get("go", "next")
    change = form.get("to", "") or (form.get("pick", "") if go == "pick" else "")
    return Posted(
        step=step,
        go=go,
        change=change if change in sheet.by_name and steps.is_step(sheet, change) else "",
        is_change=form.get("r") == "1",
        values=tuple(form.getlist(step)[:MOST_VALUES]) if step in form else None,
        token=form.get("token", ""),
    )


def begin(organisation: Organisation, lang: str) -> Talk:
    """Return a talk with fresh hidden fields. Nothing is stored before the first answer."""
    return _talk(organisation, drafts.new_page(), drafts.Writing(lang), lang)


def resume(organisation: Organisation, form: QueryDict, posted: Posted, lang: str) -> Talk:
    """Return the talk that a page belongs to; raise DraftGone.

    The first question stands on a page that has no draft yet, so it may begin one.
    """
    page = drafts.Page(form.get("d", ""), form.get("k", ""))
    try:
        writing = drafts.load(organisation, page)
    except DraftGone:
        if not page.id or posted.step != steps.first(questionnaire.current()):
            raise
        writing = drafts.Writing(lang)
    return _talk(organisation, page, writing, lang)


def reload(talk: Talk) -> Talk:
    """Return the talk with its draft as it stands now; raise DraftGone."""
    return replace(talk, writing=drafts.load(talk.organisation, talk.page))


def keep(talk: Talk, answers: dict[str, Value]) -> Talk:
    """Save her answers, if they changed; raise DraftGone for hidden fields that are none."""
    if answers == talk.answers:
        return talk
    writing = replace(talk.writing, lang=talk.lang, answers=answers)
    drafts.save(talk.organisation, talk.page, writing)
    return replace(talk, writing=writing)


def take(talk: Talk, posted: Posted) -> dict[str, Value]:
    """Return her answers with this page's one; raise WrongAnswer. Nothing chosen is an answer."""
    if posted.step in steps.PAGES:
        return talk.answers
    question = talk.sheet[posted.step]
    value = read_answer(talk.sheet, question, list(posted.values or ()), talk.answers, talk.today)
    return talk.answers | {question.name: value}


def _talk(
    organisation: Organisation, page: drafts.Page, writing: drafts.Writing, lang: str
) -> Talk:
    return Talk(
        organisation=organisation,
        page=page,
        lang=lang,
        today=timezone.localdate(moment.now()),
        sheet=questionnaire.current(),
        writing=writing,
    )
