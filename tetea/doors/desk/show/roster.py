"""The roster in words: a code name, what they do, and how and when to be in touch."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from tetea.domain.directory import vocabularies
from tetea.domain.directory.places import counties, county_name
from tetea.domain.forum import roster
from tetea.domain.forum.errors import Wrong
from tetea.domain.forum.roster import Entry
from tetea.doors.desk.show import choices
from tetea.doors.desk.show.steps import Option
from tetea.doors.desk.show.words import Words, word
from tetea.kernel.phone.contact import WINDOWS

WAYS: Words = {
    "call": _("Call them"),
    "sms": _("Write an SMS"),
    "in_person": _("Meet them"),
    "through_us": _("Through a coordinator only"),
}
FIELDS: Words = {
    "code": _("Code name"),
    "name": _("Who it is"),
    "unit": _("Unit or organisation"),
    "number": _("Phone number"),
    "kind": _("What they do"),
    "county": _("County"),
    "training": _("Training: what and when"),
    "way": _("How to be in touch"),
    "windows": _("When it is safe"),
    "first": _("What to say first"),
    "never": _("What never to say"),
}
REASONS: Words = {
    "missing": _("is missing."),
    "long": _("is too long."),
    "unknown": _("is none of those offered."),
    "taken": _("stands on the roster already."),
    "names": _("holds part of the name. Choose one that says nothing."),
}


@dataclass(frozen=True)
class Line:
    """Somebody as the page has them."""

    id: str
    code: str
    kind: str
    county: str
    way: str
    hours: tuple[str, ...]
    training: str
    first: str = field(repr=False)
    never: str = field(repr=False)
    is_active: bool
    is_now: bool


def lines(found: Sequence[Entry], now: dt.datetime, lang: str) -> list[Line]:
    """Return everybody in the order given."""
    return [
        Line(
            id=one.id,
            code=one.code,
            kind=vocabularies.word(roster.KINDS, one.kind, lang),
            county=county_name(one.county),
            way=word(WAYS, one.way),
            hours=tuple(choices.label("contact_hours", code, lang) for code in one.windows),
            training=one.training,
            first=one.first,
            never=one.never,
            is_active=one.is_active,
            is_now=one.may_be_reached(now),
        )
        for one in found
    ]


def form(typed: Entry, lang: str) -> dict[str, list[Option]]:
    """Return what can be chosen, with what was chosen."""
    return {
        "kinds": [
            Option(one.name, one.labels[lang], one.name == typed.kind)
            for one in vocabularies.words(roster.KINDS)
        ],
        "counties": [Option(one.code, one.name, one.code == typed.county) for one in counties()],
        "ways": [Option(code, word(WAYS, code), code == typed.way) for code in roster.WAYS],
        "hours": [
            Option(code, choices.label("contact_hours", code, lang), code in typed.windows)
            for code in WINDOWS
        ],
    }


def fault(wrong: Wrong) -> str:
    """Return which field is wrong, and what to do."""
    return f"{word(FIELDS, wrong.field)} {word(REASONS, wrong.reason)}"
