"""What one person sends: a whole report page by page, or one call."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.wire import BROWSER, FORM, JSON, Answer, Line, WrongAnswer, get, post
from tetea.kernel.crypto.token import derive, new_token

PAGE = "/en/"
WAY_IN = "/en/report/"
SENT = "_sent"
ORG, SALT = b"o" * 16, b"s" * 32
MOST_PAGES = 40
HIDDEN = re.compile(r'name="([dkq])" value="([^"]*)"')
TOKEN = re.compile(r'id="token"[^>]*>([^<]*)<')
# The core questions, as somebody answers them on a phone. What is not here is left out.
ANSWERS: Mapping[str, str | list[str]] = {
    "danger": "no",
    "about_us": "no",
    "for_whom": "self",
    "acts": ["SEX-03", "ECO-01"],
    "aggressors": ["client"],
    "when_known": "today",
    "when_hour": "not_sure",
    "county": "040",
    "want_first": ["doctor"],
}


@dataclass(frozen=True)
class Step:
    """One page of the report: its question, what is posted, and how many bytes it weighs."""

    name: str
    posted: bytes = field(repr=False)
    size: int = 0


def walk(line: Line) -> list[Step]:
    """Fill the form in once, following the pages, and return what was posted on each."""
    answer = line.send(get(WAY_IN, *BROWSER)).expect(200)
    steps: list[Step] = []
    for _ in range(MOST_PAGES):
        hidden = dict(HIDDEN.findall(answer.text))
        name = hidden.pop("q")
        if name == SENT:
            return [*steps, Step(SENT, b"", answer.size)]
        posted = _fields(name)
        steps.append(Step(name, posted, answer.size))
        answer = line.send(_page(hidden, posted)).expect(200)
    raise WrongAnswer("the form does not end")


@dataclass(frozen=True)
class WholeReport:
    """A round: the first page, then every answer, then sending; ends with the token shown."""

    steps: tuple[bytes, ...]

    def __call__(self, line: Line, _number: int) -> list[float]:
        """Send one whole report; raise WrongAnswer when no token comes."""
        start = time.perf_counter()
        answer = line.send(get(WAY_IN, *BROWSER))
        times = [time.perf_counter() - start]
        hidden = dict(HIDDEN.findall(answer.text))
        hidden.pop("q")
        for posted in self.steps:
            request = _page(hidden, posted)
            start = time.perf_counter()
            answer = line.send(request).expect(200)
            times.append(time.perf_counter() - start)
        if not TOKEN.search(answer.text):
            raise WrongAnswer("no token at the end of the form")
        return times


@dataclass(frozen=True)
class OneCall:
    """A round that is one prepared request; `requests` are taken in turn by number."""

    requests: tuple[bytes, ...] = field(repr=False)
    status: int = 200

    def __call__(self, line: Line, number: int) -> list[float]:
        """Send it once; raise WrongAnswer when the status is another."""
        start = time.perf_counter()
        line.send(self.requests[number % len(self.requests)]).expect(self.status)
        return [time.perf_counter() - start]


@dataclass(frozen=True)
class Derivation:
    """A round that is one derivation of a token's keys, without any server."""

    def __call__(self, _line: Line, _number: int) -> list[float]:
        """Derive once."""
        start = time.perf_counter()
        derive(new_token(), ORG, SALT)
        return [time.perf_counter() - start]


def report_call() -> bytes:
    """Return a report with the same answers as one call of the API."""
    body = json.dumps({"lang": "en", "answers": ANSWERS}).encode()
    return post("/api/v1/reports", body, JSON)


def open_call(token: str) -> bytes:
    """Return the call that opens a thread by its token."""
    return post("/api/v1/threads/open", json.dumps({"token": token}).encode(), JSON)


def token_of(answer: Answer) -> str:
    """Return the token that a report's answer holds."""
    return str(json.loads(answer.expect(201).body)["token"])


def empty_form(size: int) -> bytes:
    """Return a form post of about that many bytes, for a view that does nothing with it."""
    return urlencode({"q": "danger", "go": "next", "x": "0" * max(0, size - 18)}).encode()


def _fields(name: str) -> bytes:
    go = "send" if name.startswith("_") else "next"
    answer = ANSWERS.get(name, "")
    values = {name: answer} if not name.startswith("_") else {}
    return urlencode({"q": name, "go": go, **values}, doseq=True).encode()


def _page(hidden: Mapping[str, str], posted: bytes) -> bytes:
    return post(PAGE, urlencode(hidden).encode() + b"&" + posted, FORM, *BROWSER)
