"""Steps of a case as data: what can be written down, what is asked with it, which clocks it moves.

Parsed once from TOML and refused with the name of what is wrong. What a member typed is read
against the fields of the step, and a refusal never repeats it.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeVar, get_args

from tetea.kernel.casework.step_fields import (
    CHOICES,
    Field,
    FieldType,
    Lists,
    Option,
    Texts,
    Tier,
    WrongField,
    chosen,
    read_typed,
)
from tetea.kernel.clocks.rules import AlertClass

__all__ = [
    "Field",
    "Group",
    "MeetsWhen",
    "StepBook",
    "StepClock",
    "StepDataError",
    "StepKind",
    "WrongField",
    "clocks_met",
    "parse_steps",
    "read_fields",
    "step_start",
]

Consent = Literal["", "police", "partner", "contact"]

LANGUAGES: Final = ("en", "sw")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
_OCCASIONS: Final = frozenset({"received", "incident", "opened", "closed"})

_STEP_KEYS: Final = frozenset(
    {"kind", "group", "source", "reviewer", "review_date", "confirmed", "consent", "protected"}
    | {"milestone", "meets", "meets_when", "public", "huri", "label", "told", "hint", "field"}
)
_FIELD_KEYS: Final = frozenset({"name", "type", "list", "options", "required", "tier", "label"})
_CLOCK_KEYS: Final = frozenset(
    {"kind", "from", "hours", "only_official", "alert_class", "alert_hours_before", "public"}
    | {"source", "reviewer", "review_date", "confirmed", "label", "advice"}
)

Table = Mapping[str, object]
T = TypeVar("T")


class StepDataError(ValueError):
    """The steps cannot be read. The message names step and field, for the author of the file."""


@dataclass(frozen=True)
class MeetsWhen:
    """Clocks that a step stops only when this choice was made in this field."""

    field: str
    choice: str
    clocks: tuple[str, ...]


@dataclass(frozen=True)
class StepKind:
    """What can be done in a case, what it needs, counts for and stops, and what it is called.

    meets holds what the step stops whatever was answered; clocks_met also looks at the answers.
    """

    kind: str
    group: str
    consent: Consent
    protected: bool
    milestone: str
    meets: tuple[str, ...]
    meets_when: tuple[MeetsWhen, ...]
    public: bool
    huri: str
    fields: tuple[Field, ...]
    source: str
    reviewer: str
    review_date: date
    confirmed: bool
    label: Texts = field(hash=False)
    told: Texts = field(hash=False)
    hint: Texts = field(hash=False)


@dataclass(frozen=True)
class Group:
    """The first of the two taps by which a step is found."""

    code: str
    label: Texts = field(hash=False)


@dataclass(frozen=True)
class StepClock:
    """A deadline that begins in the course of a case, and so many hours later (or earlier) is due.

    It begins with what starts_from says: "received", "incident", "opened", "closed", "step:KIND"
    for the moment at which a step was done, "step:KIND.FIELD=CHOICE" for one with this choice, or
    "KIND.FIELD" for a moment or date written down with one. Where the file gives a kind several
    beginnings, it stands here once for each, in order.
    """

    kind: str
    starts_from: str
    hours: int
    only_official: bool
    alert_class: AlertClass
    alert_hours_before: int
    public: bool
    source: str
    reviewer: str
    review_date: date
    confirmed: bool
    label: Texts = field(hash=False)
    advice: Texts = field(hash=False)


@dataclass(frozen=True)
class StepBook:
    """All steps that can be written down, in the order of the file, and the clocks they start."""

    groups: tuple[Group, ...]
    kinds: Mapping[str, StepKind] = field(hash=False)
    clocks: tuple[StepClock, ...]

    def in_group(self, code: str) -> tuple[StepKind, ...]:
        """Return the steps of one group in their order; () for a group that there is not."""
        return tuple(kind for kind in self.kinds.values() if kind.group == code)


def parse_steps(toml_text: str, known_clocks: Collection[str] = ()) -> StepBook:
    """Read groups, steps and clocks from TOML; known_clocks are kinds of clocks kept elsewhere.

    Raises StepDataError, naming step and field, when something is missing, of the wrong type,
    unknown, doubled, or names a group, clock, step or field that there is not.
    """
    try:
        document = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise StepDataError(f"steps: not TOML: {error}") from error
    _only(document, {"version", "source", "group", "step", "clock"}, "steps")
    groups = tuple(_group(table) for table in _tables(document, "group", "steps"))
    _each_once((group.code for group in groups), "steps: group")
    clock_tables = _tables(document, "clock", "steps")
    own = [_code(table, "kind", "a clock") for table in clock_tables]
    _each_once([*own, *known_clocks], "steps: clock")
    clocks = frozenset({*own, *known_clocks})
    steps = [_step(table, clocks) for table in _tables(document, "step", "steps")]
    _each_once((step.kind for step in steps), "steps: kind")
    homeless = [step.kind for step in steps if step.group not in {group.code for group in groups}]
    if homeless or not steps:
        raise StepDataError(f"{(homeless or ['steps'])[0]}: group has no [[group]]")
    kinds = {step.kind: step for step in steps}
    started = [clock for table in clock_tables for clock in _clocks(table, kinds)]
    return StepBook(groups, kinds, tuple(started))


def clocks_met(kind: StepKind, fields: Mapping[str, str | list[str]]) -> frozenset[str]:
    """Return the kinds of clocks that a step stops, given what read_fields gave for it.

    A visit to a clinic stops the clock of a medicine only when that was given or not wanted.
    """
    answered = [when for when in kind.meets_when if when.choice in chosen(fields.get(when.field))]
    return frozenset(kind.meets).union(*(when.clocks for when in answered))


def step_start(starts_from: str) -> tuple[str, str, str]:
    """Return (kind, field, choice) of a beginning "step:KIND" or "step:KIND.FIELD=CHOICE"."""
    kind, _, rest = starts_from.removeprefix("step:").partition(".")
    name, _, choice = rest.partition("=")
    return kind, name, choice


def read_fields(
    kind: StepKind, given: Mapping[str, object], lists: Lists | None = None
) -> dict[str, str | list[str]]:
    """Return what was typed for a step, by field: only what was filled in and can be taken.

    Moments are local, in Nairobi. Names that the step has no field for are left out, as a form
    posts more than its fields. lists holds the codes of each vocabulary that the fields name.
    Raises WrongField for the first field that cannot be taken, KeyError for a missing vocabulary.
    """
    return read_typed(kind.fields, given, lists or {})


def _group(table: Table) -> Group:
    code = _code(table, "code", "a group")
    _only(table, {"code", "label"}, code)
    return Group(code, _texts(table, "label", code))


def _step(table: Table, clocks: Collection[str]) -> StepKind:
    kind = _code(table, "kind", "a step")
    _only(table, _STEP_KEYS, kind)
    fields = tuple(_field(part, kind) for part in _tables(table, "field", kind))
    _each_once((asked.name for asked in fields), f"{kind}: field")
    return StepKind(
        kind=kind,
        group=_get(table, "group", str, kind),
        consent=_one_of(table, "consent", get_args(Consent), kind),
        protected=_get(table, "protected", bool, kind),
        milestone=_get(table, "milestone", str, kind),
        meets=_clock_kinds(table.get("meets"), clocks, f"{kind}: meets"),
        meets_when=_meets_when(table.get("meets_when", {}), fields, clocks, kind),
        public=_get(table, "public", bool, kind),
        huri=_get(table, "huri", str, kind),
        fields=fields,
        source=_get(table, "source", str, kind),
        reviewer=_get(table, "reviewer", str, kind),
        review_date=_get(table, "review_date", date, kind),
        confirmed=_get(table, "confirmed", bool, kind),
        label=_texts(table, "label", kind),
        told=_texts(table, "told", kind),
        hint=_texts(table, "hint", kind),
    )


def _field(table: Table, kind: str) -> Field:
    name = _code(table, "name", f"{kind}: a field")
    where = f"{kind}.{name}"
    _only(table, _FIELD_KEYS, where)
    # What most fields share may be left out, so that the file can be read.
    table = {"list": "", "required": False, "tier": "case", **table}
    asked = Field(
        name=name,
        type=_one_of(table, "type", get_args(FieldType), where),
        list=_get(table, "list", str, where),
        options=_options(table.get("options", []), where),
        required=_get(table, "required", bool, where),
        tier=_one_of(table, "tier", get_args(Tier), where),
        label=_texts(table, "label", where),
    )
    if bool(asked.list) + bool(asked.options) != (asked.type in CHOICES):
        raise StepDataError(f"{where}: a choice needs either list or options, nothing else does")
    return asked


def _options(rows: object, where: str) -> tuple[Option, ...]:
    width = 1 + len(LANGUAGES)
    if not isinstance(rows, list) or any(
        not isinstance(row, list) or len(row) != width or not all(row) for row in rows
    ):
        raise StepDataError(f"{where}: options are not rows of code and {', '.join(LANGUAGES)}")
    _each_once((str(code) for code, *_ in rows), f"{where}: option")
    return tuple((str(code), str(english), str(swahili)) for code, english, swahili in rows)


def _meets_when(
    table: object, fields: Iterable[Field], clocks: Collection[str], kind: str
) -> tuple[MeetsWhen, ...]:
    choices = {asked.name: asked.codes for asked in fields}
    if not isinstance(table, dict) or not all(isinstance(part, dict) for part in table.values()):
        raise StepDataError(f"{kind}: meets_when is not a table of fields and choices")
    found = []
    for name, choice, stopped in (
        (name, choice, stopped) for name, part in table.items() for choice, stopped in part.items()
    ):
        where = f"{kind}: meets_when {name}.{choice}"
        if choice not in choices.get(name, ()):
            raise StepDataError(f"{where} is no choice of this step")
        found.append(MeetsWhen(name, choice, _clock_kinds(stopped, clocks, where)))
    return tuple(found)


def _clock_kinds(value: object, clocks: Collection[str], where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise StepDataError(f"{where} is not a list of words")
    if unknown := [word for word in value if word not in clocks]:
        raise StepDataError(f"{where}: no clock is called {', '.join(unknown)}")
    return tuple(value)


def _clocks(table: Table, kinds: Mapping[str, StepKind]) -> tuple[StepClock, ...]:
    kind = _code(table, "kind", "a clock")
    _only(table, _CLOCK_KEYS, kind)
    given = table.get("from")
    starts = given if isinstance(given, list) else [given]
    if not starts or not all(_begins(start, kinds) for start in starts):
        raise StepDataError(f"{kind}: from names nothing that a clock can begin with")
    return tuple(_clock(table, kind, str(start)) for start in starts)


def _clock(table: Table, kind: str, start: str) -> StepClock:
    return StepClock(
        kind=kind,
        starts_from=start,
        hours=_get(table, "hours", int, kind),
        only_official=_get({"only_official": False, **table}, "only_official", bool, kind),
        alert_class=_one_of(table, "alert_class", get_args(AlertClass), kind),
        alert_hours_before=_hours_before(table, kind),
        public=_get(table, "public", bool, kind),
        source=_get(table, "source", str, kind),
        reviewer=_get(table, "reviewer", str, kind),
        review_date=_get(table, "review_date", date, kind),
        confirmed=_get(table, "confirmed", bool, kind),
        label=_texts(table, "label", kind),
        advice=_texts(table, "advice", kind),
    )


def _begins(start: object, kinds: Mapping[str, StepKind]) -> bool:
    if not isinstance(start, str):
        return False
    if start.startswith("step:"):
        kind, name, choice = step_start(start)
        asked = {one.name: one.codes for one in _fields_of(kind, kinds)}
        return kind in kinds and (not name or choice in asked.get(name, ()))
    kind, _, name = start.partition(".")
    timed = [asked.name for asked in _fields_of(kind, kinds) if asked.type in {"moment", "date"}]
    return start in _OCCASIONS or name in timed


def _fields_of(kind: str, kinds: Mapping[str, StepKind]) -> tuple[Field, ...]:
    return kinds[kind].fields if kind in kinds else ()


def _hours_before(table: Table, kind: str) -> int:
    hours = _get(table, "alert_hours_before", int, kind)
    if hours < 0:
        raise StepDataError(f"{kind}: alert_hours_before is below zero")
    return hours


def _only(table: Table, known: Collection[str], where: str) -> None:
    if unknown := sorted(set(table) - set(known)):
        raise StepDataError(f"{where}: does not know {', '.join(unknown)}")


def _each_once(codes: Iterable[str], where: str) -> None:
    codes = list(codes)
    if doubled := sorted({code for code in codes if codes.count(code) > 1}):
        raise StepDataError(f"{where} given twice: {', '.join(doubled)}")


def _tables(table: Table, name: str, where: str) -> list[Table]:
    tables = table.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(part, dict) for part in tables):
        raise StepDataError(f"{where}: {name} is not a list of tables")
    return tables


def _code(table: Table, name: str, where: str) -> str:
    code = _get(table, name, str, where)
    if not _CODE.fullmatch(code):
        raise StepDataError(f"{where}: {name} is not a word of small letters, digits and _")
    return code


def _texts(table: Table, name: str, where: str) -> Texts:
    texts = table.get(name)
    if not isinstance(texts, dict) or not all(texts.get(lang) for lang in LANGUAGES):
        raise StepDataError(f"{where}: {name} needs {' and '.join(LANGUAGES)}")
    _only(texts, LANGUAGES, f"{where}: {name}")
    return {str(lang): str(text) for lang, text in texts.items()}


def _one_of(table: Table, name: str, known: tuple[T, ...], where: str) -> T:
    word = _get(table, name, str, where)
    for allowed in known:
        if word == allowed:
            return allowed
    raise StepDataError(f"{where}: {name} is none of {', '.join(map(str, known))}")


def _get(table: Table, name: str, wanted: type[T], where: str) -> T:
    value = table.get(name)
    # A TOML boolean is also a Python int; a clock of True hours would be a typing slip.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise StepDataError(f"{where}: {name} is missing or not of type {wanted.__name__}")
    return value
