"""An installation of its own in a temporary folder: set up, started, stopped, removed."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
LONGEST_START = 60.0
LONGEST_END = 10.0
LONGEST_SCRIPT = 1800
PAUSE = 0.01


class BenchFailed(Exception):
    """Something that the benchmark needs did not work; the message says what."""


class Server:
    """One running group of processes and the port it answers on."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.began = time.monotonic()
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                env=env | {"PORT": str(self.port)},
                cwd=ROOT,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        try:
            self.seconds = self._wait()
        except BenchFailed:
            self.stop()
            raise

    def stop(self) -> None:
        """End it and everything it started."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                os.killpg(self.process.pid, ending)
                try:
                    self.process.wait(LONGEST_END)
                except subprocess.TimeoutExpired:
                    continue

    def memory(self) -> int:
        """Return the sum of the proportional set sizes of its processes, in bytes."""
        return sum(_pss(folder) for folder in _group(self.process.pid))

    def _wait(self) -> float:
        while not _answers(self.port):
            waited = time.monotonic() - self.began
            if waited > LONGEST_START or self.process.poll() is not None:
                raise BenchFailed(f"a server did not start: {self.log.read_text()[-1000:]}")
            time.sleep(PAUSE)
        return time.monotonic() - self.began


class Place:
    """A folder, a runtime folder in memory and a database of their own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tetea-bench-"))
        self.runtime = _runtime_folder()
        self.database, self._drop = _new_database()
        self.servers: list[Server] = []
        self.env = {
            name: value for name, value in os.environ.items() if not name.startswith("TETEA_")
        } | {
            "TETEA_HOME": str(self.folder / "home"),
            "TETEA_RUNTIME_DIR": str(self.runtime),
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(self.folder),
        }
        if self.database:
            self.env["TETEA_DATABASE_URL"] = self.database

    def serve(self) -> Server:
        """Start Tetea and return it once it answers."""
        return self._start(["-m", "tetea.cli", "serve"])

    def serve_limits(self) -> Server:
        """Start the server of `limits_urls` with the parameters of Tetea's own."""
        return self._start(["-m", "bench.inside", "serve"])

    def stop(self, server: Server) -> None:
        """End one server."""
        server.stop()
        self.servers.remove(server)

    def tetea(self, *arguments: str) -> str:
        """Run Tetea's command line here and return what it printed."""
        return self._run(["-m", "tetea.cli", *arguments])

    def inside(self, *arguments: str) -> Any:  # noqa: ANN401  # whatever JSON the script prints
        """Run one of `bench.inside` here and return its answer."""
        return json.loads(self._run(["-m", "bench.inside", *arguments]))

    def remove(self) -> None:
        """End what runs and leave nothing behind."""
        for server in self.servers:
            server.stop()
        shutil.rmtree(self.runtime, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self._drop()

    def _start(self, command: list[str]) -> Server:
        server = Server(command, self.env, self.folder / "server.log")
        self.servers.append(server)
        return server

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONGEST_SCRIPT,
            check=False,
        )
        if done.returncode:
            raise BenchFailed(f"{' '.join(command)}: {done.stderr[-1000:]}")
        return done.stdout


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 2.0) as line:
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            return line.recv(32).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def _group(leader: int) -> list[Path]:
    """Return the folders under /proc of all processes of a session."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # It has ended meanwhile.
        if int(after_name[3]) == leader:
            found.append(folder)
    return found


def _pss(folder: Path) -> int:
    try:
        lines = (folder / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(one.split()[1]) * 1024 for one in lines if one.startswith("Pss:")), 0)


def _runtime_folder() -> Path:
    folder = Path("/dev/shm") / f"tetea-bench-{secrets.token_hex(6)}"  # noqa: S108  # ours, 0700
    folder.mkdir(mode=0o700)
    return folder


def _new_database() -> tuple[str, Callable[[], None]]:
    """Make a database beside the one that the environment names, if it names one."""
    url = os.environ.get("TETEA_DATABASE_URL", "")
    if not url:
        return "", lambda: None
    name = f"bench_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())

    def drop() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    return urlsplit(url)._replace(path=f"/{name}").geturl(), drop
