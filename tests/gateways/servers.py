"""Small servers on loopback that stand where a provider or our own gateway would."""

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit


@dataclass
class Answer:
    """What the server shall say next; `seconds` is how long it thinks first."""

    status: int = 200
    body: bytes = b""
    seconds: float = 0.0


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


@dataclass
class Server:
    """Keeps what was asked and says what it was told to: first `answers` in turn, then `usual`."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    usual: Answer = field(default_factory=Answer)
    came: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def wait_for(self, count: int, seconds: float = 15.0) -> list[Asked]:
        """Return what was asked as soon as there are so many."""
        give_up = time.monotonic() + seconds
        while len(self.asked) < count:
            left = give_up - time.monotonic()
            assert left > 0, f"{len(self.asked)} of {count} came"
            self.came.wait(left)
            self.came.clear()
        return self.asked


@contextmanager
def listening() -> Iterator[Server]:
    """Run a server in a thread until the `with` is over."""
    done = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            body = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            server.asked.append(Asked(self.command, parts.path, parts.query, headers, body))
            answer = server.answers.pop(0) if server.answers else server.usual
            server.came.set()
            done.wait(answer.seconds)
            try:
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                return  # Who asked has given up, as a test may want.

        do_GET = do_POST = _answer  # noqa: N815  # names of the base class

        def log_message(self, *_: object) -> None:
            return

    class Quiet(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            return

    web = Quiet(("127.0.0.1", 0), Handler)
    server = Server(web.server_address[1])
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        done.set()
        web.shutdown()
        thread.join()
        web.server_close()
