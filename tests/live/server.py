"""A real Tetea on a folder and a database of its own: started, killed and searched."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

import psycopg

from tests.live.fetch import fetch

ROOT = Path(__file__).resolve().parents[2]
# A demo is loaded first, on a machine that may run the other database's tests at the same time.
LONGEST_START = 420.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Live:
    """One installation. Its environment is its own; nothing of the test run's leaks in."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.runtime = Path(f"/dev/shm/tetea-live-{secrets.token_hex(6)}")
        self.runtime.mkdir(mode=0o700)
        self.port = free_port()
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.database, self._drop = _new_database()
        self.env = {
            name: value for name, value in os.environ.items() if not name.startswith("TETEA_")
        } | {
            "TETEA_HOME": str(self.home),
            "TETEA_RUNTIME_DIR": str(self.runtime),
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(folder),
        }
        if self.database:
            self.env["TETEA_DATABASE_URL"] = self.database

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def script(self, name: str, *arguments: str) -> dict[str, Any]:
        """Run one of the scripts beside this file in the installation and read its JSON answer."""
        done = subprocess.run(
            [sys.executable, "-m", f"tests.live.{name}", *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        answer: dict[str, Any] = json.loads(done.stdout or "{}")
        return answer

    def tetea(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the command line in the installation."""
        return subprocess.run(
            [sys.executable, "-m", "tetea.cli", *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *arguments: str) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tetea.cli", "serve", *arguments],
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        give_up = time.monotonic() + LONGEST_START
        while not self.answers():
            assert time.monotonic() < give_up, self.log.read_text()[-2000:]
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            fetch(f"{self.url}/healthz", seconds=2)
        except (URLError, OSError):
            return False
        return True

    def kill(self) -> None:
        """Kill the server and all its processes with no chance to tidy up."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=10)
        self.process = None

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.runtime, ignore_errors=True)
        self._drop()

    def bytes_at_rest(self) -> dict[str, bytes]:
        """Every byte that the installation wrote: folder, temp folder, log, and the database."""
        found = {
            str(path): path.read_bytes() for path in self.home.parent.rglob("*") if path.is_file()
        }
        if self.database:
            found["database"] = _dump(self.database)
        return found


def _new_database() -> tuple[str, Callable[[], None]]:
    url = os.environ.get("TETEA_DATABASE_URL", "")
    if not url:
        return "", lambda: None
    name = f"live_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    parts = urlsplit(url)
    ours = parts._replace(path=f"/{name}").geturl()

    def drop() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return ours, drop


def _dump(url: str) -> bytes:
    """All rows of all tables as text, columns of bytes also as they are."""
    parts = []
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                parts += [
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                ]
    return b"\n".join(parts)
