"""The XForms functions a condition may use, for lxml's XPath 1.0.

Semantics: ODK XForms specification (https://getodk.github.io/xforms-spec/#xpath-functions).
Dates are day numbers since 1970-01-01 in every condition, because XPath 1.0 compares with
``<`` only as numbers; a date left as text would make each comparison false without a word.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

Argument = str | float | bool | Sequence[object]

_EPOCH = date(1970, 1, 1)
_SECONDS_A_DAY = 86_400
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_number(day: date) -> float:
    """Days since 1970-01-01; for a datetime with the part of the day that has passed."""
    if not isinstance(day, datetime):
        return float((day - _EPOCH).days)
    passed = day.hour * 3600 + day.minute * 60 + day.second
    return (day.date() - _EPOCH).days + passed / _SECONDS_A_DAY


def text_of(argument: Argument) -> str:
    """XPath ``string()`` of what lxml hands to an extension function."""
    if isinstance(argument, bool):
        return "true" if argument else "false"
    if isinstance(argument, (int, float)):
        return number_text(float(argument))
    if isinstance(argument, str):
        return argument
    return (getattr(argument[0], "text", None) or "") if argument else ""


def number_text(number: float) -> str:
    """XPath 1.0 writes 5, not 5.0."""
    if math.isnan(number) or math.isinf(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    return str(int(number)) if number == int(number) else repr(number)


def _truth(argument: Argument) -> bool:
    if isinstance(argument, float) and math.isnan(argument):
        return False
    return bool(argument)


def _number(argument: Argument) -> float:
    try:
        return float(text_of(argument))
    except ValueError:
        return math.nan


def _selected(_context: object, answer: Argument, name: Argument) -> bool:
    return text_of(name) in text_of(answer).split()


def _selected_at(_context: object, answer: Argument, index: Argument) -> str:
    names = text_of(answer).split()
    place = _number(index)
    return names[int(place)] if 0 <= place < len(names) else ""


def _count_selected(_context: object, answer: Argument) -> float:
    return float(len(text_of(answer).split()))


def _if(_context: object, condition: Argument, then: Argument, otherwise: Argument) -> Argument:
    return then if _truth(condition) else otherwise


def _coalesce(_context: object, first: Argument, second: Argument) -> str:
    return text_of(first) or text_of(second)


def _regex(_context: object, answer: Argument, pattern: Argument) -> bool:
    return re.fullmatch(text_of(pattern), text_of(answer)) is not None


def _int(_context: object, argument: Argument) -> float:
    number = _number(argument)
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _date(_context: object, argument: Argument) -> float:
    text = text_of(argument)
    if not _ISO_DAY.fullmatch(text):
        return math.floor(number) if not math.isnan(number := _number(argument)) else number
    try:
        return day_number(date.fromisoformat(text))
    except ValueError:
        return math.nan


Function = Callable[..., Argument]

EXTENSIONS: Mapping[tuple[None, str], Function] = {
    (None, "selected"): _selected,
    (None, "selected-at"): _selected_at,
    (None, "count-selected"): _count_selected,
    (None, "if"): _if,
    (None, "coalesce"): _coalesce,
    (None, "regex"): _regex,
    (None, "int"): _int,
    (None, "date"): _date,
}

# The rest of the allowed list is XPath 1.0's own, or a variable set by the machine.
NATIVE = frozenset({"string-length", "concat", "number", "round", "not", "true", "false"})
CLOCK = frozenset({"today", "now"})
ALLOWED = frozenset({name for _, name in EXTENSIONS}) | NATIVE | CLOCK
