"""Slots for key derivation across processes, so that no lane can starve another or fill memory.

Lanes: `intake` never waits behind `token` or `sign-in`; of the two sign-in slots one is kept for
browsers that signed in before, so that strangers cannot close the desk.
"""

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum

from tetea.domain.keyring import runtime
from tetea.domain.keyring.errors import Busy
from tetea.kernel.crypto.runtime import keyed_id

LONGEST_WAIT = 5.0
PAUSE = 0.004
SOURCE_QUEUES = 16


class Lane(Enum):
    """Who waits for whom: each lane has slot files of its own."""

    INTAKE = ("intake-0", "intake-1", "intake-2", "intake-3")
    TOKEN = ("token-0", "token-1")
    SIGN_IN = ("signin-0",)
    SIGN_IN_KNOWN = ("signin-1", "signin-0")


@contextmanager
def slot(lane: Lane, source: str = "") -> Iterator[None]:
    """Hold one of the lane's slots; raise Busy after five seconds of waiting.

    `source` (an address, never stored) makes one guesser queue behind herself: only the first of
    each source competes for a slot. Fails closed: no slot, no derivation.
    """
    give_up = time.monotonic() + LONGEST_WAIT
    if not source:
        with _one_of(lane.value, give_up):
            yield
        return
    mark = keyed_id(runtime.current().key, "source", source.encode())[0] % SOURCE_QUEUES
    with _one_of((f"source-{mark}",), give_up), _one_of(lane.value, give_up):
        yield


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
