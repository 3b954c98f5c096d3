"""A client that does no more than it must: it shares two cores with the server it measures."""

import gzip
import socket
from dataclasses import dataclass, field

CHUNK = 65536
PATIENCE = 60.0
END_OF_HEAD = b"\r\n\r\n"
BROWSER = (
    "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "Accept-Language: en",
    "Accept-Encoding: gzip, deflate, br, zstd",
)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class WrongAnswer(Exception):
    """The server answered with another status than the one that is being measured."""


@dataclass(frozen=True)
class Answer:
    """One answer: its status, its body as sent, and how many bytes came over the wire."""

    status: int
    head: bytes = field(repr=False)
    body: bytes = field(repr=False)
    size: int

    @property
    def text(self) -> str:
        """Return the body as text, unpacked where it was packed."""
        packed = b"content-encoding: gzip" in self.head.lower()
        return (gzip.decompress(self.body) if packed else self.body).decode()

    def expect(self, *statuses: int) -> "Answer":
        """Return this answer; raise WrongAnswer when its status is none of these."""
        if self.status not in statuses:
            raise WrongAnswer(f"expected {statuses}, got {self.status}: {self.text[:200]}")
        return self


class Line:
    """One connection that is kept open; `source` is the loopback address it comes from."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self.port, self.source = port, source
        self._socket = self._connect()

    def send(self, request: bytes) -> Answer:
        """Send a prepared request and read the whole answer."""
        try:
            self._socket.sendall(request)
            return self._read()
        except (ConnectionError, EOFError):
            self._socket.close()
            self._socket = self._connect()
            self._socket.sendall(request)
            return self._read()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _connect(self) -> socket.socket:
        made = socket.create_connection(
            ("127.0.0.1", self.port), PATIENCE, source_address=(self.source, 0)
        )
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _read(self) -> Answer:
        got = self._more(b"")
        while END_OF_HEAD not in got:
            got = self._more(got)
        head, _, body = got.partition(END_OF_HEAD)
        length = _length(head)
        while len(body) < length:
            body = self._more(body)
        status = int(head[9:12])
        return Answer(status, head, body, len(head) + len(END_OF_HEAD) + len(body))

    def _more(self, got: bytes) -> bytes:
        part = self._socket.recv(CHUNK)
        if not part:
            raise EOFError
        return got + part


def get(path: str, *headers: str) -> bytes:
    """Return a prepared GET."""
    return _request("GET", path, headers, b"")


def post(path: str, body: bytes, kind: str, *headers: str) -> bytes:
    """Return a prepared POST, as a page of our own site sends it."""
    own = (f"Content-Type: {kind}", "Sec-Fetch-Site: same-origin", *headers)
    return _request("POST", path, own, body)


def _request(method: str, path: str, headers: tuple[str, ...], body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
