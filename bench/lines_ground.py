"""How long it takes to start, how much memory it takes, what each page weighs."""

import json
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from bench.flows import Step
from bench.lines_intake import RUNS
from bench.place import Place, Server
from bench.table import Row
from bench.wire import BROWSER, Line, get

START_AIM = 3.0
PAGE_AIM_KB = 14.0
KB, MB = 1000, 1_000_000
COLD_RUNS = 3
STYLE = "/static/tetea.css"
SETTLE = 2.0
ADDRESSES = (
    "", "report/", "token/", "help-now/", "services/", "rights/", "library/", "what-is-kept/",
    "channels/", "under-18/", "about-us/", "way-out/",
)  # fmt: skip
LANGUAGES = ("en", "sw")


def cold_start(places: Sequence[Place]) -> tuple[Row, list[dict[str, Any]]]:
    """Set up and start on empty folders; return the line, and what each set-up printed."""
    times, founded = [], []
    for place in places:
        began = time.monotonic()
        founded.append(json.loads(place.tetea("init", "--json", "--county", "040")))
        place.stop(place.serve())
        times.append(time.monotonic() - began)
    more: dict[str, float | str | list[float]] = {"runs": [round(one, 2) for one in times]}
    beside = "`tetea init` on an empty folder, then `tetea serve`, first answer and end"
    return Row("start_cold", median(times), "s", None, beside, more), founded


def second_start(place: Place) -> Row:
    """Start on a folder that is set up, again and again."""
    times = []
    for _ in range(RUNS):
        server = place.serve()
        times.append(server.seconds)
        place.stop(server)
    more: dict[str, float | str | list[float]] = {"runs": [round(one, 2) for one in times]}
    beside = "`tetea serve` to the first answer; aim 3 s"
    return Row("start_second", median(times), "s", START_AIM, beside, more)


def memory(server: Server, name: str, when: str) -> Row:
    """Return the sum of PSS of every process of Tetea."""
    time.sleep(SETTLE)
    return Row(name, server.memory() / MB, "MB", None, f"sum of PSS of all processes, {when}")


def page_weights(server: Server, steps: Sequence[Step]) -> list[Row]:
    """Weigh every public page as a browser gets it, with the style sheet on top."""
    line = Line(server.port)
    style = _weigh(line, STYLE, packed=True)
    pages = {"/": _weigh(line, "/", packed=True), "/leave": _weigh(line, "/leave", packed=True)}
    for lang in LANGUAGES:
        for address in ADDRESSES:
            path = f"/{lang}/{address}"
            pages[path] = _weigh(line, path, packed=True)
    bare = max(_weigh(line, path, packed=False) for path in pages)
    line.close()
    pages |= {f"report: {step.name}": step.size for step in steps}
    heaviest = max(pages, key=lambda path: pages[path])
    each: dict[str, float | str | list[float]] = {**pages}
    return [
        Row(
            "page_weight",
            (pages[heaviest] + style) / KB,
            "kB",
            PAGE_AIM_KB,
            f"heaviest of {len(pages)} ({heaviest}) with head and style sheet; aim 14 kB",
            each,
        ),
        Row("page_style", style / KB, "kB", None, "the style sheet alone, fetched once"),
        Row(
            "page_unpacked",
            bare / KB,
            "kB",
            None,
            "heaviest page to read, without gzip and style",
        ),
    ]


def _weigh(line: Line, path: str, *, packed: bool) -> int:
    return line.send(get(path, *(BROWSER if packed else BROWSER[:2]))).expect(200).size
