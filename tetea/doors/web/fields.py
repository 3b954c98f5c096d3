"""Turns a question into what a template draws: one kind of input, its words, what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _

from tetea.domain.directory.sources import data_text
from tetea.kernel.dialogue import (
    Answers,
    Choice,
    Question,
    Questionnaire,
    Value,
    choices_for,
    read_list,
)

# Longer lists of which one is chosen are a drop-down: lighter, and one tap on an old phone.
MOST_RADIOS = 12
# Answers of a few words get one line; all other texts get room.
ONE_LINE = frozenset(
    {
        "contact_number",
        "contact_word",
        "gender_own",
        "name_used",
        "ob_number",
        "population_own",
        "station_or_body",
    }
)
WIDGETS = {"select_multiple": "check", "integer": "number", "decimal": "number", "date": "date"}
INPUTS = {"check": "checkbox", "radio": "radio", "date": "date"}
PARTS = {
    "area": "area",
    "check": "choices",
    "date": "line",
    "line": "line",
    "number": "line",
    "radio": "choices",
    "select": "select",
}


@dataclass(frozen=True)
class Option:
    """One choice as drawn."""

    name: str
    label: str
    is_chosen: bool = field(default=False, repr=False)


@dataclass(frozen=True)
class OptionGroup:
    """Choices under a heading; lists without groups have one group without a heading."""

    label: str
    options: tuple[Option, ...] = field(repr=False)


# An option and the code of the heading that it belongs under.
Placed = tuple[str, Option]
Headings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Said:
    """What stands in a field, what is wrong with it, and whether it may be left unsaid."""

    values: Sequence[str] = field(default=(), repr=False)
    error: str = ""
    may_skip: bool = True


@dataclass(frozen=True)
class Field:
    """One input. `text` is what stands in it."""

    name: str
    widget: str
    label: str
    hint: str
    groups: tuple[OptionGroup, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    error: str = ""

    @property
    def template(self) -> str:
        """Return the component that draws it."""
        return f"components/field_{PARTS[self.widget]}.html"

    @property
    def input_type(self) -> str:
        """Return the type of its inputs in HTML."""
        return INPUTS.get(self.widget, "text")

    @property
    def is_number(self) -> bool:
        """Whether a phone should show its digits."""
        return self.widget == "number"

    @property
    def described_by(self) -> str:
        """Return the ids of the hint and the error, for screen readers."""
        hint = [f"h-{self.name}"] if self.hint else []
        error = [f"e-{self.name}"] if self.error else []
        return " ".join(hint + error)


def make_field(
    sheet: Questionnaire, question: Question, answers: Answers, said: Said, lang: str
) -> Field:
    """Return the field of a question, its choices as these answers leave them."""
    choices = choices_for(sheet, question, answers) if question.choices else ()
    widget = _widget(question, choices)
    options = _options(choices, said.values, lang)
    if widget == "radio" and said.may_skip:
        options.append(("", Option("", _("I do not want to say"), is_chosen="" in said.values)))
    return Field(
        name=question.name,
        widget=widget,
        label=question.label[lang],
        hint=question.hint.get(lang, ""),
        groups=_groups(options, _headings(question.name, lang)),
        text="" if question.choices else "".join(said.values[:1]),
        error=said.error,
    )


def values_of(value: Value) -> list[str]:
    """Return an answer as the values of a form field; one empty value when she left it out."""
    if value is None:
        return [""]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _widget(question: Question, choices: tuple[Choice, ...]) -> str:
    if question.type == "select_one":
        return "select" if len(choices) > MOST_RADIOS else "radio"
    if question.type == "text":
        return "line" if question.name in ONE_LINE else "area"
    return WIDGETS.get(question.type, "line")


def _options(choices: tuple[Choice, ...], values: Sequence[str], lang: str) -> list[Placed]:
    return [
        (one.extra.get("parent", ""), Option(one.name, one.label[lang], one.name in values))
        for one in choices
    ]


def _groups(options: list[Placed], headings: Headings) -> tuple[OptionGroup, ...]:
    if not headings:
        return (OptionGroup("", tuple(option for _parent, option in options)),)
    found = (
        OptionGroup(label, tuple(option for parent, option in options if parent == code))
        for code, label in headings
    )
    return tuple(group for group in found if group.options)


@lru_cache(maxsize=8)
def _headings(name: str, lang: str) -> Headings:
    """Return the groups under which a list is shown, in their own order."""
    if name != "acts":
        return ()
    rows = read_list(data_text("vocabularies", "act_groups.csv"))
    return tuple((row.name, row.labels[lang]) for row in rows)
