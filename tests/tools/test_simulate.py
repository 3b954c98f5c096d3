"""The phone in the terminal: what it posts to a gateway, and where it refuses to post."""

import io
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.live.server import ROOT, Live
from tests.plugin import HOME
from tetea.domain.demo import inbox
from tetea.domain.demo.errors import NotADemo
from tetea.kernel.phone.segments import PART_GSM7, PART_UCS2, count
from tetea.simulate import phone, sms, ussd
from tetea.starting import StartRefused

ZEBAKI = "+254700000001"
LONG = "Nilikamatwa Kondele jana usiku. " * 8


class Gateway(BaseHTTPRequestHandler):
    """A gateway of two screens; it notes what it is posted."""

    posts: list[tuple[str, dict[str, str]]]

    def do_POST(self) -> None:  # the library's name
        length = int(self.headers["Content-Length"])
        fields = dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        type(self).posts.append((self.path.split("/", 3)[3], fields))
        body = b"END Asante." if fields.get("text") == "1" else b"CON 1 Danger now\n2 Report"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@pytest.fixture
def zebaki() -> Iterator[phone.Phone]:
    """Her phone, before a gateway that only notes."""
    Gateway.posts = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield phone.Phone(ZEBAKI, "99999", f"http://127.0.0.1:{server.server_port}", "s" * 32)
    server.shutdown()
    server.server_close()


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that types lines; after the last one the input ends."""

    def typing(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return typing


def posted(callback: str) -> list[dict[str, str]]:
    return [fields for path, fields in Gateway.posts if path == callback]


def hops() -> list[tuple[str, str]]:
    sessions = list(dict.fromkeys(one["sessionId"] for one in posted("africastalking/ussd")))
    return [
        (f"session {sessions.index(one['sessionId']) + 1}", one["text"])
        for one in posted("africastalking/ussd")
    ]


def test_each_hop_carries_all_that_was_typed(zebaki, types):
    types("2", "4")
    ussd.talk(zebaki)

    assert hops() == [("session 1", ""), ("session 1", "2"), ("session 1", "2*4")]
    assert {one["phoneNumber"] for one in posted("africastalking/ussd")} == {ZEBAKI}


def test_hanging_up_tells_the_end(zebaki, types, capsys):
    types("2", "q")
    ussd.talk(zebaki)

    (end,) = posted("africastalking/ussd/end")
    assert (end["status"], end["input"], end["hopsCount"]) == ("Incomplete", "2", "2")
    assert "CON, 25 of 160 characters" in capsys.readouterr().out


def test_a_session_that_the_server_ends_is_a_success(zebaki, types):
    types("1")
    ussd.talk(zebaki)

    assert [one["status"] for one in posted("africastalking/ussd/end")] == ["Success"]


def test_after_the_line_dropped_the_next_dial_is_a_new_session_of_the_same_number(zebaki, types):
    types("2", "drop", "", "2", "q")
    ussd.talk(zebaki)

    assert hops() == [
        ("session 1", ""), ("session 1", "2"), ("session 2", ""), ("session 2", "2"),
    ]  # fmt: skip
    assert len({one["phoneNumber"] for one in posted("africastalking/ussd")}) == 1


def test_a_step_sent_again_is_the_same_step(zebaki, types, capsys):
    types("2", "again")
    ussd.talk(zebaki)

    assert hops()[-2:] == [("session 1", "2"), ("session 1", "2")]
    assert "the same screen" in capsys.readouterr().out


def test_with_repeat_every_step_goes_twice(zebaki, types):
    types("2")
    ussd.talk(zebaki, is_repeating=True)

    assert [text for _session, text in hops()] == ["", "", "2", "2"]


@pytest.fixture
def marked(organisation) -> Iterator[None]:
    """Survivors, as a demo that is not served."""
    (HOME / "demo").write_text("This folder is a demo.\n")
    yield
    (HOME / "demo").unlink()


def test_a_text_sent_twice_has_one_id(zebaki, types, marked):
    types("Habari")
    sms.talk(zebaki, is_twice=True, in_parts=False, patience=0)

    first, second = posted("africastalking/sms")
    assert first == second
    assert (first["from"], first["text"]) == (ZEBAKI, "Habari")


def test_a_long_text_comes_in_parts_the_last_one_first(zebaki, types, marked):
    types(LONG)
    sms.talk(zebaki, is_twice=False, in_parts=True, patience=0)

    last, first = posted("kannel/sms")
    assert first["text"] + last["text"] == LONG.strip()
    assert (first["udh"][-4:], last["udh"][-4:]) == ("0201", "0202")
    assert first["udh"][:8] == last["udh"][:8]


@pytest.mark.parametrize(("text", "room"), [(LONG, PART_GSM7), ("ŵ" + LONG, PART_UCS2)])
def test_pieces_fit_and_lose_nothing(text, room):
    found = sms.pieces(text)

    assert "".join(found) == text
    assert max(count(piece).units for piece in found) <= room


def test_an_answer_is_shown_with_its_length(zebaki, types, marked, capsys):
    types("Habari")
    inbox.path().write_text('{"number": "+254700000001", "text": "We have it.", "at": ""}\n')
    sms._show_new(ZEBAKI, 0, patience=0)
    inbox.path().unlink()

    said = capsys.readouterr().out
    assert "We have it." in said
    assert "11 characters, 1 SMS" in said


def test_the_simulator_refuses_a_folder_that_is_no_demo(organisation):
    with pytest.raises(NotADemo):
        phone.of_this_demo(ZEBAKI, "99999", "http://127.0.0.1:8000")


def test_the_simulator_refuses_an_address_that_is_not_this_machine(marked):
    with pytest.raises(StartRefused):
        phone.of_this_demo(ZEBAKI, "99999", "https://reports.example.org")


def test_it_says_in_one_line_that_no_demo_runs(types):
    silent = phone.Phone(ZEBAKI, "99999", "http://127.0.0.1:1", "s" * 32)

    with pytest.raises(StartRefused, match="make run"):
        ussd.talk(silent)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo, served as `make run` serves it."""
    installation = Live(tmp_path_factory.mktemp("simulate"))
    installation.start("--demo")
    yield installation
    installation.remove()


def at_the_terminal(live: Live, *command: str, typed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tetea.cli", "simulate", *command],
        env=live.env, cwd=Path(ROOT), input=typed, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_dropped_report_goes_on_in_the_running_demo(running):
    said = at_the_terminal(running, "ussd", typed="2\ndrop\n\n2\nq\n")

    assert "CON, " in said
    assert "TOO LONG" not in said
    assert "NOT GSM-7" not in said
    assert said.count("dials") == 2


@pytest.mark.slow
def test_every_step_of_the_running_demo_may_come_twice(running):
    said = at_the_terminal(
        running, "ussd", "--repeat", "--number", "+254700000002", typed="5\n1\nq\n"
    )

    assert "Sent again: the same screen." in said
    assert "ANOTHER SCREEN" not in said


@pytest.mark.slow
def test_a_text_to_the_running_demo_is_answered_once_though_it_came_twice(running):
    said = at_the_terminal(
        running, "sms", "--twice", "--number", "+254700000003", typed="Nimepigwa jana\n\n"
    )

    assert said.count("gsm7, ") == 1
    assert ", 1 SMS" in said
