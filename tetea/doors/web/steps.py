"""Which page of the report comes next and which came before: pure functions of her answers.

A step is the name of a question, or one of three pages between the questions.
"""

from collections.abc import Mapping
from datetime import date

from tetea.kernel.dialogue import (
    Question,
    Questionnaire,
    Value,
    is_relevant,
    next_question,
    previous_question,
)

CHANNEL = "web"
ABOUT_US = "about_us"
# Bodies outside the organisation, shown before she goes on; the place where she may stop; her
# answers once more before they are sent.
OUTSIDE, ENOUGH, CHECK = "_outside", "_enough", "_check"
# The confirmation: no page leads there but sending.
SENT = "_sent"
PAGES = frozenset({OUTSIDE, ENOUGH, CHECK})

Answers = Mapping[str, Value]


def first(sheet: Questionnaire) -> str:
    """Return the question that is asked before all others."""
    return sheet.questions[0].name


def is_step(sheet: Questionnaire, name: str) -> bool:
    """Say whether a page of this name can be shown."""
    return name in PAGES or (name in sheet.by_name and sheet[name].type != "note")


def after(sheet: Questionnaire, answers: Answers, step: str, today: date) -> str:
    """Return the page after this one, whether or not it has been answered before."""
    if _leads_outside(answers, step):
        return OUTSIDE
    question = sheet[ABOUT_US] if step == OUTSIDE else sheet[step]
    place = sheet.questions.index(question)
    passed = {one.name: answers.get(one.name) for one in sheet.questions[: place + 1]}
    found = next_question(sheet, passed | _notes(sheet), CHANNEL, today)
    if found is None:
        return CHECK
    return ENOUGH if question.core and not found.core else found.name


def after_change(sheet: Questionnaire, answers: Answers, step: str, today: date) -> str:
    """Return where a change leads: to what it newly asks, else back to the list of answers."""
    if _leads_outside(answers, step):
        return OUTSIDE
    waits = next_question(sheet, _notes(sheet) | dict(answers), CHANNEL, today)
    if waits is None:
        return CHECK
    furthest = max(
        (place for place, one in enumerate(sheet.questions) if one.name in answers), default=0
    )
    is_new = waits.core or sheet.questions.index(waits) < furthest
    return waits.name if is_new else CHECK


def more(sheet: Questionnaire, answers: Answers, step: str, today: date) -> str:
    """Return the first question beyond the core, or the first of them that waits for an answer."""
    core = dict.fromkeys(_core(sheet))
    known = core | {name: answers[name] for name in answers if name in core or step != ENOUGH}
    waits = next_question(sheet, known | _notes(sheet), CHANNEL, today)
    return waits.name if waits else CHECK


def before(sheet: Questionnaire, answers: Answers, step: str, today: date) -> str:
    """Return the page before this one; the first question has none and stays."""
    if step == OUTSIDE:
        return ABOUT_US
    core = _core(sheet)
    has_rest = any(name not in core for name in answers)
    if step == CHECK and not has_rest:
        return ENOUGH
    known = {name: answers[name] for name in answers if step != ENOUGH or name in core}
    here = None if step in PAGES else step
    found = _previous(sheet, _notes(sheet) | known, here, today)
    if found is None:
        return first(sheet)
    if found.core and here and not sheet[here].core:
        return ENOUGH
    return OUTSIDE if _leads_outside(answers, found.name) else found.name


def notes_before(sheet: Questionnaire, step: str, answers: Answers, today: date) -> list[Question]:
    """Return the notes that stand right before a question: they are read on the same page."""
    place = sheet.questions.index(sheet[step])
    found: list[Question] = []
    for question in reversed(sheet.questions[:place]):
        if question.type != "note":
            break
        if is_relevant(sheet, question.name, answers, today):
            found.insert(0, question)
    return found


def core_place(sheet: Questionnaire, step: str) -> tuple[int, int]:
    """Return (which, of how many) for a question of the core; (0, 0) for the rest."""
    core = _core(sheet)
    return (core.index(step) + 1, len(core)) if step in core else (0, 0)


def _leads_outside(answers: Answers, step: str) -> bool:
    return step == ABOUT_US and answers.get(ABOUT_US) == "yes"


def _core(sheet: Questionnaire) -> list[str]:
    return [question.name for question in sheet.questions if question.core]


def _notes(sheet: Questionnaire) -> dict[str, Value]:
    return {question.name: None for question in sheet.questions if question.type == "note"}


def _previous(
    sheet: Questionnaire, known: Answers, here: str | None, today: date
) -> Question | None:
    found = previous_question(sheet, known, CHANNEL, today, here)
    while found is not None and found.type == "note":
        found = previous_question(sheet, known, CHANNEL, today, found.name)
    return found
