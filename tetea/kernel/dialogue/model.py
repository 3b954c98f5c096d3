"""The questionnaire as every channel sees it: frozen, complete, in each of its languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tetea.kernel.dialogue.machine import Machine

# A decimal travels as text: a float would change what she said.
Value = str | int | list[str] | None
Answers = Mapping[str, Value]
JsonValue = str | int | float | bool | None | Sequence["JsonValue"] | Mapping[str, "JsonValue"]

CHANNELS = frozenset({"web", "ussd", "sms", "voice", "api", "field"})
TIERS = frozenset({"team", "case", "identity"})
NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a long choice list kept outside the sheet, such as a county."""

    name: str
    labels: Mapping[str, str]
    short: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. ``extra`` holds the list's other columns (county, huridocs, ...)."""

    name: str
    label: Mapping[str, str]
    short: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def exclusive(self) -> bool:
        """Whether choosing it rules out every other choice of a select_multiple."""
        return self.extra.get("exclusive", "") == "yes"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Texts are by language code; conditions are XForms text as published."""

    name: str
    type: str
    label: Mapping[str, str]
    hint: Mapping[str, str]
    short: Mapping[str, str]
    required: bool
    relevant: str | None
    constraint: str | None
    message: Mapping[str, str]
    choices: tuple[Choice, ...]
    channels: frozenset[str]
    tier: str
    core: bool
    page_group: str | None
    huridocs: str = ""
    filtered: bool = False
    with_case: bool = False

    @property
    def choice_names(self) -> tuple[str, ...]:
        return tuple(choice.name for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A compiled sheet. ``questions`` stand in the order asked: the core first, then the rest."""

    name: str
    version: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    settings: Mapping[str, str]
    by_name: Mapping[str, Question] = field(repr=False)
    machine: Machine = field(repr=False, compare=False)

    def __getitem__(self, name: str) -> Question:
        """Give the question of this name; raises KeyError."""
        return self.by_name[name]
