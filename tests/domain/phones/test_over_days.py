"""A conversation by SMS outlives the day's key, but neither a power cut nor a worker away."""

import pytest

from tetea import worker
from tetea.domain.keyring import runtime
from tetea.domain.phones.models import PhoneSession, Receipt, Tally
from tetea.domain.reports.models import Report, ThreadItem


def _messages():
    return ThreadItem.objects.filter(kind="message").count()


def test_the_worker_carries_a_conversation_from_day_to_day(phone, organisation, days):
    her = phone()
    her.text("Alinipiga jana usiku")
    for _ in range(6):
        days(1)
        worker.once()
    her.text("Ni mimi tena")

    assert Report.objects.count() == 1
    assert _messages() == 1
    assert PhoneSession.objects.get().generation == runtime.current().number


def test_without_a_worker_for_four_days_words_begin_anew(phone, days):
    her = phone()
    her.text("Alinipiga jana usiku")
    days(4)
    her.text("Ni mimi tena")

    assert Report.objects.count() == 2


@pytest.mark.parametrize("word", ["Ni mimi tena", "TOKEN"])
def test_a_power_cut_ends_the_conversation_and_harms_nobody(phone, word):
    her = phone()
    her.text("Alinipiga jana usiku")
    her.inbox()
    runtime.destroy_all()

    assert her.text(word) == 200
    assert Report.objects.count() == (1 if word == "TOKEN" else 2)
    assert her.inbox()[-1].startswith(("We find nothing", "Hatuoni", "Tumepokea", "We have it"))


def test_receipts_counts_and_menus_are_gone_when_their_time_is_over(phone, days):
    her = phone()
    her.text("Alinipiga jana usiku")
    her.dial().press("2", "2")
    days(3)
    worker.once()

    assert PhoneSession.objects.filter(caller__gt="").count() == 0
    assert Receipt.objects.count() == Tally.objects.count() == 0
