"""Coming back with a token, and the times that must not tell a guesser anything."""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median

from bench.flows import OneCall, open_call, report_call
from bench.lines_intake import RUNS, Bench
from bench.table import Row, Run, middle
from bench.wire import JSON, Line, post
from tetea.kernel.crypto.token import new_token

# Whoever guesses queues behind herself, by address; people come from many.
SOURCES = tuple(f"127.0.1.{number}" for number in range(1, 9))
ASKED = 30
GUESSES = 200
SOON = 0.15
COME_AGAIN = 0.5
SIGN_INS = 7
MALFORMED = "12345678901234567890"


def token_open(bench: Bench, tokens: Sequence[str]) -> Row:
    """Measure how many threads open a second, from eight addresses at once."""
    work = OneCall(tuple(open_call(token) for token in tokens))
    runs = []
    for _ in range(RUNS):
        done = bench.crowd.run(work, bench.tetea.port, bench.seconds, SOURCES)
        limit = bench.kdf_rate()
        runs.append(Run(done.rate, limit, done.p99))
    return middle("token_open", "/s", runs, "the KDF alone in two processes; aim 70 %")


def token_times(bench: Bench, tokens: Sequence[str]) -> list[Row]:
    """Measure one token after another: malformed, unknown and known [N-2]."""
    line = Line(bench.tetea.port)
    kinds: dict[str, Callable[[int], tuple[str, int]]] = {
        "malformed": lambda _: (MALFORMED, 422),
        "unknown": lambda _: (new_token().digits, 404),
        "known": lambda number: (tokens[number % len(tokens)], 200),
    }
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for number in range(ASKED):
        for name, make in kinds.items():
            token, status = make(number)
            request = open_call(token)
            start = time.perf_counter()
            line.send(request).expect(status)
            times[name].append(time.perf_counter() - start)
    line.close()
    ms = {name: median(found) * 1000 for name, found in times.items()}
    return [
        Row("token_malformed", ms["malformed"], "ms", None, "N-2: no KDF is run"),
        Row("token_unknown", ms["unknown"], "ms", ms["known"], "N-2: as long as a known token"),
    ]


def under_guesses(bench: Bench, token: str) -> list[Row]:
    """Measure an intake and a real holder while 200 guesses are under way [N-4]."""
    port = bench.tetea.port
    intake, holder = [], []
    for _ in range(RUNS):
        with ThreadPoolExecutor(GUESSES) as guessers:
            waiting = [guessers.submit(_guess, port, number) for number in range(GUESSES)]
            time.sleep(SOON)
            with ThreadPoolExecutor(2) as people:
                a = people.submit(_ask, port, "127.0.2.1", report_call())
                b = people.submit(_ask, port, "127.0.2.2", open_call(token))
                intake.append(a.result())
                holder.append(b.result())
            for one in waiting:
                one.result()
    return [
        Row(
            "guessed_intake", median(intake), "s", 1.0, "N-4: a report while 200 guess; at most 1 s"
        ),
        Row(
            "guessed_holder",
            median(holder),
            "s",
            10.0,
            "N-4: a right token meanwhile; at most 10 s",
        ),
    ]


def sign_in_times(bench: Bench, username: str) -> Row:
    """Measure wrong passphrases for a name that exists and for one that does not [T-39]."""
    line = Line(bench.tetea.port)
    ask = partial(_sign_in, line)
    pairs = [(ask(username), ask("nobody-of-that-name")) for _ in range(SIGN_INS)]
    line.close()
    known, unknown = (median(one[at] for one in pairs) * 1000 for at in (0, 1))
    return Row("sign_in_unknown", unknown, "ms", known, "T-39: as long as a name that exists")


def _guess(port: int, number: int) -> int:
    line = Line(port, SOURCES[number % len(SOURCES)])
    try:
        return line.send(open_call(new_token().digits)).status
    finally:
        line.close()


def _ask(port: int, source: str, request: bytes) -> float:
    line = Line(port, source)
    start = time.perf_counter()
    # Told to come again, she does; the whole wait is what counts.
    while line.send(request).expect(200, 201, 503).status == 503:
        time.sleep(COME_AGAIN)
    taken = time.perf_counter() - start
    line.close()
    return taken


def _sign_in(line: Line, username: str) -> float:
    body = {"username": username, "passphrase": "not the right words at all", "code": "123456"}
    request = post("/api/v1/session", json.dumps(body).encode(), JSON)
    start = time.perf_counter()
    line.send(request).expect(401)
    return time.perf_counter() - start
