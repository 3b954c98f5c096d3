"""The demo's people and stories, read from the tables that ship; their times count from today."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import cast

from tetea.domain.cases import work
from tetea.domain.demo.errors import BadScript
from tetea.domain.directory import vocabularies
from tetea.domain.directory.steps import step_book
from tetea.kernel.casework.file import moment_of
from tetea.kernel.casework.step_fields import Field
from tetea.kernel.casework.steps import StepKind, WrongField, read_fields
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.token import Token, parse
from tetea.kernel.dialogue import Value

Table = dict[str, object]

STORY_FILES = ("seeds", "seeds_rights", "busia", "kisumu", "nairobi", "phones", "today")
HEADER = frozenset(
    {
        "name",
        "seed",
        "lang",
        "channel",
        "token",
        "ago",
        "at",
        "happened",
        "arrested",
        "steps",
        "number",
    }
)
CONSENTS_UNLESS_TOLD = {
    "consent_store": "yes",
    "consent_match": "yes",
    "consent_alert": "no",
    "consent_partner": "yes",
    "consent_police": "no",
    "consent_stats": "yes",
    "consent_contact": "no",
    "consent_research": "no",
    "consent_media": "no",
}
# Among the fields of a step: the person did it herself, so that it needs nobody's consent.
HERS = "hers"
TIMED = frozenset({"moment", "date"})
# So many days after the step, and at what hour in Nairobi; a date has no hour.
_DAY = re.compile(r"([+-]\d+)d(?:(\d\d:\d\d))?")
_SPAN = re.compile(r"(-)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


@dataclass(frozen=True)
class Person:
    """Somebody who signs in to the demo. The passphrase is public: it ships with the source."""

    role: str
    username: str
    passphrase: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True)
class Company:
    """The demo organisation itself, and the phrases that its messages begin with."""

    name: str
    counties: tuple[str, ...]
    people: tuple[Person, ...]
    phrases: Mapping[str, Mapping[str, str]] = field(repr=False)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does with a report, so long after it came."""

    after: dt.timedelta
    who: str
    verb: str
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Tale:
    """One report of the demo and what became of it. Times are spans before and after it."""

    name: str
    seed: str
    lang: str
    channel: str
    number: str = field(repr=False)
    token: Token | None = field(repr=False)
    ago: dt.timedelta
    at: dt.time | None
    happened: str
    arrested: str
    answers: Mapping[str, Value] = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)

    def received_at(self, now: dt.datetime) -> dt.datetime:
        """Return when the report comes in, in UTC; `at` is a time of day in Nairobi."""
        if self.at is None:
            return now - self.ago
        day = (now - self.ago).astimezone(NAIROBI).date()
        return dt.datetime.combine(day, self.at, NAIROBI).astimezone(dt.UTC)

    def told_answers(self, received_at: dt.datetime) -> dict[str, Value]:
        """Return her answers with the days and hours as she would tell them at that moment."""
        told = dict(self.answers)
        if self.happened in {"longer", "not_sure"}:
            told["when_known"] = self.happened
        elif self.happened:
            told |= _told_day(received_at, self.happened)
        if self.arrested:
            moment = (received_at - span(self.arrested)).astimezone(NAIROBI)
            told["arrest_date"] = moment.date().isoformat()
            told["arrest_hour"] = f"{moment:%H}"
        return told


@cache
def company() -> Company:
    """Return the organisation of the demo."""
    table = _read("organisation")
    people = cast("list[dict[str, str]]", table["member"])
    return Company(
        name=str(table["name"]),
        counties=tuple(cast("list[str]", table["counties"])),
        people=tuple(Person(**person) for person in people),
        phrases=cast("Mapping[str, Mapping[str, str]]", table["phrases"]),
    )


@cache
def tales() -> tuple[Tale, ...]:
    """Return every story of the demo; raise BadScript naming the one that cannot be read."""
    found = []
    for name in STORY_FILES:
        found += [_tale(entry) for entry in cast("list[Table]", _read(name)["report"])]
    return tuple(found)


def tokens() -> tuple[Token, ...]:
    """Return the tokens that the demo prints, in the order of the stories."""
    return tuple(tale.token for tale in tales() if tale.token is not None)


def span(text: str) -> dt.timedelta:
    """Read a span such as "40m", "3h" or "2d6h", with a minus sign for the past."""
    match = _SPAN.fullmatch(text)
    if match is None or not text:
        raise BadScript(f"{text!r} is not a span of time")
    sign, days, hours, minutes = match.groups()
    found = dt.timedelta(days=int(days or 0), hours=int(hours or 0), minutes=int(minutes or 0))
    return -found if sign else found


