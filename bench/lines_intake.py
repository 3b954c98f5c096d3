"""Whole reports a second, by the form and by the API, beside what the machine allows at most."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench.crowd import Crowd
from bench.filler import ROWS_OF_A_REPORT
from bench.flows import (
    Derivation,
    OneCall,
    Step,
    WholeReport,
    empty_form,
    report_call,
    token_of,
    walk,
)
from bench.place import Place, Server
from bench.table import Row, Run, middle
from bench.wire import BROWSER, FORM, JSON, Line, post

RUNS = 5
CORES = 2
WARM_UP = 0.5
KEPT_TOKENS = 40
INTAKE_LIMIT = "rows of a report in one commit behind one post, + KDF + sealing; aim 50 %"


@dataclass(frozen=True)
class Bench:
    """What every line needs: the installation, its two servers, the crowd, how long a run is."""

    place: Place
    tetea: Server
    limits: Server
    crowd: Crowd
    seconds: float
    seal_rate: float
    """How many reports a second all cores together could seal, were there nothing else to do."""

    def rate(self, request: bytes) -> float:
        """Return how many of these the server of the limits answers a second."""
        return self.crowd.run(OneCall((request,)), self.limits.port, self.seconds / 2).rate

    def kdf_rate(self, people: int = CORES) -> float:
        """Return how many token derivations a second so many processes do."""
        return self.crowd.run(Derivation(), self.limits.port, self.seconds / 2, people=people).rate

    def steps(self) -> float:
        """Return the seconds that KDF and sealing of one report take of the whole machine."""
        return 1 / self.kdf_rate() + 1 / self.seal_rate


def crypto_steps(place: Place) -> tuple[list[Row], float]:
    """Measure the cryptographic steps alone and return their lines, and how many
    reports a second all cores could seal.
    """
    costs = [place.inside("crypto", "1") for _ in range(RUNS)]
    words = {
        "seal": "sealing 1.5 kB",
        "open": "opening it",
        "wrap": "wrapping a key (HPKE)",
        "unwrap": "unwrapping it",
        "report": "all cryptographic steps of one report after its KDF",
    }
    found = {name: median(float(each[name]) for each in costs) for name in words}
    rows = [Row(f"limit_{name}", found[name], "us", None, words[name]) for name in words]
    return rows, CORES * 1e6 / found["report"]


def plain_limits(bench: Bench, size: int) -> list[Row]:
    """Return the lines of what server and disk do without us."""
    inserts = [float(bench.place.inside("inserts", "0.5", str(size))) for _ in range(RUNS)]
    empty = [bench.rate(_form("/empty", size)) for _ in range(RUNS)]
    one, two = (median(bench.kdf_rate(people) for _ in range(RUNS)) for people in (1, CORES))
    found = {
        "limit_insert": (median(inserts), "a transaction with one insert, no server"),
        "limit_empty": (median(empty), "an empty view behind our server, 8 at a time"),
        "limit_kdf_1": (one, "token derivations (Argon2id, 16 MiB), one process"),
        "limit_kdf_2": (two, "the same in two, as many as the token lane has slots"),
    }
    return [Row(name, value, "/s", None, words) for name, (value, words) in found.items()]


def intake_web(bench: Bench) -> tuple[Row, list[Step]]:
    """Measure whole reports through the form. The limit: as many empty posts and commits."""
    line = Line(bench.tetea.port)
    pages = walk(line)
    line.close()
    posted = [one for one in pages if one.posted]
    stored = sum(not one.name.startswith("_") for one in posted)
    # The first page and the one that asks whether this is enough store nothing.
    commits, empty = stored + 1, len(posted) - stored
    size = bench.place.inside("sizes")["draft"]
    work = WholeReport(tuple(one.posted for one in posted))
    _warm_up(bench, work)

    def limit() -> float:
        with_row = bench.rate(_form(f"/commit/{size}", len(posted[0].posted)))
        without = bench.rate(_form("/empty", len(posted[0].posted)))
        each = commits / with_row + empty / without + bench.steps()
        return 1 / each

    beside = (
        f"{empty} empty posts + {commits} one-row commits of {size:,} bytes behind a post each, "
        "+ KDF + sealing; aim 50 %"
    )
    runs = _five(bench, work, limit)
    return middle("intake_web", "reports/s", runs, beside, pages=len(posted) + 1), pages


def intake_api(bench: Bench) -> tuple[Row, list[str]]:
    """Measure the same through one call, and return tokens for the lines that need some."""
    call = report_call()
    line = Line(bench.tetea.port)
    tokens = [token_of(line.send(call)) for _ in range(KEPT_TOKENS)]
    line.close()
    size = bench.place.inside("sizes")["row"]
    limit_call = post(f"/rows/{ROWS_OF_A_REPORT}/{size}", call.partition(b"\r\n\r\n")[2], JSON)

    def limit() -> float:
        return 1 / (1 / bench.rate(limit_call) + bench.steps())

    runs = _five(bench, OneCall((call,), 201), limit)
    beside = f"{ROWS_OF_A_REPORT} {INTAKE_LIMIT}"
    return middle("intake_api", "reports/s", runs, beside), tokens


def _five(bench: Bench, work: WholeReport | OneCall, limit: Callable[[], float]) -> list[Run]:
    """Measure value and limit in turn, so that both see the same machine."""
    found = []
    for _ in range(RUNS):
        done = bench.crowd.run(work, bench.tetea.port, bench.seconds)
        found.append(Run(done.rate, limit(), done.p99))
    return found


def _warm_up(bench: Bench, work: WholeReport) -> None:
    bench.crowd.run(work, bench.tetea.port, WARM_UP)


def _form(path: str, size: int) -> bytes:
    return post(path, empty_form(size), FORM, *BROWSER)
