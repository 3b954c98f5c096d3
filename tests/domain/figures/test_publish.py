"""From the register to tables that may go out: made step by step, never made twice."""

import json
import secrets

import numpy as np
import pytest

from tetea.domain.figures import ledger, publish, slips
from tetea.domain.figures.errors import NotForFigures, NothingToSay
from tetea.domain.figures.models import Frozen, Release
from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.register.contribution import Act, Contribution

ACTS = ("POL-01", "ECO-01", "PHY-01", "SEX-01", "EMO-01")
BY = ("police", "client", "partner", "stranger")
QUARTER_END = 9


def month(at):
    """A month of the year that is over, as figures count them."""
    last = publish.last_month()
    return last - (last - at) % 12


def give(organisation, at, count, seed=1):
    """So many coded cases in a month, unevenly spread as they are in life."""
    chance = np.random.default_rng(seed)

    def some(of):
        share = np.array([1 / (n + 1.2) for n in range(len(of))])
        return str(chance.choice(of, p=share / share.sum()))

    for _ in range(count):
        words = {
            "county": "040",
            "support": some(("in_time", "open")),
            "population": some(("fsw", "msw", "")),
            "outcome": some(("", "agreement", "lost_contact")),
        }
        case = Contribution(secrets.token_bytes(16), 1, at - 1, (Act(some(ACTS), some(BY)),), words)
        slips.put(organisation, case)


def make(holder, at):
    publish.start(holder, at)
    while not (now := publish.go_on(holder, at)).is_ready:
        pass
    return now


@pytest.fixture
def njeri(sign_in):
    return sign_in("njeri")


def test_the_analyst_makes_a_quarter_and_no_reader_can_take_it_apart(njeri):
    end = month(QUARTER_END)
    for at in (end - 2, end - 1, end):
        give(njeri.organisation, at, 15, seed=at)

    now = make(njeri, end)

    outside = publish.tables(now.entries, Audience.OUTSIDE)
    assert "support" in {one.step.code for one in outside}
    found = ledger.book(ledger.entries(njeri.organisation))
    for one in found.ledgers.values():
        for reader in (Audience.OUTSIDE, Audience.INSIDE):
            assert Attack(one, reader).run() == []


def test_a_month_of_five_says_nothing_outside_and_never_a_zero(njeri):
    end = month(QUARTER_END) - 1
    give(njeri.organisation, end, 5)
    now = make(njeri, end)
    assert publish.tables(now.entries, Audience.OUTSIDE) == ()
    for row in Release.objects.all():
        for _key, low, high in json.loads(row.content).get("figures", ()):
            assert high is None or low >= 5


def test_made_half_way_and_killed_it_goes_on_where_it_was(njeri, sign_in):
    end = month(QUARTER_END) - 1
    give(njeri.organisation, end, 40)
    publish.start(njeri, end)
    publish.go_on(njeri, end)
    half = publish.go_on(njeri, end)
    assert 0 < half.done < half.total

    numbers = [one.number for one in half.entries]
    now = make(sign_in("amina"), end)
    assert [one.number for one in now.entries][: len(numbers)] == numbers
    assert len({(one.audience, one.step, one.family) for one in now.entries}) == len(now.entries)


def test_t101_a_late_report_changes_no_table_that_is_made_afterwards(njeri):
    end = month(QUARTER_END)
    for at in (end - 2, end - 1):
        give(njeri.organisation, at, 20, seed=at)
    make(njeri, end - 2)
    make(njeri, end - 1)
    before = totals(njeri.organisation)

    give(njeri.organisation, end - 2, 1, seed=77)  # late
    give(njeri.organisation, end, 20, seed=end)
    make(njeri, end)

    after = totals(njeri.organisation)
    quarter = frozenset({end - 2, end - 1, end})
    assert after.items() >= before.items()
    assert after[quarter] == sum(after[frozenset({at})] for at in sorted(quarter)) == 60


def totals(organisation):
    return {
        one.step.months: one.table.figures[()].low
        for one in ledger.entries(organisation)
        if one.table and not one.step.code and one.audience is Audience.OUTSIDE
    }


def test_only_who_counts_may_make_figures_and_only_of_months_that_are_over(njeri, sign_in):
    end = month(QUARTER_END)
    for name in ("rose", "halima", "atieno", "kamau", "grace", "wanjiru"):
        with pytest.raises(NotForFigures):
            publish.start(sign_in(name), end)
        with pytest.raises(NotForFigures):
            publish.state(sign_in(name), end)
    with pytest.raises(NothingToSay):
        publish.start(njeri, publish.last_month() + 1)
    assert not Frozen.objects.exists()
    assert not Release.objects.exists()
