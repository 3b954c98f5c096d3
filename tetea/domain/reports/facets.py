"""The coded facts by which the team sorts its work: small, sealed, a blob of their own."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from tetea.kernel.casework.safeguarding import is_child
from tetea.kernel.clocks.clocks import Clock
from tetea.kernel.clocks.moments import incident_window

MINUTE = 60
# Told twice by one person and followed as one case: this row is the other report of it.
MERGED = "duplicate"
# Bodies of the state: a case against one of them keeps acts and class under the case key alone.
OFFICIAL = frozenset(
    {"police", "county_askari", "prison_staff", "military", "official", "politician"}
)
URGENT, PUBLIC, DONE = 1, 2, 4
# Written into sealed facets for ever; a field without a short name stands under its own.
SHORT = {
    "received": "r",
    "lang": "l",
    "channel": "h",
    "alert": "i",
    "danger": "d",
    "is_official": "o",
    "acts": "a",
    "aggressors": "g",
    "want_first": "w",
    "red_flags": "f",
    "population": "p",
    "county": "c",
    "sub_county": "s",
    "place_kind": "k",
    "earliest": "e",
    "latest": "t",
    "owner": "m",
    "milestones": "n",
    "meant_for": "u",
    "review": "v",
    "review_due": "q",
    "child": "y",
    "adjourned": "j",
    "heard": "b",
    "silent": "z",
    "said": "x",
    "coded": "1",
}
LONG = {short: name for name, short in SHORT.items()}
LISTS = ("acts", "aggressors", "want_first", "red_flags", "population", "said")


@dataclass(frozen=True)
class FacetClock:
    """A running clock in minutes since 1970; `done` when it was met or waived."""

    kind: str
    due: int
    alert: int
    alert_class: str
    is_public: bool = True
    done: bool = False

    @property
    def due_at(self) -> dt.datetime:
        """When it runs out."""
        return from_minutes(self.due)

    @property
    def alert_at(self) -> dt.datetime:
        """When somebody should be woken."""
        return from_minutes(self.alert)


@dataclass(frozen=True)
class Facets:
    """What a list shows of a report. Times are minutes since 1970."""

    received: int
    lang: str
    channel: str
    alert: str
    danger: str = ""
    is_official: bool = False
    acts: tuple[str, ...] = ()
    aggressors: tuple[str, ...] = ()
    want_first: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    county: str = ""
    sub_county: str = ""
    place_kind: str = ""
    condom: str = ""
    injury: str = ""
    for_whom: str = ""
    earliest: int = 0
    latest: int = 0
    clocks: tuple[FacetClock, ...] = ()
    milestones: tuple[tuple[str, int], ...] = ()
    """What the case has reached, (code, minutes after receipt)."""
    owner: str = ""
    meant_for: str = ""
    """Before triage: the member it was written down for."""
    step: str = ""
    step_due: int = 0
    review: str = ""
    """The member who was asked to review the closing; "" when nobody was."""
    review_due: int = 0
    supported: int = 0
    closed: int = 0
    outcome: str = ""
    adjourned: int = 0
    """How often a hearing of the case was put off."""
    heard: int = 0
    """When she and we were last in touch; 0 before it is a case."""
    silent: int = 0
    """From when on it counts as silence; 0 before it is a case."""
    said: tuple[str, ...] = ()
    """How it was for her, "question:answer" of survey.toml. Not told of a case against an official,
    as the outcome is not."""
    coded: str = ""
    """How it is coded for the figures: "once", "twice", or "differs" when two coded otherwise."""
    child: bool = False
    """Somebody under 18 is concerned. Not told of a case against an official."""

    @property
    def received_at(self) -> dt.datetime:
        """When the report came, to the minute."""
        return from_minutes(self.received)

    @property
    def open_clocks(self) -> tuple[FacetClock, ...]:
        """The clocks that still run, soonest first."""
        return tuple(sorted((one for one in self.clocks if not one.done), key=lambda c: c.due))

    def dump(self) -> bytes:
        """Return the facets as compact bytes, so that nearly all fit the smallest size.

        Empty fields are left out; a clock is [kind, due and alert after receipt, flags].
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        content = {SHORT.get(name, name): value for name, value in values.items() if value}
        content["clocks"] = [
            [one.kind, one.due - self.received, one.alert - self.received, _flags(one)]
            for one in self.clocks
        ]
        return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()

    def for_team(self) -> "Facets":
        """Return what the whole team may see: of a case against an official, only its times."""
        if not self.is_official:
            return self
        clocks = tuple(
            one if one.kind == "first_support" else replace(one, kind="deadline")
            for one in self.clocks
        )
        kept = Facets(self.received, self.lang, self.channel, self.alert, danger=self.danger)
        return replace(
            kept,
            is_official=True,
            clocks=clocks,
            owner=self.owner,
            step="",
            step_due=self.step_due,
            review=self.review,
            review_due=self.review_due,
            supported=self.supported,
            closed=self.closed,
            heard=self.heard,
            silent=self.silent,
            coded=self.coded,
            # It says how the row is counted, and nothing of what happened.
            outcome=self.outcome if self.outcome == MERGED else "",
        )

    def for_holder(self, first: "Facets") -> "Facets":
        """Return what a holder of the case may see: the facts of `first`, the times of now."""
        if not self.is_official:
            return self
        # The report's own clocks come first and in their order; those of its steps are the case's.
        own = len(first.clocks)
        clocks = (
            *(
                replace(one, done=now.done)
                for one, now in zip(first.clocks, self.clocks, strict=False)
            ),
            *self.clocks[own:],
        )
        return replace(
            first,
            alert=self.alert,
            clocks=clocks,
            owner=self.owner,
            meant_for=self.meant_for,
            step_due=self.step_due,
            review=self.review,
            review_due=self.review_due,
            supported=self.supported,
            closed=self.closed,
            heard=self.heard,
            silent=self.silent,
            coded=self.coded,
        )


