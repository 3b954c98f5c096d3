"""SMS in parts, late, twice, and with an id that was used before (T-76 to T-79)."""

import pytest

from tests.doors.phone.desk import later, take_up, words_of
from tests.doors.phone.handset import FORM, path
from tests.gateways import posts
from tetea.domain.phones.models import Receipt
from tetea.domain.reports.models import Report, ThreadItem
from tetea.domain.reports.work import opening, queue


@pytest.fixture
def amina(sign_in):
    return sign_in("amina")


# ---- long SMS in parts ---------------------------------------------------------------------------


class Modem:
    """Somebody whose long SMS come through Kannel, in the parts in which her phone sent them."""

    def __init__(self, client, number="%2B254700000009"):
        self.client, self.number, self.sent = client, number, 0

    def part(self, reference, number, total, words):
        self.sent += 1
        udh = f"%05%00%03%{reference:02X}%{total:02X}%{number:02X}"
        query = f"from={self.number}&to=22384&text={words.replace(' ', '+')}&id=k{self.sent}"
        answer = self.client.get(f"{path('kannel_sms')}?{query}&coding=0&charset=UTF-8&udh={udh}")
        assert answer.status_code == 200


@pytest.fixture
def modem(client, organisation):
    return Modem(client)


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_t78_parts_are_joined_in_whatever_order_they_come(modem, amina, order):
    pieces = {1: "Alinipiga ", 2: "jana usiku ", 3: "pale sokoni"}
    for number in order:
        modem.part(0xC3, number, 3, pieces[number])

    assert words_of(amina) == "Alinipiga jana usiku pale sokoni"


def test_t79_a_part_that_never_comes_is_marked_and_the_rest_is_kept(modem, amina):
    modem.part(0xC3, 1, 3, "Alinipiga ")
    modem.part(0xC3, 3, 3, " pale sokoni")

    assert words_of(amina) == "Alinipiga [sehemu 2 kati ya 3 haijafika] pale sokoni"


def test_t79_a_part_that_comes_hours_later_still_takes_its_place(modem, amina):
    modem.part(0xC3, 1, 2, "Alinipiga ")
    with later(hours=5):
        modem.part(0xC3, 2, 2, "pale sokoni")

    assert words_of(amina) == "Alinipiga pale sokoni"


def test_t79_a_late_part_after_somebody_took_it_up_comes_as_a_message(modem, amina, sign_in):
    rose = sign_in("rose")
    modem.part(0xC3, 1, 2, "Alinipiga ")
    take_up(amina, rose)
    modem.part(0xC3, 2, 2, "pale sokoni")
    [report] = Report.objects.all()

    [message] = opening.open_report(rose, report.id).messages
    assert message.text == "[2/2] pale sokoni"


def test_a_reference_that_the_phone_uses_again_overwrites_no_earlier_part(modem, amina):
    for first, second in (("Alinipiga ", "jana"), ("Amerudi ", "leo")):
        modem.part(7, 1, 2, first)
        modem.part(7, 2, 2, second)

    assert words_of(amina) == "Alinipiga jana\nAmerudi leo"


@pytest.mark.parametrize("words", ["1", "SOS haraka", "STOP hapo hapo", "TOKEN"])
def test_a_later_part_keeps_all_its_words_whatever_it_begins_with(modem, amina, words):
    modem.part(7, 1, 2, "Aliniambia ")
    modem.part(7, 2, 2, words)

    assert words_of(amina) == f"Aliniambia {words}"


def test_parts_as_a_real_kannel_sent_them_come_through_the_door(client, amina):
    for name in ("kannel_sms_part", "kannel_sms_ucs2"):
        assert client.get(f"{path('kannel_sms')}?{posts.body(name)}").status_code == 200

    assert words_of(amina) == "first part[part 2 of 2 has not come]\nPole 😀 ŋ" or (
        words_of(amina) == "first part[sehemu 2 kati ya 2 haijafika]\nPole 😀 ŋ"
    )


# ---- the same message again ----------------------------------------------------------------------


def test_t76_the_same_callback_again_changes_nothing_and_gets_the_same_answer(phone, amina):
    her = phone()
    for _ in range(20):
        assert her.text("Alinipiga jana usiku", "ATXid_same") == 200

    assert words_of(amina) == "Alinipiga jana usiku"
    assert len(her.inbox()) == 1


def test_t77_the_same_id_with_other_words_is_kept_held_and_unanswered(phone, amina):
    her = phone()
    her.text("Alinipiga jana usiku", "ATXid_same")
    before = len(her.inbox())
    for _ in range(2):
        assert her.text("Nimetunga yote, futeni", "ATXid_same") == 200

    assert len(her.inbox()) == before
    assert Report.objects.count() == 2
    [held] = queue.queue(amina, "quarantine").rows
    words = opening.open_report(amina, held.id).story.answers["story"]
    assert words == "Nimetunga yote, futeni"
    assert Receipt.objects.count() == 2


def test_t77_an_id_from_another_number_takes_nobody_elses_conversation(phone, amina):
    phone("+254712345678").text("Alinipiga jana usiku", "ATXid_same")
    phone("+254712999999").text("STOP", "ATXid_same")

    assert not ThreadItem.objects.filter(kind="consent").exists()
    assert len(queue.queue(amina, "quarantine").rows) == 1


def test_a_delivery_report_for_a_message_we_never_sent_is_taken(client, organisation):
    fields = "id=ATXid_unknown&status=Success"

    assert client.post(path("sms_status"), fields, FORM).status_code == 200
