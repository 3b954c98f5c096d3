"""Exact totals go only to whoever signed for them, and stand in the ledger."""

import datetime as dt

import pytest

from tests.domain.figures.test_publish import give, make, month
from tests.rows import readable
from tetea.domain import moment
from tetea.domain.figures import agreements, ledger, publish
from tetea.domain.figures.agreements import Terms
from tetea.domain.figures.errors import NotForFigures, NothingToSay, Wrong
from tetea.domain.figures.models import Agreement, Release
from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.rules import Audience

PARTY = "County health team of Busia"
FEW = 7


@pytest.fixture
def njeri(sign_in):
    return sign_in("njeri")


@pytest.fixture
def end(njeri):
    """A month of so few that nobody outside hears of it."""
    at = month(2)
    give(njeri.organisation, at, FEW, seed=at)
    make(njeri, at)
    return at


def terms(**changed):
    today = moment.now().date()
    agreed = {"signed": today, "until": today + dt.timedelta(days=365)}
    return Terms(**{"party": PARTY, "purpose": "Planning of PEP stocks", **agreed, **changed})


def test_the_party_gets_the_exact_total_and_everybody_else_still_nothing(njeri, end):
    kept = agreements.sign(njeri, terms())
    months = frozenset({end})

    assert agreements.tell(njeri, kept, months) == FEW
    assert agreements.tell(njeri, kept, months) == FEW

    [signed] = agreements.every(njeri)
    assert signed.terms == terms()
    assert signed.told == ((months, FEW),)
    assert all(one.table is None for one in publish.published(njeri.organisation))
    told = [one for one in ledger.entries(njeri.organisation) if one.agreement]
    assert {one.audience for one in told} == {Audience.AGREED}
    assert len(told) == len({one.family for one in told})
    for of in ledger.book(ledger.entries(njeri.organisation)).ledgers.values():
        for reader in Audience:
            assert Attack(of, reader).run() == []


def test_no_total_without_an_agreement_in_force_or_of_months_never_made(njeri, end, sign_in):
    today = moment.now().date()
    old = terms(signed=today - dt.timedelta(days=30), until=today - dt.timedelta(days=1))
    over = agreements.sign(njeri, old)
    valid = agreements.sign(njeri, terms())
    lines = Release.objects.count()

    for agreement in (over, "nobody"):
        with pytest.raises(Wrong):
            agreements.tell(njeri, agreement, frozenset({end}))
    with pytest.raises(NothingToSay):
        agreements.tell(njeri, valid, frozenset({end, end - 5}))
    with pytest.raises(NotForFigures):
        agreements.tell(sign_in("rose"), valid, frozenset({end}))
    assert Release.objects.count() == lines


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("party", {"party": "  "}),
        ("purpose", {"purpose": "x" * 500}),
        ("until", {"until": dt.date(2020, 1, 1)}),
        ("signed", {"signed": dt.date(2999, 1, 1), "until": dt.date(2999, 1, 2)}),
    ],
)
def test_what_cannot_be_an_agreement_is_refused_by_the_name_of_its_field(njeri, field, changed):
    with pytest.raises(Wrong) as wrong:
        agreements.sign(njeri, terms(**changed))
    assert wrong.value.field == field
    assert not Agreement.objects.exists()


def test_a_seized_disk_does_not_tell_with_whom(njeri, end):
    kept = agreements.sign(njeri, terms())
    agreements.tell(njeri, kept, frozenset({end}))
    assert readable(PARTY, "health team", "PEP stocks") == []
    # The search itself finds what lies open: the agreement's random id stands in the ledger.
    assert readable(kept) == [kept]
