"""Every screen of the menu, found by pressing keys: the map of what a phone can be shown."""

import datetime as dt
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tetea.domain.phones.ussd import hop as hops
from tetea.domain.phones.ussd import places, report
from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import World
from tetea.domain.reports.partial import Growing
from tetea.kernel.dialogue import is_relevant
from tetea.kernel.phone.screens import Screen

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "00", "12")
SLIPS = ("77", "#x", "99")
LETTERS = "abehiklmnstuvw"
# Questions whose answer decides what is asked or said later; of the others any answer will do.
TOKEN = "73910482651937460281"


@dataclass(frozen=True)
class Shown:
    """One screen, the session that is at it, and whether it was shown after a slip."""

    talk: Talk
    screen: Screen
    text: str


class Walker:
    """Presses every key on every screen, once for each place where it can mean something else."""

    def __init__(self, world: World, growing: Growing) -> None:
        self.world, self.growing = world, growing
        self.seen: set[tuple[Any, ...]] = set()

    def walk(self, *starts: Talk) -> Iterator[Shown]:
        """Go breadth first from these sessions; give each screen once."""
        waiting = deque(starts)
        while waiting:
            talk, screen = self._kept(waiting.popleft())
            where = self._where(talk, screen)
            if where in self.seen:
                continue
            self.seen.add(where)
            yield Shown(talk, screen, screen.reply())
            if talk.slip or screen.is_end:
                continue
            before = self._token_seen(talk, screen)
            waiting.extend(self._pressed(before))

    def _pressed(self, talk: Talk) -> Iterator[Talk]:
        keys = [*KEYS, *SLIPS]
        if talk.spot.place in {"counties", "question"}:
            keys += LETTERS
        if talk.spot.name in {"when_date", "arrest_date"}:
            keys += ["0101", "31", "3113"]
        if talk.spot.place == "check":
            keys += [TOKEN, "12345678901234567891"]
        for key in keys:
            yield places.hear(talk, key, self.world)

    def _kept(self, talk: Talk) -> tuple[Talk, Screen]:
        """Do what keeping does, without a table: from the first answer on there is a number."""
        if talk.answers and talk.report is None:
            talk = replace(talk, report=self.growing, token=TOKEN, token_seen=False)
        return hops._with_number(talk, self.world)

    def _token_seen(self, talk: Talk, screen: Screen) -> Talk:
        shown = report.shown_token(talk)
        return replace(talk, token_seen=True) if shown and shown in screen.text else talk

    def _where(self, talk: Talk, screen: Screen) -> tuple[Any, ...]:
        spot = talk.spot
        typed = len(spot.typed) if spot.place == "token" else spot.typed
        place = (talk.lang, spot.place, spot.name, spot.page, typed, talk.slip)
        if spot.place not in {"question", "enough", "check", "number", "outside", "end", "resume"}:
            return (*place, bool(talk.visit))
        picked = {**talk.answers, spot.name: list(spot.picks)} if spot.picks else talk.answers
        return (
            *place,
            tuple(one for one in spot.groups if not one.startswith("+")),
            any(one.startswith("+") for one in spot.groups),
            bool(spot.picks),
            talk.token_seen,
            talk.is_sos,
            talk.is_resumed,
            talk.goes_on,
            talk.answers.get("county") if spot.name == "sub_county" else "",
            self._asked(dict(picked)),
            hash(screen.text),
        )

    def _asked(self, answers: dict[str, Any]) -> frozenset[str]:
        """Which of the questions that depend on others would be asked after these answers."""
        sheet, today = self.world.sheet, self.world.today
        return frozenset(
            one for one in DEPENDING if is_relevant(sheet, one, answers, today)
        )


DEPENDING = ("when_date", "condom", "pregnancy_possible", "still_held", "arrest_date")


def growing_with(card: bytes, growing: Growing, received: dt.datetime) -> Growing:
    """A report as the running server remembers it, with this card."""
    return replace(growing, last_card=card, received=received)
