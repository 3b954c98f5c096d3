"""The demo's register before there were case files: cases coded from paper, and figures."""

import secrets
import tomllib

from tetea.domain.directory.sources import data_text
from tetea.domain.figures import publish, slips
from tetea.domain.keyring.holder import Holder
from tetea.domain.people.models import Organisation
from tetea.kernel.register.contribution import ID_BYTES, Act, Contribution

FILE = "paper.toml"
QUARTER, HALF_YEAR = 3, 6
Row = tuple[int, int, str, str, str, str, str, str]


def lay_in(organisation: Organisation) -> None:
    """Give the cases from paper to the register, by the months before the present one."""
    last = publish.last_month()
    for ago, people, act, by, county, population, support, outcome in _rows():
        words = {
            "county": county,
            "population": population,
            "support": support,
            "outcome": outcome,
        }
        for _ in range(people):
            case = Contribution(
                id=secrets.token_bytes(ID_BYTES),
                number=1,
                month=last - ago,
                acts=(Act(act, by),),
                words=words,
            )
            slips.put(organisation, case)


def make_figures(holder: Holder) -> None:
    """Make the figures of the newest quarter that is over and ends neither half-year nor year.

    Those take a minute or two to prove, and a demo should be there soon. The months after it wait
    for whoever wants to see figures being made.
    """
    last = publish.last_month()
    end = last - (last - QUARTER) % HALF_YEAR
    for month in range(end - QUARTER + 1, end + 1):
        publish.start(holder, month)
        while not publish.go_on(holder, month).is_ready:
            pass


def _rows() -> list[Row]:
    return [tuple(row) for row in tomllib.loads(data_text("demo", FILE))["rows"]]
