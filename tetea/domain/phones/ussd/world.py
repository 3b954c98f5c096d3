"""What a hop may ask beside its own session: questionnaire, day, services, threads."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property

from tetea.domain import moment
from tetea.domain.directory import phone
from tetea.domain.directory.places import counties
from tetea.domain.people.models import Organisation, Site
from tetea.domain.phones import visit as visits
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.visit import Visit
from tetea.domain.reports import questionnaire, thread
from tetea.domain.reports.errors import TokenUnknown
from tetea.domain.reports.thread import Visitor
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.crypto.errors import TokenMalformed
from tetea.kernel.dialogue import Questionnaire
from tetea.kernel.phone.screens import Screen, width

CHANNEL = "ussd"


@dataclass(frozen=True)
class World:
    """The organisation and the moment, as one hop sees them."""

    organisation: Organisation
    number: str = field(repr=False)
    """Who calls; used to queue guessers behind themselves, and kept only where she allows it."""
    unfinished: Callable[[], Talk | None] = field(repr=False)
    """Finds what she told in a session that dropped."""
    now: dt.datetime = field(default_factory=moment.now)

    @cached_property
    def sheet(self) -> Questionnaire:
        """The one questionnaire."""
        return questionnaire.current()

    @property
    def today(self) -> dt.date:
        """The day where the phones are."""
        return self.now.astimezone(NAIROBI).date()

    def county_order(self) -> list[str]:
        """Return the codes of all counties: those with an office first, the rest by name."""
        near = near_counties(self.organisation.id)
        rest = sorted((one.name, one.code) for one in counties() if one.code not in near)
        return [*near, *(code for _, code in rest)]

    def open_token(self, digits: str) -> Visit | str:
        """Open a thread by its token: one Argon2id call. Return why not: "malformed", "unknown".

        Raises Busy.
        """
        try:
            found = thread.open_token(self.organisation, digits, self.number)
        except TokenMalformed:
            return "malformed"
        except TokenUnknown:
            return "unknown"
        return visits.begun(found)

    def visitor(self, visit: Visit) -> Visitor | None:
        """Return her as whoever holds the token; None when the thread is gone meanwhile."""
        return visits.visitor(self.organisation, visit)


@dataclass(frozen=True)
class WorldAway(World):
    """The world while the database is away: no thread can be opened, the rest is in memory."""

    def open_token(self, digits: str) -> Visit | str:  # noqa: ARG002  # the same question
        """Open nothing."""
        return "unknown"

    def visitor(self, visit: Visit) -> Visitor | None:  # noqa: ARG002  # the same question
        """Know nobody."""
        return None


@cache
def near_counties(organisation_id: str) -> tuple[str, ...]:
    """Return the codes of the counties in which the organisation has an office.

    Remembered: the menu goes on while the database is away, and the same key must mean the same
    county as before. No command changes sites yet.
    """
    rows = Site.objects.filter(organisation=organisation_id).values_list("county", flat=True)
    return tuple(sorted(set(rows)))


def say(talk: Talk, key: str, **values: object) -> str:
    """Return a text of the menu in her language."""
    return phone.menu(key, talk.lang, **values)


def menu_hint(talk: Talk, text: str, room: int) -> str:
    """Add that 00 leads to the first menu, where there is room for it."""
    hint = say(talk, "key_menu")
    return text + hint if width(text) + width(hint) <= room else text


def screen(talk: Talk, text: str, room: int) -> Screen:
    """Return a screen that goes on, with the way back on it."""
    back = say(talk, "keys_list", more="")
    return Screen(menu_hint(talk, f"{text}\n{back}", room))
