"""From a case to what the register counts of it: what she told, as coded, and how far it came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tetea.kernel.casework.entries import CODED, Entry
from tetea.kernel.casework.file import CaseFile
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.register.contribution import NEVER, SPANS, Act

# In such a line: the words, the acts as "code class", and whether it is the second look.
SECOND, ACTS, WITH = "second", "acts", "vocabulary"
# What whoever codes decides on beside the acts; asked as such, or of several the first.
CHOSEN: Final = ("county", "population", "gender", "age_band", "place_kind")
PEP, VISIT, SUPPORT, PROMISE = "pep", "clinic_visit", "first_support", "promise"
IN_TIME, LATE, OPEN = "in_time", "late", "open"
SAME, DIFFERS = "same", "differs"
MOST_ACTS: Final = 12
# Written, not chosen: the station or office, when a body of the state did it. Two people need not
# write it alike.
STATION: Final = "station"
LONGEST_STATION: Final = 60


@dataclass(frozen=True)
class Coding:
    """The facts of a case in words of the vocabularies."""

    acts: tuple[Act, ...] = field(default=(), repr=False)
    words: Mapping[str, str] = field(default_factory=dict, repr=False)

    def fields(self) -> dict[str, str | list[str]]:
        """Return the coding as fields of a line."""
        acts = [f"{one.code} {one.aggressor}".strip() for one in self.acts]
        return {ACTS: acts, **{name: word for name, word in self.words.items() if word}}

    def is_like(self, other: "Coding") -> bool:
        """Whether two people coded the same, in whichever order the acts stand."""
        return set(self.acts) == set(other.acts) and all(
            self.words.get(name, "") == other.words.get(name, "") for name in CHOSEN
        )


@dataclass(frozen=True)
class Coded:
    """How a case is coded now: the first look, and the second if somebody else has looked."""

    first: Entry
    coding: Coding = field(repr=False)
    second: Entry | None = None
    second_coding: Coding | None = field(default=None, repr=False)

    @property
    def agreement(self) -> str:
        """ "same", "differs", or "" while one person alone has coded it."""
        if self.second_coding is None:
            return ""
        return SAME if self.coding.is_like(self.second_coding) else DIFFERS


def proposed(
    answers: Mapping[str, object], state_first: Iterable[str], official: Iterable[str] = ()
) -> Coding:
    """Return what the answers say, for whoever codes to confirm.

    Of several aggressors the first that `state_first` names is put beside each act: what a body of
    the state did is not to be lost behind a stranger. Where it was one of the `official` classes,
    the station that the answers name is proposed too.
    """
    classes = _words(answers.get("aggressors"))
    named = [one for one in state_first if one in classes] or classes
    by = named[0] if named else ""
    acts = tuple(Act(code, by) for code in _words(answers.get("acts"))[:MOST_ACTS])
    chosen = {name: (_words(answers.get(name)) or [""])[0] for name in CHOSEN}
    if by in official:
        chosen[STATION] = tidy(" ".join(_words(answers.get("station_or_body"))))
    return Coding(acts, {name: word for name, word in chosen.items() if word})


def tidy(station: str) -> str:
    """Return the name of a station with single spaces, cut to its longest."""
    return " ".join(station.split())[:LONGEST_STATION].strip()


def coded(lines: Sequence[Entry]) -> Coded | None:
    """Return how the case is coded by these lines, none of them struck; None when it is not.

    The newest first look counts, and a second look that was written after it by somebody else.
    """
    looks = [one for one in lines if one.kind == CODED]
    firsts = [one for one in looks if not one.fields.get(SECOND)]
    if not firsts:
        return None
    first = max(firsts, key=lambda one: (one.at, one.id))
    seconds = [
        one for one in looks if one.fields.get(SECOND) and one.at >= first.at and one.by != first.by
    ]
    if not seconds:
        return Coded(first, read(first))
    second = max(seconds, key=lambda one: (one.at, one.id))
    return Coded(first, read(first), second, read(second))


def read(line: Entry) -> Coding:
    """Return the coding that a line holds."""
    acts = []
    for pair in _words(line.fields.get(ACTS)):
        code, _, by = pair.partition(" ")
        acts.append(Act(code, by))
    words = {name: str(line.fields.get(name, "")) for name in (*CHOSEN, STATION)}
    return Coding(tuple(acts), {name: word for name, word in words.items() if word})


def month_of(moment: datetime) -> int:
    """Return the month of a moment in Nairobi: twelve times the year, and the month from 0."""
    local = moment.astimezone(NAIROBI)
    return local.year * 12 + local.month - 1


def progress(
    file: CaseFile, received: datetime, now: datetime
) -> tuple[dict[str, str], dict[str, int]]:
    """Return how far the case came: words (support, PEP, agreement) and spans in minutes."""
    reached = {code: _minutes(received, at) for code, at in file.milestones.items()}
    spans = {name: reached.get(name, NEVER) for name in SPANS}
    closed = file.last_word if file.last_word and file.last_word.kind == "closed" else None
    spans["closed"] = _minutes(received, closed.at) if closed else NEVER
    spans["followed"] = ((closed.at if closed else now) - received) // timedelta(days=1)
    outcome = str(closed.fields.get("outcome", "")) if closed else ""
    words = {
        "support": _support(file),
        "pep": _pep(file, received, now),
        "agreement": _agreement(file, now),
        "outcome": outcome,
    }
    return {name: word for name, word in words.items() if word}, spans


def _support(file: CaseFile) -> str:
    due = min((one.due_at for one in file.clocks if one.kind == SUPPORT), default=None)
    at = file.milestones.get(SUPPORT)
    if due is None or at is None:
        return OPEN
    return IN_TIME if at <= due else LATE


def _pep(file: CaseFile, received: datetime, now: datetime) -> str:
    """In time is a visit to a clinic within the window; stopped without one says nothing."""
    clock = next((one for one in file.clocks if one.kind == PEP), None)
    if clock is None:
        return ""
    if clock.due_at <= received:
        return "too_late"
    visit = file.milestones.get(VISIT)
    if visit is not None and not clock.is_open:
        return IN_TIME if visit <= clock.due_at else LATE
    if not clock.is_open:
        return "unknown"
    return LATE if clock.due_at <= now else OPEN


def _agreement(file: CaseFile, now: datetime) -> str:
    promises = [one for one in file.clocks if one.kind == PROMISE and one.state != "waived"]
    if not promises:
        return ""
    if any(one.state == "missed" or (one.is_open and one.due_at < now) for one in promises):
        return "broken"
    return OPEN if any(one.is_open for one in promises) else "kept"


def _minutes(start: datetime, end: datetime) -> int:
    return max(0, (end - start) // timedelta(minutes=1))


def _words(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [str(value)] if value and value != "not_asked" else []
