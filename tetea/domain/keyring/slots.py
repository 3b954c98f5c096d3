"""Slots for key derivation across processes, so that no lane can starve another or fill memory.

Lanes: `intake` never waits behind `token` or `sign-in`; of the two sign-in slots one is kept for
browsers that signed in before, so that strangers cannot close the desk.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from enum import Enum

from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import Busy
from tetea.kernel.crypto.runtime import keyed_id

LONGEST_WAIT = 5.0
# A waiter looks again after this: longer, and slots lie empty between two derivations.
PAUSE = 0.002
SOURCE_QUEUES = 16
# How many requests of one source may wait in this process; the next is told to come back.
MOST_OF_A_SOURCE = 3


class Lane(Enum):
    """Who waits for whom: each lane has slot files of its own."""

    INTAKE = ("intake-0", "intake-1", "intake-2", "intake-3")
    TOKEN = ("token-0", "token-1")
    SIGN_IN = ("signin-0",)
    SIGN_IN_KNOWN = ("signin-1", "signin-0")


# Whoever waits for a slot holds a thread of the server. Of sixteen, waiting rooms take at most
# twelve, so that an intake always finds one that is free.
_ROOMS = {
    Lane.TOKEN: threading.BoundedSemaphore(6),
    Lane.SIGN_IN: threading.BoundedSemaphore(3),
    Lane.SIGN_IN_KNOWN: threading.BoundedSemaphore(3),
}
_SOURCES = tuple(threading.BoundedSemaphore(MOST_OF_A_SOURCE) for _ in range(SOURCE_QUEUES))


@contextmanager
def slot(lane: Lane, source: str = "") -> Iterator[None]:
    """Hold one of the lane's slots; raise Busy when the room is full or after five seconds.

    `source` (an address, never stored) makes one guesser queue behind herself: only the first of
    each source competes for a slot. Fails closed: no slot, no derivation.
    """
    give_up = time.monotonic() + LONGEST_WAIT
    with ExitStack() as held:
        # A source's own limit first, so that one guesser never fills the room of all.
        queue = _queue_of(source) if source else None
        if queue is not None:
            held.enter_context(_place_in(_SOURCES[queue]))
        if lane in _ROOMS:
            held.enter_context(_place_in(_ROOMS[lane]))
        if queue is not None:
            held.enter_context(_one_of((f"source-{queue}",), give_up))
        held.enter_context(_one_of(lane.value, give_up))
        yield


def _queue_of(source: str) -> int:
    return keyed_id(runtime.current().key, "source", source.encode())[0] % SOURCE_QUEUES


@contextmanager
def _place_in(room: threading.BoundedSemaphore) -> Iterator[None]:
    if not room.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        room.release()


@contextmanager
def _one_of(names: Sequence[str], give_up: float) -> Iterator[None]:
    folder = runtime.folder()
    handles = [os.open(folder / f"slot-{name}", os.O_RDWR | os.O_CREAT, 0o600) for name in names]
    try:
        _take(handles, give_up)
        yield
    finally:
        for handle in handles:  # Closing releases the lock, also when the process is killed.
            os.close(handle)


def _take(handles: Sequence[int], give_up: float) -> None:
    while True:
        for handle in handles:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return
        if time.monotonic() > give_up:
            raise Busy
        time.sleep(PAUSE)
