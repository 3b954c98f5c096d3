"""Steps as the desk shows them: what can be written down, the form of one, and the story so far."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from tetea.domain.directory import vocabularies
from tetea.domain.directory.steps import step_book
from tetea.doors.desk.show.words import CLOCK_VERBS, LINKS, NOTES, WRONG, word
from tetea.kernel.casework import guards
from tetea.kernel.casework.entries import CLOCK, LINKED, Entry
from tetea.kernel.casework.file import CaseFile
from tetea.kernel.casework.steps import Field, StepKind

MOST_BUTTONS = 9
# The group of steps that say who did what to whom, and how we know.
FACTS = "facts"
VERBS_OF = {CLOCK: CLOCK_VERBS, LINKED: LINKS}


@dataclass(frozen=True)
class Option:
    """One choice of a field."""

    code: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Shown:
    """A field of the form with what was typed into it."""

    name: str
    type: str
    label: str
    required: bool
    value: str = field(default="", repr=False)
    hour: str = field(default="", repr=False)
    options: tuple[Option, ...] = field(default=(), repr=False)
    is_for_lawyers: bool = False

    @property
    def is_long(self) -> bool:
        """Whether one of so many is better chosen from a list that folds."""
        return self.type == "choice" and len(self.options) > MOST_BUTTONS


@dataclass(frozen=True)
class Form:
    """The form of one kind of step."""

    kind: str
    label: str
    hint: str
    line: str = field(repr=False)
    fields: tuple[Shown, ...]
    day: str = ""
    hour: str = ""
    is_hers: bool = False


@dataclass(frozen=True)
class Told:
    """A line of the story: what it was, when, who wrote it, and what belongs to it."""

    id: str
    label: str
    text: str = field(repr=False)
    when: dt.datetime
    written: dt.datetime
    by: str
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    for_lawyers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    is_withheld: bool = False
    is_hers: bool = False
    may_strike: bool = False
    is_joined: bool = False
    """Written in another report of the same person."""


def groups(lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the groups of steps with the kinds in each: the two taps."""
    book = step_book()
    return [
        (one.label[lang], [(kind.kind, kind.label[lang]) for kind in book.in_group(one.code)])
        for one in book.groups
    ]


def form(step: StepKind, typed: QueryDict, lang: str) -> Form:
    """Return the form of a step with what was typed."""
    return Form(
        kind=step.kind,
        label=step.label[lang],
        hint=step.hint[lang],
        line=typed.get("line", ""),
        fields=tuple(_field(one, typed, lang) for one in step.fields),
        day=typed.get("day", ""),
        hour=typed.get("hour", ""),
        is_hers="hers" in typed,
    )


def bars(step: StepKind, answers: Mapping[str, object], lang: str) -> list[str]:
    """Return what stands against a settlement here, in words; nothing for other steps."""
    if step.kind not in guards.SETTLES:
        return []
    return [
        vocabularies.word("settlement_bars", one, lang) for one in guards.settlement_bars(answers)
    ]


def wrong(reason: str) -> str:
    """Return what is wrong with a field, and what to do."""
    return word(WRONG, reason)


def story(file: CaseFile, lang: str) -> list[Told]:
    """Return the lines of a case, the newest first; who did what to whom stands apart."""
    return [_line(file, one, lang) for one in file.lines[::-1] if not _is_fact(one)]


def facts(file: CaseFile, lang: str) -> list[Told]:
    """Return who did what to whom, and how we know, in the order written."""
    return [_line(file, one, lang) for one in file.lines if _is_fact(one)]


def struck(file: CaseFile, lang: str) -> list[Told]:
    """Return the lines that were struck out."""
    return [_told(one, lang, may_strike=False) for one in file.struck[::-1]]


def _is_fact(line: Entry) -> bool:
    step = step_book().kinds.get(line.kind)
    return step is not None and step.group == FACTS


def _line(file: CaseFile, line: Entry, lang: str) -> Told:
    steps = {one.id for one in file.steps}
    return _told(line, lang, may_strike=line.id in steps or line.kind == CLOCK)


def _told(line: Entry, lang: str, *, may_strike: bool) -> Told:
    step = step_book().kinds.get(line.kind)
    if step is not None:
        label = step.label[lang]
    elif line.kind in VERBS_OF:
        label = word(VERBS_OF[line.kind], line.verb)
    else:
        label = word(NOTES, line.kind)
    return Told(
        id=line.id,
        label=label,
        text=line.text,
        when=line.when,
        written=line.at,
        by=line.by,
        facts=_facts(step, line.fields, lang) if step else (),
        for_lawyers=_facts(step, line.for_lawyers, lang) if step else (),
        is_withheld=line.is_withheld,
        is_hers=line.is_hers,
        may_strike=may_strike,
        is_joined=bool(line.origin),
    )


def _facts(
    step: StepKind, given: Mapping[str, str | list[str]], lang: str
) -> tuple[tuple[str, str], ...]:
    known = {one.name: one for one in step.fields}
    return tuple(
        (known[name].label[lang], _value(known[name], value, lang))
        for name, value in given.items()
        if name in known
    )


def _value(one: Field, value: str | list[str], lang: str) -> str:
    if one.type in {"choice", "choices", "yes_no"}:
        labels = dict(_labels(one, lang))
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(code, code) for code in chosen)
    text = value if isinstance(value, str) else ", ".join(value)
    if one.type == "moment":
        return f"{text[:10]} {text[11:]}"
    return f"KES {int(text):,}" if one.type == "amount" else text


def _field(one: Field, typed: QueryDict, lang: str) -> Shown:
    chosen = typed.getlist(one.name)
    options = tuple(Option(code, label, code in chosen) for code, label in _labels(one, lang))
    is_moment = one.type == "moment"
    return Shown(
        name=one.name,
        type=one.type,
        label=one.label[lang],
        required=one.required,
        value=typed.get(f"{one.name}-day" if is_moment else one.name, ""),
        hour=typed.get(f"{one.name}-hour", "") if is_moment else "",
        options=options,
        is_for_lawyers=one.tier == "lawyer",
    )


def _labels(one: Field, lang: str) -> list[tuple[str, str]]:
    if one.type == "yes_no":
        return [("yes", _("Yes")), ("no", _("No"))]
    if one.list:
        return [(row.name, row.labels[lang]) for row in vocabularies.words(one.list)]
    at = {"en": 1, "sw": 2}[lang]
    return [(option[0], option[at]) for option in one.options]
