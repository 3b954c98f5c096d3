"""A real Kannel with the configuration that we ship, and its own fake operator with phones.

with Kannel(folder, "http://127.0.0.1:8000/gateways/SECRET/kannel") as kannel:
    kannel.phone_sends("+254700000001", "22384", "Habari")
    gateways.kannel.send(text, kannel.url)
    kannel.phones_got()
"""

import os
import re
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.parse import quote, unquote_to_bytes

import pytest

from tests.live.fetch import fetch
from tests.live.server import ROOT, free_port

SHIPPED = ROOT / "tetea" / "data" / "kannel" / "kannel.conf"
FAKE_OPERATOR = Path("/usr/lib/kannel/test/fakesmsc")
PROGRAMS = ("/usr/sbin/bearerbox", "/usr/sbin/smsbox", str(FAKE_OPERATOR))
PATIENCE = 15.0
GOT = re.compile(rb"Got message \d+: <(\S+) (\S+) (.*)>\s*$", re.DOTALL)

# Two lines to the same fake operator: one on which phones write, one on which they read. A fake
# line has one client at a time, and each message that a phone writes is a client of its own.
LINES = """
group = smsc
smsc = fake
smsc-id = phones-write
our-host = 127.0.0.1
port = {write}
connect-allow-ip = 127.0.0.1
allowed-smsc-id = nothing-goes-out-here

group = smsc
smsc = fake
smsc-id = phones-read
our-host = 127.0.0.1
port = {read}
connect-allow-ip = 127.0.0.1
"""


@dataclass(frozen=True)
class Got:
    """One message as it reached a phone; `udh` is the header of a part of a long one."""

    sender: str
    number: str
    text: str
    udh: bytes = b""


def need_kannel() -> None:
    """Skip the test without Kannel, fail where it has to be there."""
    missing = [path for path in PROGRAMS if not os.access(path, os.X_OK)]
    if missing:
        reason = f"Kannel is missing ({missing[0]}): apt-get install kannel-extras"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


