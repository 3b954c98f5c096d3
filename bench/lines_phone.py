"""Hops of the phone menu, SMS callbacks and the outbox, beside what the machine allows at most."""

from collections.abc import Mapping
from statistics import median

from bench.crowd import percentile
from bench.flows import OneCall, empty_form
from bench.lines_intake import RUNS, Bench
from bench.menu import SCREENS, Answer, Begin, Call, Leaf
from bench.place import BenchFailed, Place
from bench.table import Row, Run, middle
from bench.texts import TWICE_EVERY, Callbacks
from bench.wire import FORM, post

AT_A_TIME = 32
# Sessions of each of the 32 for every second that a run shall last.
SESSIONS_A_SECOND = 1.5
GATEWAY_WAITS_MS = 10_000.0
SMS_AT_A_TIME = 16
SMS = 900
# Eleven of a report, receipt, three counts, conversation, the answer that is queued.
ROWS_OF_AN_SMS = 17


def lines(bench: Bench) -> list[Row]:
    """Return the lines of the phone channels; raise BenchFailed when an SMS is lost or twice."""
    paths: Mapping[str, str] = bench.place.inside("phone", "paths")
    return [*hops(bench, paths["ussd"]), menu(bench, paths["ussd"]), callbacks(bench, paths)]


def hops(bench: Bench, path: str) -> list[Row]:
    """Measure hops that seal an answer, 32 sessions at a time; and those that make the token."""
    sessions = max(1, round(bench.seconds * SESSIONS_A_SECOND))
    begun, answered, times = [], [], []
    port, size = bench.tetea.port, 0
    for run in range(1, RUNS + 2):
        first = bench.crowd.run(Begin(path, run, sessions), port, 0, people=AT_A_TIME)
        then = bench.crowd.run(Answer(path, run, sessions), port, 0, people=AT_A_TIME)
        if not size:  # The first of six warms up, and shows how much a session takes.
            found = bench.place.inside("phone", "sizes")
            size = found["session"] + found["story"]
            continue
        commits = _limit(bench, f"/commit/{size}", path, AT_A_TIME)
        token = 1 / (1 / bench.kdf_rate() + 1 / commits)
        begun.append(Run(first.pace, token, first.p99))
        answered.append(Run(then.pace, commits, then.p99))
        times += then.times
    p99 = percentile(times, 99) * 1000
    one_row = f"a commit of one row of {size:,} bytes behind a post"
    waits = "T-81: 99 of 100 of these hops take less; the gateway waits 10 s"
    return [
        middle("ussd_hop", "/s", answered, f"{one_row}, 32 at a time; aim 50 %"),
        Row("ussd_hop_p99", p99, "ms", GATEWAY_WAITS_MS, waits),
        middle("ussd_token_hop", "/s", begun, "one KDF + one such commit"),
    ]


def menu(bench: Bench, path: str) -> Row:
    """Measure hops that store nothing."""
    runs = []
    for _ in range(RUNS):
        done = bench.crowd.run(Leaf(path), bench.tetea.port, bench.seconds, people=AT_A_TIME)
        empty = _limit(bench, "/empty", path, AT_A_TIME)
        runs.append(Run(done.rate * len(SCREENS), empty, done.p99))
    return middle("ussd_menu_hop", "/s", runs, "an empty view, 32 at a time")


def callbacks(bench: Bench, paths: Mapping[str, str]) -> Row:
    """Measure 5,000 SMS callbacks, each tenth a duplicate; none may be lost, none there twice."""
    before, runs = bench.place.inside("phone", "stored"), []
    size = bench.place.inside("sizes")["row"]
    for run in range(RUNS):
        work = Callbacks(paths, run, SMS, SMS_AT_A_TIME)
        done = bench.crowd.run(work, bench.tetea.port, 0, people=SMS_AT_A_TIME)
        rows = _limit(bench, f"/rows/{ROWS_OF_AN_SMS}/{size}", paths["sms"], SMS_AT_A_TIME)
        limit = 1 / (1 / rows + 1 / bench.seal_rate)
        runs.append(Run(done.pace, limit, done.p99))
    away = _by_spool(bench.place, before)
    beside = (
        f"{ROWS_OF_AN_SMS} rows in one commit behind a post, + sealing, 16 at a time; "
        f"{RUNS * SMS:,} SMS and {RUNS * SMS // TWICE_EVERY} duplicates: none lost, none twice"
    )
    return middle("sms_callbacks", "/s", runs, beside, by_spool=away)


def outbox(place: Place) -> list[Row]:
    """Measure the worker's sending where no server and no other worker runs."""
    place.inside("table")
    found = place.inside("phone", "outbox")
    runs = [Run(*pair) for pair in zip(found["rates"], found["bare"], strict=True)]
    more: dict[str, float | str | list[float]] = {"runs": [round(one, 2) for one in found["waits"]]}
    waits = "a page behind 10,000 queued, from queueing it to the gateway, when the worker looks"
    return [
        middle("outbox_rate", "/s", runs, "texts from a queue of 2,000; a bare transaction"),
        Row("outbox_urgent", median(found["waits"]), "ms", None, waits, more),
    ]


def _by_spool(place: Place, before: Mapping[str, int]) -> int:
    """Return how many SMS came in by the spool, because the database was locked for too long.

    Raises BenchFailed unless every SMS stands once: each has a receipt, which is written with its
    report, and there are no more reports than SMS; those that came in at once also stand in a
    conversation of their own, with their own words.
    """
    sent, after = RUNS * SMS, place.inside("phone", "stored")
    found = place.inside("phone", "kept", str(RUNS), str(SMS))
    new = {name: after[name] - before[name] for name in before}
    if set(new.values()) != {sent} or found["made"] != found["whole"]:
        raise BenchFailed(f"of {sent} SMS there are {new | found}: some are lost or there twice")
    return int(sent - found["whole"])


def _limit(bench: Bench, path: str, like: str, people: int) -> float:
    """Return how many posts a second the limits answer, as long as a hop and as many at a time."""
    length = len(Call(like, 0, 0, 0).hop("2*2").partition(b"\r\n\r\n")[2])
    work = OneCall((post(path, empty_form(length), FORM),))
    return bench.crowd.run(work, bench.limits.port, bench.seconds / 2, people=people).rate
