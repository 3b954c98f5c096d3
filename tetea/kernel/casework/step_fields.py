"""What is asked with a step, and reading what was typed: taken as it should be, or refused."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

FieldType = Literal[
    "text", "line", "moment", "date", "choice", "choices", "yes_no", "amount", "person"
]
Tier = Literal["case", "lawyer"]
Reason = Literal[
    "required", "not_a_choice", "not_a_moment", "not_a_date", "not_an_amount", "too_long"
]

CHOICES: Final = frozenset({"choice", "choices"})
YES_NO: Final = ("yes", "no")
MOST_LETTERS: Final = 2000
MOST_LETTERS_OF_A_LINE: Final = 200

# Up to a thousand million shillings; more digits are a slip or a telephone number.
_MOST_DIGITS: Final = 9
# A year outside these is a slip of the finger, and clocks counted from it could overflow.
_YEARS: Final = range(1900, 2200)

Texts = Mapping[str, str]
Lists = Mapping[str, Collection[str]]
# Code, English, Kiswahili.
Option = tuple[str, str, str]


class WrongField(ValueError):
    """What was typed into a field cannot be taken. Holds field and reason, never the text."""

    def __init__(self, name: str, reason: Reason) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True)
class Field:
    """One thing that is asked when a step is written down; list names a vocabulary, or is ""."""

    name: str
    type: FieldType
    list: str
    options: tuple[Option, ...]
    required: bool
    tier: Tier
    label: Texts = field(hash=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The choices that stand in the file itself; () where a vocabulary has them."""
        if self.type == "yes_no":
            return YES_NO
        return tuple(code for code, *_ in self.options)


def read_typed(
    fields: Iterable[Field], given: Mapping[str, object], lists: Lists
) -> dict[str, str | list[str]]:
    """Return what was typed, by field. See read_fields in steps, which asks for one step.

    Raises WrongField for the first field that cannot be taken, KeyError for a missing vocabulary.
    """
    read: dict[str, str | list[str]] = {}
    for asked in fields:
        value = given.get(asked.name)
        typed: str | list[str] = chosen(value) if asked.type == "choices" else _typed(value)
        if typed:
            read[asked.name] = _checked(asked, typed, lists)
        elif asked.required:
            raise WrongField(asked.name, "required")
    return read


def chosen(value: object) -> list[str]:
    """Return the words that were chosen, each once: from a list, or parted by spaces."""
    return list(dict.fromkeys(_typed(value).split()))


def _checked(asked: Field, typed: str | list[str], lists: Lists) -> str | list[str]:
    if asked.type in CHOICES or asked.type == "yes_no":
        allowed = lists[asked.list] if asked.list else asked.codes
        if not set([typed] if isinstance(typed, str) else typed) <= set(allowed):
            raise WrongField(asked.name, "not_a_choice")
        return typed
    return _written(asked, str(typed))


def _written(asked: Field, text: str) -> str:
    if asked.type in _READERS:
        reader, reason = _READERS[asked.type]
        value = reader(text)
        # Not raised where it was found: the fault of a date would carry what was typed along.
        if value is None:
            raise WrongField(asked.name, reason)
        return value
    if asked.type != "text":
        text = " ".join(text.split())
    if len(text) > (MOST_LETTERS if asked.type == "text" else MOST_LETTERS_OF_A_LINE):
        raise WrongField(asked.name, "too_long")
    return text


def _moment(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # Only what a form's field for date and time gives: no zone, no seconds, no short forms.
    exact = moment.tzinfo is None and moment.isoformat(timespec="minutes") == text
    return text if exact and moment.year in _YEARS else None


def _date(text: str) -> str | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return text if day.isoformat() == text and day.year in _YEARS else None


def _amount(text: str) -> str | None:
    if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
        return None
    return str(int(text))


_READERS: Final[Mapping[str, tuple[Callable[[str], str | None], Reason]]] = {
    "moment": (_moment, "not_a_moment"),
    "date": (_date, "not_a_date"),
    "amount": (_amount, "not_an_amount"),
}


def _typed(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " ".join(_typed(item) for item in value).strip()
    return str(value).strip()
