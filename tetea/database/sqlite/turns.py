"""Whose turn it is to write: one after the other, over all threads and processes.

SQLite lets whoever looks at the right moment write first, and looks again only after a sleep that
grows up to a tenth of a second. Among many writers one that keeps missing it gives up in the end,
and the disk idles meanwhile.
"""

import fcntl
import os
import threading
import time
from pathlib import Path

LOOKS_AGAIN = 0.0003
_first = threading.Lock()


class Turn:
    """The turn of one connection."""

    def __init__(self) -> None:
        self._file = -1

    def take(self, database: str, seconds: float) -> bool:
        """Wait for the turn, first among the threads of this process; False when time is up."""
        give_up = time.monotonic() + seconds
        if not _first.acquire(timeout=seconds):
            return False
        try:
            self._file = _among_processes(Path(f"{database}-turn"), give_up)
        except BaseException:
            _first.release()
            raise
        if self._file < 0:
            _first.release()
        return self._file >= 0

    def end(self) -> None:
        """Let the next one write; nothing when it is not our turn."""
        if self._file < 0:
            return
        os.close(self._file)  # Ends the lock with it, as does the end of the process.
        self._file = -1
        _first.release()


def _among_processes(path: Path, give_up: float) -> int:
    """Return the locked file; -1 when time is up."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up:
                os.close(file)
                return -1
            time.sleep(LOOKS_AGAIN)
        except BaseException:
            os.close(file)
            raise
        else:
            return file
