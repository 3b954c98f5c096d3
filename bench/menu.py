"""What feature phones send: hops of menu sessions, as Africa's Talking posts them."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.wire import FORM, Line, WrongAnswer, post

# Report, not in danger: the hop that makes the token.
BEGIN = "2*2"
# What she presses then: nobody from here; a group of acts; two of them; the police; today; Busia;
# Nambale; medicine; that is all.
KEYS = ("2", "1", "13", "2", "1", "1", "1", "3", "3")
# Naming a group answers nothing yet: that hop is sent and takes its time, but is not counted.
SEALS_NOTHING = 1
SEALED = len(KEYS) - 1
# Hops that store nothing: the first menu, services of a county page by page, rights.
SCREENS = ("", "3", "3*1", "3*1*1", "3*1*1*0", "5", "5*1")
PERSONS, TURNS = 1000, 1000
GOES_ON, ENDS = b"CON ", b"END "


@dataclass(frozen=True)
class Call:
    """One menu session. Nobody calls twice, so that there is no dropped session to take up."""

    path: str = field(repr=False)
    run: int
    person: int
    turn: int

    def hop(self, text: str) -> bytes:
        """Return the post of one hop; `text` is all that was typed since dialling."""
        name = (self.run * PERSONS + self.person) * TURNS + self.turn
        fields = {
            "sessionId": f"ATUid_{name}",
            "phoneNumber": f"+2547{name:08d}",
            "networkCode": "63902",
            "serviceCode": "*384*1234#",
            "text": text,
        }
        return post(self.path, urlencode(fields).encode(), FORM)


@dataclass(frozen=True)
class Begin:
    """A round: so many sessions up to the token."""

    path: str = field(repr=False)
    run: int
    sessions: int

    def __call__(self, line: Line, person: int) -> list[float]:
        """Send that one hop of each; raise WrongAnswer when a session does not go on."""
        calls = (Call(self.path, self.run, person, turn) for turn in range(self.sessions))
        return [timed(line, call.hop(BEGIN), GOES_ON) for call in calls]


@dataclass(frozen=True)
class Answer:
    """A round: sessions that have begun, answered to their end one after the other."""

    path: str = field(repr=False)
    run: int
    sessions: int

    def __call__(self, line: Line, person: int) -> list[float]:
        """Press all keys; return the times of the hops that sealed an answer."""
        times = []
        for turn in range(self.sessions):
            call, typed = Call(self.path, self.run, person, turn), BEGIN
            for at, key in enumerate(KEYS):
                typed = f"{typed}*{key}"
                taken = timed(line, call.hop(typed), ENDS if at == SEALED else GOES_ON)
                times += [taken] if at != SEALS_NOTHING else []
        return times


@dataclass(frozen=True)
class Leaf:
    """A round: each screen that stores nothing once."""

    path: str = field(repr=False)

    def __call__(self, line: Line, person: int) -> list[float]:
        """Ask for all of them."""
        call = Call(self.path, 0, person, 0)
        return [timed(line, call.hop(text), GOES_ON) for text in SCREENS]


def timed(line: Line, request: bytes, begins: bytes) -> float:
    """Return the seconds until the answer; raise WrongAnswer when it begins otherwise."""
    start = time.perf_counter()
    answer = line.send(request).expect(200)
    taken = time.perf_counter() - start
    if not answer.body.startswith(begins):
        raise WrongAnswer(f"expected {begins.decode()}, got {answer.text[:60]}")
    return taken
