"""A cry for help is a report of its own once somebody has taken the first one up."""

from tests.conftest import own_number
from tests.doors.phone.desk import take_up
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import queue


def test_danger_in_the_same_call_after_somebody_took_it_up_is_first_in_the_queue(phone, sign_in):
    amina, rose = sign_in("amina"), sign_in("rose")
    call = phone("+254712345678").dial()
    call.press("2", "2", "2")
    take_up(amina, rose)
    call.press("00", "1")

    [new] = Report.objects.filter(state="new")
    row = queue.queue(amina, "now").rows[0]
    assert (row.id, row.is_danger) == (new.id, True)
    assert own_number(amina, new.id) == "+254712345678"


def test_danger_before_anybody_looked_makes_the_same_report_urgent(phone, sign_in):
    amina = sign_in("amina")
    call = phone("+254712345678").dial()
    call.press("2", "2", "2", "00", "1")

    [row] = queue.queue(amina, "now").rows
    assert row.is_danger
    assert Report.objects.count() == 1