def casework(name: str, words: tuple[str, ...], at: dt.datetime, now: dt.datetime) -> work.Step:
    """Return what a step of casework writes down: its words are kind, text, and fields.

    Fields read "name=value". A moment is written "+1d10:00", a day "+42d": so many days after the
    step (`at`); after "@" from the day of loading (`now`), or "@3h" from that moment. Raises
    BadScript naming story and kind for an unknown kind, for a field that does not fit, and for a
    moment to come in a field that says when something was done.
    """
    kind, text, *given = words
    where = f"the story {name!r}, step {kind!r}"
    known = step_book().kinds.get(kind)
    if known is None:
        raise BadScript(f"{where}: there is no such kind of step")
    parted = [word.partition("=") for word in given if word != HERS]
    asked = {one.name: one for one in known.fields}
    if strange := [key for key, _, value in parted if key not in asked or not value]:
        raise BadScript(f"{where}: does not fit: {', '.join(strange)}")
    typed = {key: _timed(asked[key], value, at, now) for key, _, value in parted}
    try:
        fields = read_fields(known, typed, _lists(known))
    except WrongField as fault:
        raise BadScript(f"{where}: {fault}") from None
    said = [key for key in _done_at(known) if key in fields]
    if early := [key for key in said if moment_of(str(fields[key])) > at]:
        raise BadScript(f"{where}: lies in the future: {', '.join(early)}")
    return work.Step(kind, text, fields, is_hers=HERS in given)


def _timed(asked: Field, text: str, at: dt.datetime, now: dt.datetime) -> str:
    """Return a moment or day as a form would hand it in; every other text as it is."""
    if asked.type not in TIMED:
        return text
    is_from_loading = text.startswith("@")
    base, written = (now, text[1:]) if is_from_loading else (at, text)
    match = _DAY.fullmatch(written)
    if match is not None:
        days, hour = match.groups()
        day = base.astimezone(NAIROBI).date() + dt.timedelta(days=int(days))
        return f"{day}T{hour}" if hour else f"{day}"
    if is_from_loading and written and _SPAN.fullmatch(written):
        return f"{(now + span(written)).astimezone(NAIROBI):%Y-%m-%dT%H:%M}"
    return text


def _done_at(kind: StepKind) -> tuple[str, ...]:
    """Return the moments of a step that are past: those that a clock counts from lie ahead."""
    ahead = {clock.starts_from for clock in step_book().clocks}
    return tuple(
        one.name
        for one in kind.fields
        if one.type == "moment" and f"{kind.kind}.{one.name}" not in ahead
    )


def _lists(kind: StepKind) -> dict[str, list[str]]:
    return {
        one.list: [row.name for row in vocabularies.words(one.list)]
        for one in kind.fields
        if one.list
    }


def _told_day(received_at: dt.datetime, happened: str) -> dict[str, Value]:
    """Return day and hour as she says them; a question mark stands for an hour not known."""
    moment = (received_at - span(happened.removesuffix("?"))).astimezone(NAIROBI)
    told: dict[str, Value] = {}
    days = (received_at.astimezone(NAIROBI).date() - moment.date()).days
    told["when_known"] = {0: "today", 1: "yesterday"}.get(days, "date")
    if told["when_known"] == "date":
        told["when_date"] = moment.date().isoformat()
    told["when_hour"] = "not_sure" if happened.endswith("?") else f"{moment:%H}"
    return told


def _tale(entry: Table) -> Tale:
    name = str(entry["name"])
    answers = CONSENTS_UNLESS_TOLD | {"danger": "no", "about_us": "no", "for_whom": "self"}
    own = {key: cast("Value", value) for key, value in entry.items() if key not in HEADER}
    try:
        return Tale(
            name=name,
            seed=str(entry.get("seed", "")),
            lang=str(entry["lang"]),
            channel=str(entry.get("channel", "web")),
            number=str(entry.get("number", "")),
            token=parse(str(entry["token"])) if "token" in entry else None,
            ago=span(str(entry["ago"])),
            at=dt.time.fromisoformat(str(entry["at"])) if "at" in entry else None,
            happened=str(entry.get("happened", "")),
            arrested=str(entry.get("arrested", "")),
            answers={**answers, **own},
            steps=tuple(_step(row) for row in cast("list[list[str]]", entry.get("steps", []))),
        )
    except (KeyError, ValueError) as fault:
        raise BadScript(f"the story {name!r} cannot be read: {fault}") from None


def _step(row: list[str]) -> Step:
    after, who, verb, *words = row
    return Step(span(after), who, verb, tuple(words))


def _read(name: str) -> Table:
    return tomllib.loads((resources.files("tetea.data.demo") / f"{name}.toml").read_text())