class Kannel:
    """One bearerbox, one smsbox and their operator, on ports and in folders of their own."""

    def __init__(self, folder: Path, gateway_url: str) -> None:
        need_kannel()
        self.folder = folder / "kannel"
        self.folder.mkdir()
        self.store = Path(f"/dev/shm/tetea-kannel-{secrets.token_hex(6)}")
        self.password = secrets.token_hex(8)
        self._admin_password = secrets.token_hex(8)
        self._ports = {name: free_port() for name in ("13000", "13001", "13013", "write", "read")}
        self.url = f"kannel://tetea:{self.password}@127.0.0.1:{self._ports['13013']}?from=22384"
        self.config = self.folder / "kannel.conf"
        self.config.write_text(self._configuration(gateway_url))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._read: list[Got] = []

    def _configuration(self, gateway_url: str) -> str:
        text = SHIPPED.read_text("utf-8")
        filled = {
            "@GATEWAY@": gateway_url,
            "@SENDSMS_PASSWORD@": self.password,
            "@ADMIN_PASSWORD@": self._admin_password,
            "@STORE@": str(self.store),
        }
        for mark, value in filled.items():
            text = text.replace(mark, value)
        for port in ("13000", "13001", "13013"):
            text = re.sub(rf"(port = ){port}\b", rf"\g<1>{self._ports[port]}", text)
        return text + LINES.format(**self._ports)

    def __enter__(self) -> Self:
        self.store.mkdir(mode=0o700)
        try:
            self._start("/usr/sbin/bearerbox", "-v", "4", str(self.config))
            self._wait_until(lambda: "Status: running" in self.status())
            self._start("/usr/sbin/smsbox", "-v", "4", str(self.config))
            self._wait_until(lambda: "smsbox:" in self.status())
            self._switch_phones_on()
            self._wait_until(lambda: re.search(r"phones-read\].*\(online", self.status()))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self.store, ignore_errors=True)

    def stop(self) -> None:
        """End all programs; what they wrote stays until the `with` is over."""
        while self._processes:
            process = self._processes.pop()
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=5)
            if process.stderr:
                process.stderr.close()

    def phone_sends(self, number: str, to: str, text: str) -> None:
        """Somebody writes an SMS: in the alphabet and in as many parts as her phone would take."""
        for line in _lines(number, to, text):
            port = str(self._ports["write"])
            arguments = ("-H", "127.0.0.1", "-r", port, "-i", "0", "-m", "1", line)
            process = self._start_operator(*arguments)
            assert process.stderr is not None
            while b"sent message 1" not in (said := process.stderr.readline()):
                assert said, "the fake operator ended"
            self._processes.remove(process)
            process.terminate()
            process.wait(timeout=5)
            process.stderr.close()

    def phones_got(self, at_least: int = 1) -> tuple[Got, ...]:
        """Return all messages that reached phones; wait until there are so many."""
        self._wait_until(lambda: len(self._read) >= at_least)
        return tuple(self._read)

    def status(self) -> str:
        """Return Kannel's own status page; empty while it does not answer."""
        url = f"http://127.0.0.1:{self._ports['13000']}/status.txt?password={self._admin_password}"
        try:
            return fetch(url, seconds=2)
        except (URLError, OSError):
            return ""

    def wait_until_idle(self) -> None:
        """Wait until Kannel has passed on everything that it had."""
        self._wait_until(lambda: "store size 0" in self.status())

    def bytes_at_rest(self) -> dict[str, bytes]:
        """Return every byte that Kannel wrote: its folder and its store in RAM."""
        places = (self.folder, self.store)
        return {
            str(path): path.read_bytes()
            for place in places
            for path in place.rglob("*")
            if path.is_file()
        }

    def _start(self, *command: str, phones: bool = False) -> "subprocess.Popen[bytes]":
        output = (self.folder / f"{Path(command[0]).name}.out").open("ab")
        with output:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdout=output,
                # What a phone shows is no trace of Kannel's: it is read, never written down.
                stderr=subprocess.PIPE if phones else output,
                stdin=subprocess.DEVNULL,
            )
        self._processes.append(process)
        return process

    def _start_operator(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return self._start(str(FAKE_OPERATOR), *arguments, phones=True)

    def _switch_phones_on(self) -> None:
        port = str(self._ports["read"])
        process = self._start_operator("-H", "127.0.0.1", "-r", port, "-m", "0", "1 2 text nothing")

        def read() -> None:
            assert process.stderr is not None
            try:
                for line in process.stderr:
                    if found := GOT.search(line):
                        self._read.append(_got(*found.groups()))
            except ValueError:
                return  # Closed by `stop`.

        threading.Thread(target=read, daemon=True).start()

    def _wait_until(self, is_so: Callable[[], object]) -> None:
        give_up = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < give_up, self.status() or "Kannel does not answer"
            assert all(process.poll() is None for process in self._processes), "Kannel has ended"
            time.sleep(0.02)


def _lines(number: str, to: str, text: str) -> list[str]:
    """What a phone's message is in the language of Kannel's fake operator."""
    if not text.isascii():
        return [f"{number} {to} ucs2 {quote(text.encode('utf-16-be'), safe='')}"]
    if len(text) <= 160:
        return [f"{number} {to} text {text}"]
    pieces = [text[at : at + 153] for at in range(0, len(text), 153)]
    reference = secrets.randbelow(256)
    headers = [bytes((5, 0, 3, reference, len(pieces), at)) for at in range(1, len(pieces) + 1)]
    return [
        f"{number} {to} udh-text {quote(header, safe='')} {piece}"
        for header, piece in zip(headers, pieces, strict=True)
    ]


def _got(sender: bytes, number: bytes, rest: bytes) -> Got:
    kind, _, content = rest.partition(b" ")
    udh = b""
    if kind == b"udh":
        header, _, rest = content.partition(b" ")
        udh = unquote_to_bytes(header)
        kind, _, content = rest.partition(b" ")
    raw = content if kind == b"text" else unquote_to_bytes(content.replace(b"+", b" "))
    text = raw.decode("utf-16-be" if kind == b"ucs-2" else "utf-8", "replace")
    return Got(sender.decode(), number.decode(), text, udh)
