"""The lists, the board, the alarm and a long case, as the database grows."""

import json
import time
from statistics import median
from typing import Any

from bench.lines_intake import RUNS
from bench.place import Place
from bench.table import Row
from bench.wire import JSON, Line, get, post

SIZES = (1_000, 10_000)
FULL = 100_000
AIMED_AT = 10_000
AIM_MS = 100.0
EACH = 5
LISTS = {"desk_list": "/api/v1/cases", "desk_queue": "/api/v1/reports?queue=all"}


def desk_list(place: Place, founded: dict[str, Any], *, is_full: bool) -> list[Row]:
    """Fill the database step by step and measure the lists at each size."""
    person = founded["members"][0]
    codes = iter(person["recovery_codes"])
    name, words = person["username"], person["passphrase"]
    there, rows = 0, []
    for size in (*SIZES, FULL) if is_full else SIZES:
        took = place.inside("fill", str(size - there), name, words, next(codes))["seconds"]
        there = size
        server = place.serve()
        line = Line(server.port)
        bearer = _bearer(line, name, words, next(codes))
        _check_one_opens(line, bearer)
        rows += [_list(line, bearer, title, size, float(took)) for title in LISTS]
        line.close()
        place.stop(server)
        rows += _casework(place.inside("cases", name, words, next(codes)), size)
    if not is_full:
        rows += [
            Row(f"{name}@100,000", None, beside="only with --full: filling takes minutes")
            for name in ("desk_list", "board", "alert_sweep")
        ]
    return rows


def _casework(measured: dict[str, dict[str, float]], size: int) -> list[Row]:
    """Return the lines of what was measured inside; the long case once, it does not grow."""
    board, sweep, case = (measured[name] for name in ("board", "sweep", "case"))
    looked = f"{board['looked']:,.0f} of {board['total']:,.0f} rows"
    fired = f"{sweep['fired']:,.0f} of {sweep['open']:,.0f} alerts due, one round"
    quiet: dict[str, float | str | list[float]] = {"none_due_ms": round(sweep["quiet"], 2)}
    rows = [
        _of(f"board@{size:,}", board, f"opening the {looked} that it looked at"),
        _of(f"alert_sweep@{size:,}", sweep, f"as many updates; {fired}", quiet),
    ]
    if size == SIZES[0]:
        rows.append(_of("case_open@200", case, "opening 200 blobs of the size of a step"))
    return rows


def _of(
    name: str,
    found: dict[str, float],
    beside: str,
    more: dict[str, float | str | list[float]] | None = None,
) -> Row:
    return Row(name, found["value"], "ms", found["limit"], beside, more or {})


def _list(line: Line, bearer: str, title: str, size: int, filled_in: float) -> Row:
    request = get(LISTS[title], f"Authorization: Bearer {bearer}")
    line.send(request).expect(200)
    runs = [median(_timed(line, request) for _ in range(EACH)) for _ in range(RUNS)]
    aim = AIM_MS if size == AIMED_AT else None
    says = "first page of 50 by the API, opened row by row"
    beside = f"{says}; aim < 100 ms" if aim else says
    more: dict[str, float | str | list[float]] = {
        "runs": [round(one, 1) for one in runs],
        "filled_in_s": round(filled_in, 1),
    }
    return Row(f"{title}@{size:,}", median(runs), "ms", aim, beside, more)


def _timed(line: Line, request: bytes) -> float:
    start = time.perf_counter()
    line.send(request).expect(200)
    return (time.perf_counter() - start) * 1000


def _bearer(line: Line, username: str, passphrase: str, code: str) -> str:
    body = {"username": username, "passphrase": passphrase, "code": code}
    answer = line.send(post("/api/v1/session", json.dumps(body).encode(), JSON)).expect(201)
    return str(json.loads(answer.body)["bearer"])


def _check_one_opens(line: Line, bearer: str) -> None:
    """Open one of the cases that were filled in: a list of what does not open proves nothing."""
    right = f"Authorization: Bearer {bearer}"
    page = json.loads(line.send(get("/api/v1/cases", right)).expect(200).body)
    line.send(get(f"/api/v1/cases/{page['items'][0]['id']}", right)).expect(200)
