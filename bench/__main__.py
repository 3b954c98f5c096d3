"""`python -m bench`: measures, prints one table, keeps it in bench/latest.json."""

import argparse
import sys
import time
from typing import Any

from bench import (
    lines_desk,
    lines_figures,
    lines_ground,
    lines_intake,
    lines_phone,
    lines_token,
    table,
)
from bench.crowd import Crowd
from bench.lines_intake import Bench
from bench.place import BenchFailed, Place
from bench.table import Row
from bench.wire import WrongAnswer

AT_A_TIME = 8
SECONDS = 2.0
PLACES = 3


def main() -> int:
    """Measure everything, print it, and remove what was made for it."""
    asked = _arguments()
    began, others = time.monotonic(), table.load()
    places = [Place() for _ in range(PLACES)]
    crowd = Crowd(AT_A_TIME)
    try:
        rows = _measure(places, crowd, asked)
    except (BenchFailed, WrongAnswer) as failed:
        print(f"bench: {failed}", file=sys.stderr)
        return 1
    finally:
        crowd.close()
        for place in places:
            place.remove()
    database = places[0].database
    table.write(rows, database, others)
    print(f"\n{table.head(database, others)}\n\n{table.text(rows)}\n\n{table.PEERS}")
    print(f"\n{time.monotonic() - began:.0f} s; kept in {table.LATEST.name}")
    return 0


def _measure(places: list[Place], crowd: Crowd, asked: argparse.Namespace) -> list[Row]:
    _say("starting")
    cold, founded = lines_ground.cold_start(places)
    rows = [cold, lines_ground.second_start(places[0])]
    rows += _serving(places[0], crowd, founded[0], asked.seconds)
    _say("outbox")
    rows += lines_phone.outbox(places[2])
    _say("lists")
    rows += lines_desk.desk_list(places[1], founded[1], is_full=asked.full)
    _say("figures")
    return rows + lines_figures.figures(places[2], founded[2])


def _serving(place: Place, crowd: Crowd, founded: dict[str, Any], seconds: float) -> list[Row]:
    """Return the lines that one running installation gives."""
    place.inside("table")
    tetea = place.serve()
    rows = [lines_ground.memory(tetea, "memory_idle", "nobody there")]
    _say("limits")
    crypto, seal_rate = lines_intake.crypto_steps(place)
    bench = Bench(place, tetea, place.serve_limits(), crowd, seconds, seal_rate)
    _say("intake by the form")
    web, pages = lines_intake.intake_web(bench)
    _say("intake by the API")
    api, tokens = lines_intake.intake_api(bench)
    _say("tokens")
    opened = lines_token.token_open(bench, tokens)
    _say("phones")
    phones = lines_phone.lines(bench)
    rows = [web, api, opened, *phones, *lines_intake.plain_limits(bench, 2000), *crypto, *rows]
    rows.append(lines_ground.memory(tetea, "memory_loaded", "after the lines above"))
    rows += lines_ground.page_weights(tetea, pages)
    _say("times that must not tell")
    rows += lines_token.token_times(bench, tokens)
    rows += lines_token.under_guesses(bench, tokens[0])
    rows.append(lines_token.sign_in_times(bench, founded["members"][0]["username"]))
    return rows


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="also fill in 100,000 cases")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="how long each run lasts (default 2)"
    )
    return parser.parse_args()


def _say(words: str) -> None:
    print(f"bench: {words} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
