"""Clock rules as data: parsed once from TOML, refused with the name of what is wrong."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, Literal, TypeVar

from tetea.kernel.clocks.court import CourtHours

StartsFrom = Literal["received", "incident", "arrest"]
AlertClass = Literal["A", "B"]

LANGUAGES: Final = ("en", "sw")
_STARTS: Final[Mapping[str, StartsFrom]] = {
    "received": "received",
    "incident": "incident",
    "arrest": "arrest",
}
_CLASSES: Final[Mapping[str, AlertClass]] = {"A": "A", "B": "B"}

T = TypeVar("T")

Table = Mapping[str, object]
Choices = tuple[tuple[str, tuple[str, ...]], ...]


class ClockDataError(ValueError):
    """A clock rule cannot be read. The message names the rule and the field, for its author."""


@dataclass(frozen=True)
class When:
    """One ground for a clock: any of the acts, any of each answer's choices, none of unless.

    starts_else names what to count from when the moment that the rule asks for is not known.
    """

    acts: tuple[str, ...] = ()
    answers: Choices = ()
    unless: Choices = ()
    starts_else: StartsFrom | None = None


@dataclass(frozen=True)
class ClockRule:
    """What starts a clock, how long it runs, whom it wakes, what it is called, who says so."""

    kind: str
    starts_from: StartsFrom
    hours: int
    always: bool
    applies: tuple[When, ...]
    court: CourtHours | None
    keep_when_past: bool
    alert_class: AlertClass
    alert_hours_before: int
    public: bool
    source: str
    reviewer: str
    review_date: date
    confirmed: bool
    labels: Mapping[str, str] = field(hash=False)
    advice: Mapping[str, str] = field(hash=False)

    @property
    def court_days(self) -> bool:
        """Whether the clock waits for the next court day."""
        return self.court is not None


def parse_rules(toml_text: str) -> tuple[ClockRule, ...]:
    """Read clock rules from TOML.

    Raises ClockDataError, naming rule and field, when something is missing, of the wrong type,
    unknown or doubled.
    """
    try:
        document = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise ClockDataError(f"clocks: not TOML: {error}") from error
    tables = document.get("clock", [])
    if not isinstance(tables, list) or not tables:
        raise ClockDataError("clocks: no [[clock]] table")
    court = _court_hours(document.get("court"))
    rules = tuple(_rule(table, court) for table in tables)
    kinds = [rule.kind for rule in rules]
    doubled = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if doubled:
        raise ClockDataError(f"clocks: kind given twice: {', '.join(doubled)}")
    return rules


def _rule(table: Table, court: CourtHours | None) -> ClockRule:
    kind = _get(table, "kind", str, "a clock without kind")
    waits_for_court = _get(table, "court_days", bool, kind)
    if waits_for_court and court is None:
        raise ClockDataError(f"{kind}: court_days needs the [court] table")
    return ClockRule(
        kind=kind,
        starts_from=_one_of(table, "starts_from", _STARTS, kind),
        hours=_hours(table, "hours", kind),
        always=_get(table, "always", bool, kind),
        applies=_grounds(table, kind),
        court=court if waits_for_court else None,
        keep_when_past=_get(table, "keep_when_past", bool, kind),
        alert_class=_one_of(table, "alert_class", _CLASSES, kind),
        alert_hours_before=_hours(table, "alert_hours_before", kind),
        public=_get(table, "public", bool, kind),
        source=_get(table, "source", str, kind),
        reviewer=_get(table, "reviewer", str, kind),
        review_date=_get(table, "review_date", date, kind),
        confirmed=_get(table, "confirmed", bool, kind),
        labels=_texts(table, "label", kind),
        advice=_texts(table, "advice", kind),
    )


def _court_hours(table: object) -> CourtHours | None:
    if not isinstance(table, dict):
        return None
    days = _get(table, "weekdays", list, "court")
    return CourtHours(
        opens=_get(table, "opens", time, "court"),
        closes=_get(table, "closes", time, "court"),
        weekdays=tuple(day for day in days if isinstance(day, int)),
        country=_get(table, "country", str, "court"),
    )


def _grounds(table: Table, kind: str) -> tuple[When, ...]:
    blocks = table.get("when", [])
    if not isinstance(blocks, list):
        raise ClockDataError(f"{kind}: when is not a list of tables")
    if bool(blocks) == bool(table.get("always")):
        raise ClockDataError(f"{kind}: give either always or at least one when")
    return tuple(_ground(block, kind) for block in blocks)


def _ground(block: Table, kind: str) -> When:
    unknown = sorted(set(block) - {"acts", "answers", "unless", "starts_else"})
    if unknown:
        raise ClockDataError(f"{kind}: when does not know {', '.join(unknown)}")
    starts_else = _one_of(block, "starts_else", _STARTS, kind) if "starts_else" in block else None
    return When(
        acts=_words(block.get("acts", []), kind),
        answers=_choices(block.get("answers", {}), kind),
        unless=_choices(block.get("unless", {}), kind),
        starts_else=starts_else,
    )


def _choices(table: object, kind: str) -> Choices:
    if not isinstance(table, dict):
        raise ClockDataError(f"{kind}: a condition on answers is not a table")
    return tuple((str(question), _words(words, kind)) for question, words in table.items())


def _words(value: object, kind: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ClockDataError(f"{kind}: a condition is not a list of words")
    return tuple(str(word) for word in value)


def _texts(table: Table, name: str, kind: str) -> Mapping[str, str]:
    texts = table.get(name)
    if not isinstance(texts, dict) or not all(texts.get(lang) for lang in LANGUAGES):
        raise ClockDataError(f"{kind}: {name} needs {' and '.join(LANGUAGES)}")
    return {str(lang): str(text) for lang, text in texts.items()}


def _hours(table: Table, name: str, kind: str) -> int:
    hours = _get(table, name, int, kind)
    if hours < 0:
        raise ClockDataError(f"{kind}: {name} is below zero")
    return hours


def _one_of(table: Table, name: str, known: Mapping[str, T], kind: str) -> T:
    word = _get(table, name, str, kind)
    if word not in known:
        raise ClockDataError(f"{kind}: {name} is none of {', '.join(known)}")
    return known[word]


def _get(table: Table, name: str, wanted: type[T], kind: str) -> T:
    value = table.get(name)
    # A TOML boolean is also a Python int; a clock of True hours would be a typing slip.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise ClockDataError(f"{kind}: {name} is missing or not of type {wanted.__name__}")
    return value
