"""Paths as the desk shows them: how far a case is on each, and every step with its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tetea.domain.directory import paths
from tetea.kernel.casework import safeguarding
from tetea.kernel.casework.file import CaseFile
from tetea.kernel.casework.paths import Path, PathStep, done
from tetea.kernel.clocks.answers import UNANSWERED, words


@dataclass(frozen=True)
class OnPath:
    """A path in a list: its name and how far the case is."""

    code: str
    label: str
    done: int
    steps: int
    next: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a path in the reader's language."""

    what: str
    why: str
    take: str
    say: str
    not_sign: str
    exposes: str
    records: str
    is_done: bool
    is_optional: bool
    is_next: bool = False


@dataclass(frozen=True)
class Guide:
    """A path in the reader's language."""

    code: str
    label: str
    first: str
    is_confirmed: bool
    steps: tuple[Step, ...] = field(repr=False)


def paths_of(answers: Mapping[str, object], file: CaseFile, lang: str) -> list[OnPath]:
    """Return the paths to which the acts of this report lead, with how far the case is on each.

    Where somebody under 18 is concerned, that path stands before all others.
    """
    acts = sorted(words(answers, "acts") - {UNANSWERED})
    is_child = safeguarding.is_child(answers, file.lines)
    first = [paths.path_of_branch(safeguarding.BRANCH)] if is_child else []
    return [_on(path, file, lang) for path in (*first, *paths.paths_for_acts(acts))]


def guide(path: Path, file: CaseFile, lang: str) -> Guide:
    """Return a path with what is done of it; the first step that waits is the next one."""
    ticked = done(path, file.kinds)
    waiting = _waiting(path, ticked)
    return Guide(
        code=path.code,
        label=path.label[lang],
        first=path.first[lang],
        is_confirmed=path.confirmed,
        steps=tuple(_step(one, ticked, waiting, lang) for one in path.steps),
    )


def _on(path: Path, file: CaseFile, lang: str) -> OnPath:
    ticked = done(path, file.kinds)
    waiting = _waiting(path, ticked)
    return OnPath(
        code=path.code,
        label=path.label[lang],
        done=len(ticked),
        steps=len([one for one in path.steps if one.records]),
        next=waiting.what[lang] if waiting else "",
    )


def _waiting(path: Path, ticked: frozenset[str]) -> PathStep | None:
    """What is optional is never pushed: the next step is the first that is not."""
    must = (one for one in path.steps if one.records and one.code not in ticked)
    return next((one for one in must if not one.optional), None)


def _step(one: PathStep, ticked: frozenset[str], waiting: PathStep | None, lang: str) -> Step:
    return Step(
        what=one.what[lang],
        why=one.why[lang],
        take=one.take[lang],
        say=one.say[lang],
        not_sign=one.not_sign[lang],
        exposes=one.exposes[lang],
        records=one.records,
        is_done=one.code in ticked,
        is_optional=one.optional,
        is_next=one is waiting,
    )
