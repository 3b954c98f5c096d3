"""The case file: all lines of a case folded into what stands, what runs and what was reached.

Pure: the same lines give the same file, in whichever order the database brings them. Nothing is
overwritten, so two colleagues who write at once both keep their line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal

from tetea.kernel.casework.entries import (
    ASKED,
    CLOCK,
    CLOSED,
    CLOSING,
    OPENED,
    SENT_BACK,
    STRUCK,
    SYSTEM,
    Entry,
)
from tetea.kernel.casework.step_fields import chosen
from tetea.kernel.casework.steps import StepBook, StepClock, clocks_met, step_start
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.clocks.rules import AlertClass

ClockState = Literal["running", "paused", "met", "missed", "waived"]

VERBS: Final[Mapping[str, ClockState]] = {
    "met": "met",
    "missed": "missed",
    "waived": "waived",
    "paused": "paused",
    "resumed": "running",
}
# Whoever stops a clock without having done what it stood for says why.
NEEDS_REASON: Final = frozenset({"missed", "waived", "paused"})
# A day without an hour counts from its beginning: a clock may be early, never late.
MORNING: Final = time(0)


@dataclass(frozen=True)
class Facts:
    """What the clocks of a case count from, beside its steps. All moments in UTC."""

    received: datetime
    incident: datetime | None = None
    is_official: bool = False


@dataclass(frozen=True)
class CaseClock:
    """A clock of the case. `key` names it within the case; `step` is the line that started it."""

    key: str
    kind: str
    due_at: datetime
    alert_at: datetime
    alert_class: AlertClass
    public: bool
    state: ClockState = "running"
    reason: str = field(default="", repr=False)
    step: str = ""
    since: datetime | None = None
    """When it was started; a step done before that does not stop it."""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be looked at."""
        return self.state in {"running", "paused"}


