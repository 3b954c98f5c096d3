"""New rules for how to reach her safely: the questionnaire's own questions, on one page."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils import timezone

from tetea.domain import moment
from tetea.domain.reports import questionnaire
from tetea.doors.web.fields import Field, Said, make_field
from tetea.kernel.dialogue import Question, Value, WrongAnswer, is_relevant, read_answer

GROUP = "contact"
# The questions stand under this one; whether she is contacted at all is a consent of its own.
GIVEN: dict[str, Value] = {"consent_contact": "yes"}


@dataclass(frozen=True)
class ContactForm:
    """The page as she left it: fields with what she typed, and the answers that apply."""

    fields: tuple[Field, ...]
    answers: dict[str, Value] = field(default_factory=dict, repr=False)

    @property
    def errors(self) -> tuple[Field, ...]:
        """Return the fields that have to be looked at again."""
        return tuple(one for one in self.fields if one.error)


def empty(lang: str) -> ContactForm:
    """Return the page with nothing in it: what is stored is never shown."""
    sheet = questionnaire.current()
    return ContactForm(
        tuple(make_field(sheet, question, GIVEN, Said(), lang) for question in _questions())
    )


def read(form: QueryDict, lang: str) -> ContactForm:
    """Read her answers; those that do not apply to the way she chose are left out."""
    sheet = questionnaire.current()
    today = timezone.localdate(moment.now())
    answers: dict[str, Value] = {}
    shown = []
    for question in _questions():
        values = form.getlist(question.name)
        error = ""
        if is_relevant(sheet, question.name, GIVEN | answers, today):
            try:
                answers[question.name] = read_answer(
                    sheet, question, values, GIVEN | answers, today
                )
            except WrongAnswer as fault:
                error = fault.message[lang]
        shown.append(make_field(sheet, question, GIVEN, Said(values, error), lang))
    return ContactForm(tuple(shown), answers)


def _questions() -> list[Question]:
    return [one for one in questionnaire.current().questions if one.page_group == GROUP]