def load(data: bytes) -> Facets:
    """Read what `dump` wrote."""
    content = {LONG.get(name, name): value for name, value in json.loads(data).items()}
    start = content["received"]
    clocks = tuple(
        FacetClock(
            kind,
            start + due,
            start + alert,
            "A" if flags & URGENT else "B",
            bool(flags & PUBLIC),
            bool(flags & DONE),
        )
        for kind, due, alert, flags in content.pop("clocks")
    )
    reached = tuple((str(code), int(at)) for code, at in content.pop("milestones", ()))
    known = {field.name for field in fields(Facets)}
    lists = {name: tuple(content[name]) for name in LISTS if name in content}
    plain = {name: value for name, value in content.items() if name in known}
    return Facets(**{**plain, **lists, "clocks": clocks, "milestones": reached})


def make(
    answers: Mapping[str, object],
    clocks: Iterable[Clock],
    received_at: dt.datetime,
    place: tuple[str, str, str],
) -> Facets:
    """Return the facets of a report; `place` is (language, channel, alert id)."""
    lang, channel, alert = place
    window = incident_window(answers, received_at)
    aggressors = _list(answers, "aggressors")
    return Facets(
        received=minutes(received_at),
        lang=lang,
        channel=channel,
        alert=alert,
        is_official=bool(OFFICIAL & set(aggressors)),
        earliest=minutes(window.earliest) if window else 0,
        latest=minutes(window.latest) if window else 0,
        clocks=tuple(
            FacetClock(
                one.kind, minutes(one.due_at), minutes(one.alert_at), one.alert_class, one.public
            )
            for one in clocks
        ),
        acts=_list(answers, "acts"),
        want_first=_list(answers, "want_first"),
        red_flags=_list(answers, "red_flags"),
        population=_list(answers, "population"),
        danger=_word(answers, "danger"),
        county=_word(answers, "county"),
        sub_county=_word(answers, "sub_county"),
        place_kind=_word(answers, "place_kind"),
        condom=_word(answers, "condom"),
        injury=_word(answers, "injury"),
        for_whom=_word(answers, "for_whom"),
        aggressors=aggressors,
        child=is_child(answers),
    )


def minutes(moment: dt.datetime) -> int:
    """Return whole minutes since 1970."""
    return int(moment.timestamp()) // MINUTE


def from_minutes(count: int) -> dt.datetime:
    """Return the moment of so many minutes since 1970, in UTC."""
    return dt.datetime.fromtimestamp(count * MINUTE, dt.UTC)


def _flags(clock: FacetClock) -> int:
    urgent = URGENT if clock.alert_class == "A" else 0
    return urgent | (PUBLIC if clock.is_public else 0) | (DONE if clock.done else 0)


def _list(answers: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = answers.get(name)
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    return (str(value),) if value and value != "not_asked" else ()


def _word(answers: Mapping[str, object], name: str) -> str:
    value = answers.get(name)
    return "" if value in {None, "not_asked"} or isinstance(value, list) else str(value)
