"""A case takes weeks: the number she wrote from still leads to her thread, and to nothing more."""

import datetime as dt

import pytest
from django.utils import timezone

from tetea.domain.keyring import runtime
from tetea.domain.phones import sessions, tidy
from tetea.domain.phones.sms import talk as talks
from tetea.domain.reports import thread
from tetea.domain.reports.models import Report


@pytest.fixture
def days_pass(monkeypatch, organisation):
    """Return a function that lets days pass, with the worker tidying on each of them."""

    def let(days: int) -> None:
        for _ in range(days):
            moved = timezone.now() + dt.timedelta(days=1)
            monkeypatch.setattr(timezone, "now", lambda moved=moved: moved)
            tidy.renew(organisation)
            tidy.drop_old()
            runtime.drop_old()

    return let


def remembered(organisation, her):
    """What the running server still knows of her number."""
    found = sessions.find(organisation, talks.address(her.number))
    assert found is not None
    return talks.load(found.content)


def test_three_weeks_later_she_is_still_given_a_number_when_she_asks(
    phone, organisation, days_pass
):
    her = phone()
    her.text("Alinipiga na kuchukua simu yangu, naogopa kurudi")

    days_pass(21)
    her.text("TOKEN")

    digits = "".join(filter(str.isdigit, her.inbox()[-1]))[:20]
    assert thread.open_token(organisation, digits).thread.report_id == Report.objects.get().id


def test_after_three_days_the_server_keeps_no_key_of_the_report_itself(
    phone, organisation, days_pass
):
    her = phone()
    her.text("Alinipiga na kuchukua simu yangu, naogopa kurudi")
    first = remembered(organisation, her)

    days_pass(3)

    later = remembered(organisation, her)
    assert first.report is not None
    assert later.report is None
    assert later.pieces == ()
    assert later.visit is not None


def test_after_a_month_of_silence_her_words_begin_a_report_of_their_own(
    phone, organisation, days_pass
):
    her = phone()
    her.text("Alinipiga na kuchukua simu yangu, naogopa kurudi")

    days_pass(31)
    her.text("Jirani ananitishia sasa kwa sababu ya kazi yangu")

    assert Report.objects.count() == 2
