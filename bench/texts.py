"""The SMS that two phone companies bring to us, some of them twice."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.wire import FORM, Line, get, post

# Of so many in a row one comes twice, so that of ten callbacks one is a duplicate.
TWICE_EVERY = 9
# Every other duplicate comes at once, by another line; the rest so many callbacks later.
LATE = 40
COME_AGAIN = 0.1
FIRST_NUMBER = 10_000_000
# Each from another block of a thousand numbers: more of one block would be held as a flood.
BLOCK = 1000
WORDS = (
    "They took my phone near stage {at} and did not give it back, {run}",
    "Walichukua simu yangu pale {at} jana, naomba mtu aje kesho, {run}",
    "He refused to pay me in room {at} and pushed me out, nataka daktari, {run}",
)


@dataclass(frozen=True)
class Sms:
    """One SMS, and by whom it is brought."""

    id: str
    number: str
    text: str
    by_kannel: bool

    def request(self, paths: Mapping[str, str]) -> bytes:
        """Return the callback as that provider sends it."""
        fields = {"id": self.id, "from": self.number, "to": "22384", "text": self.text}
        if self.by_kannel:
            fields |= {"coding": "0", "charset": "utf-8", "udh": ""}
            return get(f"{paths['kannel_sms']}?{urlencode(fields)}")
        fields |= {"date": "2026-11-25 20:00:00", "networkCode": "63902"}
        return post(paths["sms"], urlencode(fields).encode(), FORM)


def written(run: int, count: int) -> list[Sms]:
    """Return so many SMS, each of somebody else, in words of her own."""
    return [
        Sms(
            id=f"bench-{run}-{at}",
            number=f"+2547{FIRST_NUMBER + (run * count + at) * BLOCK + at % BLOCK:08d}",
            text=WORDS[at % len(WORDS)].format(at=at, run=run),
            by_kannel=at % 2 == 1,
        )
        for at in range(count)
    ]


def brought(sent: list[Sms]) -> list[Sms]:
    """Return them in the order in which they come, with every ninth twice."""
    callbacks = list(sent)
    for turn, double in enumerate(sent[::TWICE_EVERY]):
        callbacks.insert(callbacks.index(double) + (1 if turn % 2 else LATE), double)
    return callbacks


@dataclass(frozen=True)
class Callbacks:
    """A round: one line's share of all callbacks, dealt out in turn."""

    paths: Mapping[str, str] = field(repr=False)
    run: int
    count: int
    lines: int

    def __call__(self, line: Line, number: int) -> list[float]:
        """Bring them; what is answered with 503 is brought again, as a gateway does."""
        share = brought(written(self.run, self.count))[number :: self.lines]
        return [_bring(line, sms.request(self.paths)) for sms in share]


def _bring(line: Line, request: bytes) -> float:
    start = time.perf_counter()
    while line.send(request).expect(200, 503).status == 503:
        time.sleep(COME_AGAIN)
    return time.perf_counter() - start
