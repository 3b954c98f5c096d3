"""Reading one answer: the same value whether it came from a form, a key press or JSON."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from tetea.kernel.dialogue.machine import Bench
from tetea.kernel.dialogue.model import Answers, Choice, JsonValue, Question, Questionnaire, Value
from tetea.kernel.dialogue.reasons import wrong
from tetea.kernel.dialogue.walk import Stop, offered_on, walk

MAX_TEXT = 20_000  # characters; about seven closely written pages, and well inside a sealed blob
_MAX_DIGITS = 15  # XPath counts in doubles: beyond this they would round
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


Values = Sequence[JsonValue]
Offered = tuple[Choice, ...]


def read_answer(
    questionnaire: Questionnaire,
    question: Question,
    raw: Sequence[str] | JsonValue,
    answers: Answers,
    today: date,
) -> Value:
    """Give the normalised answer; None when she leaves it out.

    ``raw`` is what the channel holds: the values of a form field, or JSON. select_multiple
    comes back in the list's order, dates as ISO 8601, decimals as text, free text in NFC.
    Raises WrongAnswer, which never holds the answer itself.
    """
    with questionnaire.machine.holding({}, today) as bench:
        walk(questionnaire, answers, bench, Stop(at=question.name))
        return read_on(bench, question, raw)


def read_on(bench: Bench, question: Question, raw: Sequence[str] | JsonValue) -> Value:
    """Read one answer while the bench holds those before it; leaves the new one there."""
    values = [value for value in _values(raw) if value not in ("", None)]
    value: Value = None
    if values and question.type != "note":
        value = _READERS[question.type](question, values, offered_on(bench, question))
    bench.put(question.name, value)
    if value is None:
        if question.required:
            raise wrong(question.name, "required")
        return None
    if not bench.holds(question.name, "constraint"):
        raise wrong(question.name, "constraint", question.message)
    return value


def _values(raw: Sequence[str] | JsonValue) -> list[JsonValue]:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return list(raw)
    return [raw.strip() if isinstance(raw, str) else raw]


def _single(question: Question, values: Sequence[JsonValue]) -> JsonValue:
    if len(values) > 1:
        raise wrong(question.name, "one_only")
    return values[0]


def _select_one(question: Question, values: Values, offered: Offered) -> Value:
    name = _single(question, values)
    if not isinstance(name, str) or name not in {choice.name for choice in offered}:
        raise wrong(question.name, "not_a_choice")
    return name


def _select_multiple(question: Question, values: Values, offered: Offered) -> Value:
    names = {choice.name for choice in offered}
    if not all(isinstance(value, str) and value in names for value in values):
        raise wrong(question.name, "not_a_choice")
    chosen = [choice for choice in offered if choice.name in values]
    if len(chosen) > 1 and any(choice.exclusive for choice in chosen):
        raise wrong(question.name, "stands_alone")
    return [choice.name for choice in chosen]


def _text(question: Question, values: Values, _offered: Offered) -> Value:
    words = _single(question, values)
    if not isinstance(words, str):
        raise wrong(question.name, "not_text")
    text = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    # Control characters and lone surrogates cannot be shown, printed or sealed as UTF-8.
    text = "".join(" " if _unprintable(character) else character for character in text).strip()
    if len(text) > MAX_TEXT:
        raise wrong(question.name, "too_long")
    return text or None


def _unprintable(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or character in "\ufffe\uffff"


def _integer(question: Question, values: Values, _offered: Offered) -> Value:
    value = _single(question, values)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not re.fullmatch(r"[+-]?[0-9]+", value.strip()):
        raise wrong(question.name, "not_a_number")
    if len(value.strip().lstrip("+-0")) > _MAX_DIGITS:
        raise wrong(question.name, "not_a_number")
    return int(value)


def _decimal(question: Question, values: Values, _offered: Offered) -> Value:
    value = _single(question, values)
    text = "" if isinstance(value, bool) else str(value).strip().replace(",", ".")
    # No exponents: "1e999999" would be a megabyte of digits.
    if not _DECIMAL.fullmatch(text) or len(text.replace(".", "").lstrip("+-0")) > _MAX_DIGITS:
        raise wrong(question.name, "not_a_number")
    return f"{Decimal(text):f}"


def _date(question: Question, values: Values, _offered: Offered) -> Value:
    text = str(_single(question, values)).strip()
    # Browsers without a date field send what she typed; in East Africa the day comes first.
    typed = _DAY_FIRST.fullmatch(text)
    if typed:
        text = f"{typed[3]}-{int(typed[2]):02}-{int(typed[1]):02}"
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise wrong(question.name, "not_a_date")


def _datetime(question: Question, values: Values, _offered: Offered) -> Value:
    text = str(_single(question, values)).strip()
    try:
        # Local time without an offset: an hour told by a clock on the wall.
        if _ISO_MOMENT.fullmatch(text):
            return datetime.fromisoformat(text).isoformat(timespec="minutes")
    except ValueError:
        pass
    raise wrong(question.name, "not_a_time")


Reader = Callable[[Question, Values, Offered], Value]

_READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "select_one": _select_one,
        "select_multiple": _select_multiple,
        "text": _text,
        "integer": _integer,
        "decimal": _decimal,
        "date": _date,
        "datetime": _datetime,
    }
)
