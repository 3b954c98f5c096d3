"""Runs the web server and the worker as one command, until somebody ends it."""

import os
import subprocess
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

WORKERS = 2
# Three slow uploads must not hold everybody up; sixteen threads cost no throughput [amendments].
THREADS = 16
SETTINGS = {
    "": "tetea.settings",
    "public": "tetea.settings_public",
    "desk": "tetea.settings_desk",
}


def serve(port: int, only: str, *, with_worker: bool = True) -> None:
    """Serve on the loopback address until ended; no access log, because it would hold addresses."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[only]
    worker = _start_worker() if with_worker and only != "public" else None
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
            worker.terminate()
            worker.wait(timeout=10)


def _start_worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "tetea.cli", "work"])  # ourselves
