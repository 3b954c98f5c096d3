"""Her answers once more, as she reads them before they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from tetea.doors.web.steps import CHANNEL
from tetea.doors.web.talk import Talk
from tetea.kernel.dialogue import NOT_ASKED, Question, Value, complete

# She knows her own story: the first line shows which one it is, and the page stays light.
LONGEST = 120


@dataclass(frozen=True)
class Line:
    """One answered question."""

    name: str
    label: str
    text: str = field(repr=False)


def lines(talk: Talk) -> tuple[list[Line], list[Line]]:
    """Return (what she answered, what she left out) in the order asked."""
    answered, left_out = [], []
    for name, value in complete(talk.sheet, talk.answers, CHANNEL, talk.today).items():
        question = talk.sheet[name]
        if value is None:
            left_out.append(Line(name, question.label[talk.lang], ""))
        elif value != NOT_ASKED:
            answered.append(
                Line(name, question.label[talk.lang], _words(question, value, talk.lang))
            )
    return answered, left_out


def _words(question: Question, value: Value, lang: str) -> str:
    if question.choices:
        labels: Mapping[str, str] = {one.name: one.label[lang] for one in question.choices}
        chosen = value if isinstance(value, list) else [str(value)]
        return "; ".join(labels.get(name, name) for name in chosen)
    if question.type == "date":
        day = parse_date(str(value))
        return date_format(day, "j F Y") if day else str(value)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
