"""Every screen of the menu, found by pressing keys: the map of what a phone can be shown."""

import string
from collections import deque
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Any

from tetea.domain.phones.ussd import hop as hops
from tetea.domain.phones.ussd import places, report
from tetea.domain.phones.ussd.places import PLACES
from tetea.domain.phones.ussd.talk import Spot, Talk
from tetea.domain.phones.ussd.world import World
from tetea.domain.reports.partial import Growing
from tetea.kernel.phone.screens import Screen

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "00", "12", "888")
# A right token and a wrong one, as somebody types them to check the first.
TOKEN, OTHER = "73910482651937460281", "12345678901234567891"
# The screens that depend on what was told.
TELLING = {"question", "enough", "check", "number", "outside", "end", "resume"}
# Answers after which every question of the menu can come.
ANSWERS: dict[str, Any] = {
    "danger": "no",
    "about_us": "no",
    "acts": ["SEX-01", "POL-01"],
    "when_known": "date",
    "county": "040",
    "still_held": "yes",
}


@dataclass(frozen=True)
class Shown:
    """One screen and the session that is at it."""

    talk: Talk
    screen: Screen
    text: str

    @property
    def name(self) -> str:
        """Where it stands in the menu."""
        return f"{self.talk.lang} {self.talk.spot.place} {self.talk.spot.name}".strip()


class Walker:
    """Presses every key on every screen, once for each place where it can show something else."""

    def __init__(self, world: World, growing: Growing) -> None:
        self.world, self.growing = world, growing
        self.seen: set[tuple[Any, ...]] = set()

    def walk(self, *starts: Talk, within: Container[str] = PLACES) -> Iterator[Shown]:
        """Go breadth first from these sessions; give each screen of these places once."""
        waiting = deque(starts)
        while waiting:
            talk = self._numbered(waiting.popleft())
            where = self._where(talk)
            if where in self.seen or talk.spot.place not in within:
                continue
            self.seen.add(where)
            talk, screen = hops._with_number(talk, self.world)
            yield Shown(talk, screen, screen.reply())
            if not (talk.slip or screen.is_end):
                waiting.extend(self._pressed(self._seen(talk, screen)))

    def every_question(self, lang: str) -> list[Talk]:
        """Sessions that stand at each question, also those that come only after some answers."""
        names = [one.name for one in self.world.sheet.questions if "ussd" in one.channels]
        talk = Talk(lang, answers=ANSWERS, report=self.growing, token=TOKEN, token_seen=True)
        return [replace(talk, spot=Spot("question", name), goes_on=True) for name in names]

    def press(self, talk: Talk, key: str) -> Shown:
        """One key press, with what keeping does after it."""
        talk = self._numbered(places.hear(talk, key, self.world))
        talk, screen = hops._with_number(talk, self.world)
        return Shown(self._seen(talk, screen), screen, screen.reply())

    def _pressed(self, talk: Talk) -> Iterator[Talk]:
        for key in (*KEYS, *self._more_keys(talk.spot)):
            yield places.hear(talk, key, self.world)

    def _more_keys(self, spot: Spot) -> tuple[str, ...]:
        if spot.place == "check":
            return (TOKEN, OTHER)
        if spot.name.endswith("_date"):
            return ("0101", "31", "3113", "0101*")
        has_letters = spot.place == "counties" or spot.name in {"county", "sub_county"}
        return tuple(string.ascii_lowercase) if has_letters and not spot.typed else ()

    def _numbered(self, talk: Talk) -> Talk:
        """Do what keeping does, without a table: from the first answer on there is a number."""
        if talk.answers and talk.report is None:
            return replace(talk, report=self.growing, token=TOKEN, token_seen=False)
        return talk

    def _seen(self, talk: Talk, screen: Screen) -> Talk:
        shown = report.shown_token(talk)
        return replace(talk, token_seen=True) if shown and shown in screen.text else talk

    def _where(self, talk: Talk) -> tuple[Any, ...]:
        """All of a session on which a screen depends."""
        spot = talk.spot
        typed = len(spot.typed) if spot.place == "token" else spot.typed
        where = (talk.lang, spot.place, spot.name, spot.page, typed, talk.slip)
        if spot.place not in TELLING:
            return (*where, bool(talk.visit))
        return (
            where,
            next((one for one in spot.groups if not one.startswith("+")), ""),
            bool(spot.picks or spot.groups),
            bool(talk.token) and not talk.token_seen,
            talk.is_sos,
            talk.is_resumed and talk.token_seen,
            talk.answers.get("county") if spot.name == "sub_county" else "",
        )
