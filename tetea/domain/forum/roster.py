"""Mediators, friendly officers and peer educators: known by a code name, reached only as is safe.

The team reads code name, kind, county, training and how to be in touch. Who it is, of which unit
and under which number is sealed to the coordinators of the day and opened on purpose, with an
entry in the log. A friendly officer hears nothing of a case from the own unit.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain import moment
from tetea.domain.directory import vocabularies
from tetea.domain.directory.places import counties
from tetea.domain.forum import vault
from tetea.domain.forum.errors import NotFound, Wrong
from tetea.domain.forum.models import RosterEntry
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Group
from tetea.kernel.phone.contact import WINDOWS, is_allowed

LONGEST = 200
# Shorter parts of a name stand in too many words.
SHORTEST_NAME = 3
KINDS = "roster_kinds"
# Ways to be in touch. Never a letter to the station, never through a colleague.
WAYS = ("call", "sms", "in_person", "through_us")
TEXTS = ("training", "first", "never")


@dataclass(frozen=True)
class Entry:
    """Somebody as the team knows them. `first` is said first, `never` is never said."""

    id: str
    code: str
    kind: str
    county: str
    way: str
    windows: tuple[str, ...]
    training: str = ""
    first: str = field(default="", repr=False)
    never: str = field(default="", repr=False)
    is_active: bool = True

    def may_be_reached(self, now: dt.datetime) -> bool:
        """Whether it is an hour at which they may be reached."""
        return self.is_active and is_allowed(self.windows, now)


@dataclass(frozen=True)
class Person:
    """Who it is: for coordinators alone."""

    name: str = field(repr=False)
    unit: str = field(repr=False)
    number: str = field(default="", repr=False)


def add(holder: Holder, entry: Entry, person: Person) -> str:
    """Put somebody on the roster; return the id. Raises Wrong, NotForDuty, NotFound."""
    vault.may_write(holder)
    _check(entry, person)
    row = RosterEntry(id=new_id(), organisation=holder.organisation)
    if any(one.code.casefold() == entry.code.strip().casefold() for one in every(holder)):
        raise Wrong("code", "taken")
    with transaction.atomic():
        vault.put(holder, row, _dump(entry))
        row.person = vault.put_apart(holder, row.id, _who(person))
        row.save(force_insert=True)
        _log(holder, "roster.added", row.id)
    return row.id


def end(holder: Holder, entry_id: str, *, again: bool = False) -> None:
    """Take somebody off the roster, or with `again` put them back. Raises NotForDuty, NotFound."""
    vault.may_write(holder)
    with transaction.atomic():
        row = _row(holder, entry_id, to_change=True)
        entry = _load(vault.take(holder, row), row.id)
        vault.put(holder, row, _dump(replace(entry, is_active=again)))
        row.save()
        _log(holder, "roster.put_back" if again else "roster.ended", row.id)


def every(holder: Holder) -> tuple[Entry, ...]:
    """Return everybody, the active ones first; empty for whoever does not share the team's key."""
    if not holder.holds(Group.TEAM):
        return ()
    rows = RosterEntry.objects.filter(organisation=holder.organisation)
    found = [_load(vault.take(holder, row), row.id) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.is_active, one.code.casefold())))


def who(holder: Holder, entry_id: str) -> Person:
    """Open who somebody is; the log entry comes first.

    For coordinators who held the role when it was written; raises NotForDuty, NotFound.
    """
    vault.may_write(holder)
    row = _row(holder, entry_id)
    person = _person(holder, row)
    with transaction.atomic():
        _log(holder, "roster.opened", row.id)
    return person


def may_hear_of(holder: Holder, unit: str) -> tuple[Entry, ...]:
    """Return who may be asked about something of a unit: active, and of another unit.

    The units are compared without showing them; that it was asked is logged. One of which she
    cannot open who it is is left out: nobody is asked on a guess. Raises Wrong, NotForDuty,
    NotFound.
    """
    vault.may_write(holder)
    if not _plain(unit):
        raise Wrong("unit", "missing")
    rows = {row.id: row for row in RosterEntry.objects.filter(organisation=holder.organisation)}
    with transaction.atomic():
        _log(holder, "roster.asked", holder.organisation.id)
    found = []
    for one in every(holder):
        try:
            is_own = is_same_unit(_person(holder, rows[one.id]).unit, unit)
        except NotFound:
            continue
        if one.is_active and not is_own:
            found.append(one)
    return tuple(found)


def is_same_unit(one: str, other: str) -> bool:
    """Whether two ways of writing a unit may mean the same one.

    One named within the other counts as the same: better nobody is asked than the wrong one.
    """
    a, b = _plain(one), _plain(other)
    return bool(a) and bool(b) and (a in b or b in a)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _check(entry: Entry, person: Person) -> None:
    for name, text in (("code", entry.code), ("name", person.name), ("unit", person.unit)):
        if not text.strip():
            raise Wrong(name, "missing")
    texts = {name: getattr(entry, name) for name in ("code", *TEXTS)} | _who(person)
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise Wrong(name, "long")
    _check_words(entry)
    parts = [_plain(one) for one in person.name.split()]
    if any(part in _plain(entry.code) for part in parts if len(part) >= SHORTEST_NAME):
        raise Wrong("code", "names")


def _check_words(entry: Entry) -> None:
    known = {
        "kind": {one.name for one in vocabularies.words(KINDS)},
        "county": {one.code for one in counties()},
        "way": set(WAYS),
    }
    for name, codes in known.items():
        if getattr(entry, name) not in codes:
            raise Wrong(name, "unknown")
    if not entry.windows or not WINDOWS.keys() >= set(entry.windows):
        raise Wrong("windows", "missing")


def _person(holder: Holder, row: RosterEntry) -> Person:
    found = vault.take_apart(holder, row.id, bytes(row.person))
    if not isinstance(found, dict):
        raise NotFound
    return Person(str(found["name"]), str(found["unit"]), str(found["number"]))


def _who(person: Person) -> dict[str, str]:
    return {
        "name": person.name.strip(),
        "unit": person.unit.strip(),
        "number": person.number.strip(),
    }


def _row(holder: Holder, entry_id: str, *, to_change: bool = False) -> RosterEntry:
    rows = RosterEntry.objects.select_for_update() if to_change else RosterEntry.objects
    row = rows.filter(organisation=holder.organisation, id=entry_id).first()
    if row is None:
        raise NotFound
    return row


def _dump(entry: Entry) -> dict[str, object]:
    return {
        "code": entry.code.strip(),
        "kind": entry.kind,
        "county": entry.county,
        "way": entry.way,
        "windows": list(entry.windows),
        "active": entry.is_active,
        "since": moment.now().date().isoformat(),
        **{name: getattr(entry, name).strip() for name in TEXTS},
    }


def _load(content: Mapping[str, object], entry_id: str) -> Entry:
    windows = content["windows"]
    return Entry(
        id=entry_id,
        code=str(content["code"]),
        kind=str(content["kind"]),
        county=str(content["county"]),
        way=str(content["way"]),
        windows=tuple(map(str, windows)) if isinstance(windows, list) else (),
        training=str(content["training"]),
        first=str(content["first"]),
        never=str(content["never"]),
        is_active=bool(content["active"]),
    )


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
