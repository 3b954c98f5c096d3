"""The demo's register before there were case files: cases coded from paper, and figures."""

import secrets
import tomllib
from collections.abc import Callable

from tetea.domain.directory.sources import data_text
from tetea.domain.figures import publish, slips
from tetea.domain.keyring.holder import Holder
from tetea.domain.people.models import Organisation
from tetea.kernel.register.contribution import ID_BYTES, NEVER, Act, Contribution

FILE = "paper.toml"
QUARTER, HALF_YEAR = 3, 6
Row = tuple[int, int, str, str, str, str, str, str]
# What the paper did not say in a column of its own.
GENDERS = {"fsw": "woman", "msw": "man", "trans_sw": "trans_woman"}
AGES = ("20_24", "25_29", "25_29", "30_34", "20_24", "18_19", "35_39", "40_44", "")
STATIONS = {"040": "Border post", "042": "Lake road", "047": "River side"}
FIRST_SUPPORT = {"in_time": (120, 300, 700, 1200), "open": (2000, 6000, -1)}
FOLLOWED = (9, 30, 55, 90, 20, 150)


def lay_in(organisation: Organisation) -> None:
    """Give the cases from paper to the register, by the months before the present one."""
    last = publish.last_month()
    number = 0
    for ago, people, act, by, county, population, support, outcome in _rows():
        words = {
            "county": county,
            "population": population,
            "gender": GENDERS.get(population, ""),
            "support": support,
            "outcome": outcome,
            "station": STATIONS.get(county, "") if by == "police" else "",
        }
        for _ in range(people):
            number += 1
            waits = FIRST_SUPPORT[support]
            case = Contribution(
                id=secrets.token_bytes(ID_BYTES),
                number=1,
                month=last - ago,
                acts=(Act(act, by),),
                words={**words, "age_band": AGES[number % len(AGES)]},
                spans={
                    "first_support": waits[number % len(waits)],
                    "followed": FOLLOWED[number % len(FOLLOWED)] if outcome else NEVER,
                },
            )
            slips.put(organisation, case)


def make_figures(holder: Holder, progress: Callable[[str], None]) -> None:
    """Make half a year of figures, up to the newest quarter that ends neither half-year nor year.

    A half-year or year just before now would take longest to prove, and a demo should be there
    soon. The months after it wait for whoever wants to see figures being made.
    """
    last = publish.last_month()
    end = last - (last - QUARTER) % HALF_YEAR
    for month in range(end - HALF_YEAR + 1, end + 1):
        publish.start(holder, month)
        while not publish.go_on(holder, month).is_ready:
            pass
        progress(f"  The figures of {publish.code_of(month)} are proven.")


def _rows() -> list[Row]:
    return [tuple(row) for row in tomllib.loads(data_text("demo", FILE))["rows"]]
