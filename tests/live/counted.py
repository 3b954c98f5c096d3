"""Lay so many coded cases of the newest month that ends no quarter into the register."""

import json
import secrets
import sys

from tests.live.inside import begin

QUARTER = 3


def main() -> None:
    begin()
    print(json.dumps(lay_in(int(sys.argv[1]))))


def lay_in(people: int) -> dict[str, str]:
    from tetea.domain.figures import publish, slips
    from tetea.domain.people.queries import organisation
    from tetea.kernel.register.contribution import Act, Contribution

    month = publish.last_month()
    # Where a quarter or a year ends the proof takes longer than a story should.
    month -= month % QUARTER == 0
    acts = ("POL-01", "POL-01", "ECO-01", "PHY-01")
    by = ("police", "client")
    for number in range(people):
        words = {"county": "040", "population": "fsw", "support": "in_time"}
        act = Act(acts[number % len(acts)], by[number % len(by)])
        slips.put(
            organisation(), Contribution(secrets.token_bytes(16), 1, month - 1, (act,), words)
        )
    return {"month": publish.code_of(month)}


if __name__ == "__main__":
    main()
