"""Paths as data: what to do after an act, step by step, for somebody with two weeks of training."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from tetea.kernel.clocks.rules import LANGUAGES

VERSION: Final = 1

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
_STEP_TEXTS: Final = frozenset({"what", "why", "take", "say", "not_sign", "exposes"})
_PATH_KEYS: Final = frozenset(
    {"version", "code", "order", "acts", "source", "reviewer", "review_date", "confirmed"}
    | {"label", "first", "step", "branch"}
)
_STEP_KEYS: Final = (
    frozenset({"code", "records", "within_hours", "clock", "optional"}) | _STEP_TEXTS
)

T = TypeVar("T")

Table = Mapping[str, object]
Texts = Mapping[str, str]


class PathDataError(ValueError):
    """A path cannot be read. The message names path, step and field, for its author."""


@dataclass(frozen=True)
class PathStep:
    """One instruction of a path, with texts by language; any text but what and why may be empty.

    records is the kind of step that ticks it off, "" where nothing is recorded. within_hours is 0
    where there is no window. optional is done only if the person wants it.
    """

    code: str
    records: str
    within_hours: int
    clock: str
    optional: bool
    what: Texts = field(hash=False)
    why: Texts = field(hash=False)
    take: Texts = field(hash=False)
    say: Texts = field(hash=False)
    not_sign: Texts = field(hash=False)
    exposes: Texts = field(hash=False)


@dataclass(frozen=True)
class Path:
    """A checklist, the acts that lead to it, and who says so.

    A path with a branch is not reached by acts: the case is on it, whatever happened.
    """

    code: str
    order: int
    acts: tuple[str, ...]
    source: str
    reviewer: str
    review_date: date
    confirmed: bool
    steps: tuple[PathStep, ...]
    label: Texts = field(hash=False)
    first: Texts = field(hash=False)
    branch: str = ""


def parse_path(toml_text: str) -> Path:
    """Read one path from TOML.

    Raises PathDataError, naming path, step and field, when something is missing, of the wrong type,
    unknown, doubled or lacks a language.
    """
    try:
        document = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise PathDataError(f"a path: not TOML: {error}") from error
    code = _code(document, "a path")
    _only(document, _PATH_KEYS, code)
    if _get(document, "version", int, code) != VERSION:
        raise PathDataError(f"{code}: version is not {VERSION}")
    branch = _get({"branch": "", **document}, "branch", str, code)
    return Path(
        code=code,
        order=_whole(document, "order", code),
        acts=() if branch else _acts(document, code),
        source=_get(document, "source", str, code),
        reviewer=_get(document, "reviewer", str, code),
        review_date=_get(document, "review_date", date, code),
        confirmed=_get(document, "confirmed", bool, code),
        steps=_steps(document, code),
        label=_said(document, "label", code),
        first=_said(document, "first", code),
        branch=branch,
    )


def paths_for(paths: Iterable[Path], acts: Collection[str]) -> tuple[Path, ...]:
    """Return the paths to which any of the acts leads, each once, in their order; () for no acts.

    A path's "SEX" takes every act below it, and a report that says no more than "SEX" leads to
    every path with an act below it: who told little must not miss what matters.
    """
    fitting = [path for path in paths if _leads(path, acts)]
    return tuple(sorted(fitting, key=lambda path: path.order))


def done(path: Path, kinds: Collection[str]) -> frozenset[str]:
    """Return the codes of the steps that are ticked off by what was recorded.

    A step that records nothing is never ticked off: no one can tell from the case.
    """
    return frozenset(step.code for step in path.steps if step.records and step.records in kinds)


def _leads(path: Path, acts: Collection[str]) -> bool:
    return any(_meets(chosen, act) for chosen in path.acts for act in acts)


def _meets(chosen: str, act: str) -> bool:
    return act == chosen or act.startswith(f"{chosen}-") or chosen.startswith(f"{act}-")


def _acts(document: Table, code: str) -> tuple[str, ...]:
    acts = _get(document, "acts", list, code)
    words = tuple(act for act in acts if isinstance(act, str) and act)
    if not words or len(words) < len(acts):
        raise PathDataError(f"{code}: acts is not a list of codes")
    return words


def _steps(document: Table, code: str) -> tuple[PathStep, ...]:
    tables = document.get("step")
    if not isinstance(tables, list) or not tables:
        raise PathDataError(f"{code}: no [[step]] table")
    steps = tuple(_step(table, code) for table in tables)
    codes = [step.code for step in steps]
    doubled = sorted({one for one in codes if codes.count(one) > 1})
    if doubled:
        raise PathDataError(f"{code}: step given twice: {', '.join(doubled)}")
    return steps


def _step(table: object, path: str) -> PathStep:
    if not isinstance(table, dict):
        raise PathDataError(f"{path}: a step is not a table")
    code = _code(table, f"{path}, a step")
    where = f"{path}, {code}"
    _only(table, _STEP_KEYS, where)
    return PathStep(
        code=code,
        records=_get(table, "records", str, where),
        within_hours=_whole(table, "within_hours", where),
        clock=_get(table, "clock", str, where),
        optional=_get(table, "optional", bool, where),
        what=_said(table, "what", where),
        why=_said(table, "why", where),
        take=_texts(table, "take", where),
        say=_texts(table, "say", where),
        not_sign=_texts(table, "not_sign", where),
        exposes=_texts(table, "exposes", where),
    )


def _code(table: Table, where: str) -> str:
    code = _get(table, "code", str, where)
    if not _CODE.fullmatch(code):
        raise PathDataError(f"{where}: code is not in small letters, digits and _")
    return code


def _only(table: Table, known: Collection[str], where: str) -> None:
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise PathDataError(f"{where}: does not know {', '.join(unknown)}")


def _said(table: Table, name: str, where: str) -> Texts:
    texts = _texts(table, name, where)
    if not all(texts.values()):
        raise PathDataError(f"{where}: {name} is empty")
    return texts


def _texts(table: Table, name: str, where: str) -> Texts:
    texts = table.get(name)
    if not isinstance(texts, dict) or set(texts) != set(LANGUAGES):
        raise PathDataError(f"{where}: {name} needs {' and '.join(LANGUAGES)}, and no other")
    if not all(isinstance(text, str) for text in texts.values()):
        raise PathDataError(f"{where}: {name} is not a text")
    # What one language warns of, the other must not leave out.
    if len({bool(text.strip()) for text in texts.values()}) > 1:
        raise PathDataError(f"{where}: {name} is empty in one language")
    return {lang: texts[lang].strip() for lang in LANGUAGES}


def _whole(table: Table, name: str, where: str) -> int:
    number = _get(table, name, int, where)
    if number < 0:
        raise PathDataError(f"{where}: {name} is below zero")
    return number


def _get(table: Table, name: str, wanted: type[T], where: str) -> T:
    value = table.get(name)
    # A TOML boolean is also a Python int.
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise PathDataError(f"{where}: {name} is missing or not of type {wanted.__name__}")
    return value
