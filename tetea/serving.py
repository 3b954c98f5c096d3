"""Runs the web server and the worker as one command, until somebody ends it."""

import os
import subprocess
import sys
import threading

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

WORKERS = 2
# Three slow uploads must not hold everybody up; sixteen threads cost no throughput [amendments].
THREADS = 16
PAUSE = 2.0
SETTINGS = {
    "": "tetea.settings",
    "public": "tetea.settings_public",
    "desk": "tetea.settings_desk",
}


def serve(port: int, only: str, *, with_worker: bool = True) -> None:
    """Serve on the loopback address until ended; no access log, because it would hold addresses."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[only]
    worker = _Worker() if with_worker and only != "public" else None
    server = Granian(
        "tetea.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        workers_kill_timeout=5,
        log_access=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
    )
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.end()


class _Worker:
    """The worker as a child that is started again when it ends: it is the only alarm clock."""

    def __init__(self) -> None:
        self._is_over = threading.Event()
        self._child = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> None:
        """End the child and start no other."""
        self._is_over.set()
        self._child.terminate()
        self._child.wait(timeout=10)

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "tetea.cli", "work"])  # ourselves

    def _watch(self) -> None:
        while not self._is_over.is_set():
            self._child.wait()
            if not self._is_over.wait(PAUSE):
                self._child = self._start()
