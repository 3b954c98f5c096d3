"""Keeps what would be sent in memory: for tests and the demo. Nothing leaves the machine."""

from collections import deque

from tetea.kernel.sending import Letter

KEPT = 200
sent: deque[Letter] = deque(maxlen=KEPT)


def send(letter: Letter) -> None:
    """Keep a letter; the oldest go when there are more than two hundred."""
    sent.append(letter)
