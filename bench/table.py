"""The lines of the benchmark: what each says, the table that is printed, the file that is kept."""

import json
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

LATEST = Path(__file__).with_name("latest.json")
HEADINGS = ("line", "value", "limit beside it", "ratio", "what the limit is; aim")
THIN = 100
# More than this before we begin: somebody else is at work, and ratios cannot be believed.
QUIET = 0.5
BUSY = "\nTHE MACHINE WAS BUSY WITH OTHER WORK (load {load:.1f}): do not believe these ratios."
PEERS = """\
For scale, measured in November 2026 on another machine of two cores, load generator on the same
cores, spread up to 40 %; numbers of another day are an order of size, not a race:
  reports a second, 1 / 8 / 32 at a time   GlobaLeaks 5.0.15: 0.44 / 0.18 / 0.18 (at 8, three of
                                           four refused); Hush Line 0.7.23: 23 / 30 / 32;
                                           bare Django 5.2, one 2 KB INSERT: 978 / 1,456 / 1,622
  one report at 8 at a time, p50 (p99)     GlobaLeaks 4.3 s (4.7 s); Hush Line 267 ms (388 ms)
  coming back with the code                GlobaLeaks 0.4 a second, 2.6 s
  list of 1,000 / 10,000 reports           GlobaLeaks 340 ms / 4.5 s; Hush Line 102 ms / 1.07 s
  cold start, idle memory                  GlobaLeaks 2.6 s, 127 MB; Hush Line 2.6 s, 157 MB/worker
  report page over the wire                GlobaLeaks 1.17 MB; Hush Line 299 kB"""


@dataclass(frozen=True)
class Row:
    """One line. `limit` is in the unit of `value`; without one there is no ratio."""

    name: str
    value: float | None
    unit: str = ""
    limit: float | None = None
    beside: str = ""
    more: dict[str, float | str | list[float]] = field(default_factory=dict)
    ratios: tuple[float, ...] = ()
    """Of each run, where value and limit were measured in turn: their median counts."""

    @property
    def ratio(self) -> float | None:
        """Return value over limit; the median of the runs where there are some."""
        if self.ratios:
            return median(self.ratios)
        if self.value is None or not self.limit:
            return None
        return self.value / self.limit


@dataclass(frozen=True)
class Run:
    """One of five: a value and the limit that was measured next to it."""

    value: float
    limit: float
    p99: float = 0.0


def middle(name: str, unit: str, runs: Sequence[Run], beside: str, **more: float | str) -> Row:
    """Return the row of the medians of some runs; the runs themselves are kept in the file."""
    kept: dict[str, float | str | list[float]] = {
        "runs": [round(one.value, 2) for one in runs],
        "limits": [round(one.limit, 2) for one in runs],
        **more,
    }
    if any(one.p99 for one in runs):
        kept["p99_ms"] = round(median(one.p99 for one in runs) * 1000, 1)
    value, limit = median(one.value for one in runs), median(one.limit for one in runs)
    ratios = tuple(one.value / one.limit for one in runs)
    return Row(name, value, unit, limit, beside, kept, ratios)


def load() -> float:
    """Return how many processes wanted a core over the last minute."""
    return os.getloadavg()[0]


def head(database: str, others: float) -> str:
    """Return what the numbers were measured on; `others` is the load before anything began."""
    kind = "PostgreSQL" if database else "SQLite, WAL, synchronous=FULL"
    return (
        f"Tetea on {kind}; {_cores()} cores, Python {platform.python_version()}. "
        "Medians of five runs.\nThe load generator runs on the same cores as the server, so no "
        "number is more than a ratio."
        f"{BUSY.format(load=others) if others > QUIET else ''}"
    )


def text(rows: Sequence[Row]) -> str:
    """Return the table as it is printed."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(HEADINGS))]
    return "\n".join(_line(one, widths) for one in cells)


def write(rows: Sequence[Row], database: str, others: float) -> None:
    """Keep the numbers for whoever compares."""
    content = {
        "measured": time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
        "database": "postgresql" if database else "sqlite",
        "cores": _cores(),
        "load_before": round(others, 2),
        "python": platform.python_version(),
        "lines": [asdict(row) | {"ratio": row.ratio} for row in rows],
    }
    LATEST.write_text(json.dumps(content, indent=1) + "\n")


def _cells(row: Row) -> tuple[str, ...]:
    p99 = f", p99 {row.more['p99_ms']} ms" if "p99_ms" in row.more else ""
    return (
        row.name,
        _number(row.value, row.unit) + p99,
        _number(row.limit, row.unit),
        "" if row.ratio is None else f"{row.ratio:.0%}",
        row.beside,
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    shown = f"{value:,.0f}" if value >= THIN else f"{value:,.2f}"
    return f"{shown} {unit}"


def _cores() -> int:
    return len(os.sched_getaffinity(0))