@dataclass(frozen=True)
class CaseFile:
    """A case as it stands. `lines` are those that were not struck out, in order of happening."""

    lines: tuple[Entry, ...] = field(repr=False)
    struck: tuple[Entry, ...] = field(repr=False)
    clocks: tuple[CaseClock, ...]
    milestones: Mapping[str, datetime]
    last_word: Entry | None = field(default=None, repr=False)
    """The newest line about closing: asked for, sent back, taken back, closed, opened again."""

    @property
    def closing(self) -> Entry | None:
        """What was asked for and waits for a second person; None when nothing waits."""
        return self.last_word if self.last_word and self.last_word.kind == ASKED else None

    @property
    def sent_back(self) -> Entry | None:
        """Why the reviewer sent the closing back, while nothing newer was said about it."""
        return self.last_word if self.last_word and self.last_word.kind == SENT_BACK else None

    @property
    def steps(self) -> tuple[Entry, ...]:
        """What was done: the lines without those of the system."""
        return tuple(line for line in self.lines if line.kind not in SYSTEM)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of steps that were done."""
        return frozenset(line.kind for line in self.steps)

    def clock(self, key: str) -> CaseClock:
        """Return a clock of this case; raise KeyError when there is none of that name."""
        return {clock.key: clock for clock in self.clocks}[key]


def fold(
    entries: Iterable[Entry], first: Sequence[CaseClock], book: StepBook, facts: Facts
) -> CaseFile:
    """Return the case that these lines make.

    `first` are the clocks that the report itself started. A step stops the clocks that it meets and
    that ran before it was done; a struck line counts for nothing, so what it stopped runs again.
    """
    written = sorted(entries, key=lambda one: (one.at, one.id))
    gone = frozenset(one.about for one in written if one.kind == STRUCK)
    standing = [one for one in written if one.id not in gone and one.kind != STRUCK]
    clocks = {clock.key: clock for clock in (*first, *_started(standing, book, facts))}
    for entry in standing:
        _apply(clocks, entry, book)
    lines = sorted(standing, key=lambda one: (one.when, one.at, one.id))
    return CaseFile(
        lines=tuple(lines),
        struck=tuple(one for one in written if one.id in gone),
        clocks=tuple(sorted(clocks.values(), key=lambda one: (one.due_at, one.key))),
        milestones=_milestones(lines, book),
        last_word=next((one for one in reversed(standing) if one.kind in CLOSING), None),
    )


def moment_of(text: str) -> datetime:
    """Return a typed moment or day of Nairobi as a moment in UTC; raise ValueError."""
    if len(text) == len("2026-01-31"):
        local = datetime.combine(date.fromisoformat(text), MORNING)
    else:
        local = datetime.fromisoformat(text)
    return local.replace(tzinfo=NAIROBI).astimezone(UTC)


def _started(standing: Sequence[Entry], book: StepBook, facts: Facts) -> list[CaseClock]:
    found = []
    for rule in book.clocks:
        if rule.only_official and not facts.is_official:
            continue
        for key, start, step, since in _beginnings(rule, standing, facts):
            due = start + timedelta(hours=rule.hours)
            alert = due - timedelta(hours=rule.alert_hours_before)
            found.append(
                CaseClock(
                    key, rule.kind, due, alert, rule.alert_class, rule.public,
                    step=step, since=since,
                )
            )  # fmt: skip
    return found


def _beginnings(
    rule: StepClock, standing: Sequence[Entry], facts: Facts
) -> list[tuple[str, datetime, str, datetime | None]]:
    """Return (key, counted from, line that started it, since when) of each clock of a rule."""
    source = rule.starts_from
    fixed = {"received": facts.received, "incident": facts.incident}
    if source in fixed:
        start = fixed[source]
        return [(rule.kind, start, "", None)] if start is not None else []
    if source in {OPENED, CLOSED}:
        last = [one for one in standing if one.kind == source][-1:]
        return [(rule.kind, one.when, one.id, one.when) for one in last]
    if source.startswith("step:"):
        asked, name, choice = step_start(source)
        of_kind = [one for one in standing if one.kind == asked]
        if name:
            of_kind = [one for one in of_kind if choice in chosen(one.fields.get(name))]
        # Of several, the newest counts anew: a second complaint watches for reprisals again.
        return [(f"{rule.kind}-{one.id}", one.when, one.id, one.when) for one in of_kind[-1:]]
    kind, _, name = source.partition(".")
    found: list[tuple[str, datetime, str, datetime | None]] = []
    for one in standing:
        given = one.fields.get(name) if one.kind == kind else None
        if isinstance(given, str) and given:
            found.append((f"{rule.kind}-{one.id}", moment_of(given), one.id, one.when))
    return found


def _apply(clocks: dict[str, CaseClock], entry: Entry, book: StepBook) -> None:
    if entry.kind == CLOCK:
        clock = clocks.get(entry.about)
        if clock is not None and entry.verb in VERBS:
            clocks[clock.key] = _changed(clock, entry)
        return
    step = book.kinds.get(entry.kind)
    if step is None:
        return
    stops = clocks_met(step, entry.fields)
    for clock in list(clocks.values()):
        is_met = clock.kind in stops and clock.is_open and clock.step != entry.id
        if is_met and (clock.since is None or clock.since <= entry.when):
            clocks[clock.key] = replace(clock, state="met")


def _changed(clock: CaseClock, entry: Entry) -> CaseClock:
    state = VERBS[entry.verb]
    alert = clock.alert_at
    until = entry.fields.get("until")
    if state == "paused" and isinstance(until, str):
        # It rests until then, and not a moment beyond the deadline itself.
        alert = min(max(moment_of(until), entry.at), clock.due_at)
    return replace(clock, state=state, reason=entry.text, alert_at=alert)


def _milestones(lines: Sequence[Entry], book: StepBook) -> dict[str, datetime]:
    reached: dict[str, datetime] = {}
    for line in lines:
        step = book.kinds.get(line.kind)
        if step is not None and step.milestone:
            reached.setdefault(step.milestone, line.when)
        if line.kind == CLOSED:
            reached["closed"] = line.when
    return reached
