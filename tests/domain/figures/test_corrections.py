"""Corrections in batches (T-101): what comes late is said only where it gives nobody away."""

import datetime as dt
import json

import pytest

from tests.domain.figures.test_publish import give, make, month
from tetea.domain import moment
from tetea.domain.figures import corrections, frozen, ledger, publish, register, slips
from tetea.domain.figures.errors import NotForFigures, TooSoon, Unfinished
from tetea.domain.figures.models import Release
from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Figure

FIRST = 7
ONE_TOTAL = 60


@pytest.fixture
def njeri(sign_in):
    return sign_in("njeri")


@pytest.fixture
def end(njeri):
    """A month of sixty reports whose figures are made."""
    at = month(FIRST)
    give(njeri.organisation, at, ONE_TOTAL, seed=at)
    make(njeri, at)
    return at


def amend(holder):
    corrections.start(holder)
    while not (now := corrections.go_on(holder)).is_ready:
        pass
    return now


def said_anew(holder, audience=Audience.OUTSIDE):
    return corrections.corrected(publish.all_entries(holder), audience)


def test_one_late_report_is_not_said_and_all_tables_stand(njeri, end):
    before = contents()
    give(njeri.organisation, end, 1, seed=5)

    now = amend(njeri)

    assert now.is_ready
    assert said_anew(njeri) == said_anew(njeri, Audience.INSIDE) == ()
    added = contents()[len(before) :]
    assert contents()[: len(before)] == before
    assert added
    assert all("figures" not in one for one in added)


def test_twenty_late_reports_are_said_as_a_sum_and_nobody_is_found_by_the_difference(njeri, end):
    give(njeri.organisation, end, 20, seed=5)

    amend(njeri)

    found = said_anew(njeri)
    [total] = [one for one in found if not one.code]
    assert (total.was, total.now) == (Figure(ONE_TOTAL, ONE_TOTAL), Figure(80, 80))
    for one in found:
        if not one.was.is_suppressed:
            assert abs(one.now.low - one.was.low) >= 10
    nobody_finds_anything(njeri)


def test_a_batch_comes_once_a_quarter_and_after_figures_that_are_finished(njeri, sign_in):
    with pytest.raises(Unfinished):
        corrections.start(njeri)
    at = month(FIRST)
    give(njeri.organisation, at, 30, seed=1)
    publish.start(njeri, at)
    publish.go_on(njeri, at)
    with pytest.raises(Unfinished):
        corrections.start(njeri)
    make(njeri, at)
    for name in ("rose", "halima", "atieno", "kamau"):
        with pytest.raises(NotForFigures):
            corrections.start(sign_in(name))

    corrections.start(njeri)
    with pytest.raises(TooSoon):
        corrections.start(sign_in("amina"))
    assert frozen.read(njeri).version == 1


def test_killed_half_way_a_colleague_goes_on_and_nothing_is_said_twice(njeri, end, sign_in):
    give(njeri.organisation, end, 25, seed=5)
    corrections.start(njeri)
    half = corrections.go_on(njeri)
    assert 0 < half.done < half.total

    now = half
    while not now.is_ready:
        now = corrections.go_on(sign_in("amina"))

    kept = [(one.audience, one.step, one.family) for one in now.entries]
    assert len(kept) == len(set(kept))


def test_a_quarter_counts_its_months_as_they_were_said_until_the_next_batch(njeri, end):
    give(njeri.organisation, end, 20, seed=5)
    amend(njeri)
    for at in (end + 1, end + 2):
        give(njeri.organisation, at, 30, seed=at)
        make(njeri, at)
    quarter = frozenset({end, end + 1, end + 2})
    assert total(publish.published(njeri.organisation), quarter) == ONE_TOTAL + 30 + 30
    nobody_finds_anything(njeri)

    with moment.at(moment.now() + dt.timedelta(days=92)):
        amend(njeri)
        found = said_anew(njeri)

    of_quarter = [one for one in found if not one.code and one.layout.months == quarter]
    assert [(one.was.low, one.now.low) for one in of_quarter] == [(120, 140)]
    nobody_finds_anything(njeri)


def test_a_small_change_does_not_come_out_through_the_quarter_or_its_correction(njeri, end):
    """The month stands at 60: a quarter that counts 63 of it would tell the three."""
    give(njeri.organisation, end, 3, seed=5)
    amend(njeri)
    for at in (end + 1, end + 2):
        give(njeri.organisation, at, 30, seed=at)
        make(njeri, at)
    give(njeri.organisation, end + 1, 15, seed=8)
    with moment.at(moment.now() + dt.timedelta(days=92)):
        amend(njeri)

    nobody_finds_anything(njeri)
    told = [one for one in said_anew(njeri) if not one.code]
    assert [one.layout.months for one in told] == [frozenset({end + 1})]


def test_who_withdrew_before_a_batch_is_in_no_count_of_it(njeri, end):
    [*_others, last] = register.read(njeri).ids
    slips.drop(njeri.organisation, last.tobytes())
    amend(njeri)
    kept = frozen.read(njeri)
    assert people(kept, end, 0) == ONE_TOTAL
    assert people(kept, end, 1) == ONE_TOTAL - 1
    assert said_anew(njeri) == said_anew(njeri, Audience.INSIDE) == ()


def people(kept, month, version):
    return sum(count for _words, count in kept.rows[month, version]["who"])


def total(found, months):
    [one] = {
        one.table.figures[()].low
        for one in found
        if one.table and one.step.months == months and not one.step.code
    }
    return one


def nobody_finds_anything(holder):
    for of in ledger.book(ledger.entries(holder.organisation)).ledgers.values():
        for reader in (Audience.OUTSIDE, Audience.INSIDE):
            assert Attack(of, reader).run() == []


def contents():
    return [json.loads(row.content) for row in Release.objects.order_by("number")]
