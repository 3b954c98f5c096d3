"""Whoever is answered is told by SMS only as she allowed it; what is not known is not allowed."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.keyring import runtime
from tetea.domain.outbox import content, reseal, stops
from tetea.domain.outbox.models import Outgoing
from tetea.domain.people.models import Organisation
from tetea.domain.reports import intake, questionnaire, thread
from tetea.domain.reports.errors import NotOpened
from tetea.domain.reports.models import ThreadItem
from tetea.domain.reports.work import notice, opening, triage
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.dialogue import NOT_ASKED

ACHIENG = "+254712345678"
NAFULA = "+254733000111"
BY_SMS = {"consent_contact": "yes", "contact_way": "sms", "contact_hours": ["morning"]}


@pytest.fixture(autouse=True)
def by_night():
    """Members answer at ten in the evening, when nobody who chose the morning may be written to."""
    tonight = dt.datetime.combine(dt.datetime.now(NAIROBI).date(), dt.time(22), NAIROBI)
    with moment.at(tonight):
        yield tonight


@pytest.fixture
def halima(sign_in):
    return sign_in("halima")


@pytest.fixture
def by_menu(organisation, report_id, halima):
    """Return a function that takes in a report by phone menu, opened by halima."""

    def tell(number=ACHIENG, reader=halima, lang="sw", **answers):
        usual = {"danger": "no", "about_us": "no"}
        told = intake.Submission(
            questionnaire.current(), usual | answers, lang, "ussd", number=number
        )
        wanted = report_id(intake.receive(organisation, told))
        opening.open_report(reader, wanted)
        return wanted

    return tell


def queued():
    """What waits for phones: (number, words, hours)."""
    organisation = Organisation.objects.get()
    found = [content.take_out(organisation, row) for row in Outgoing.objects.all()]
    return [(one.to, one.text, one.windows) for one in found]


def messages():
    return ThreadItem.objects.filter(kind="message").count()


def test_achieng_is_told_in_the_morning_and_only_that_an_answer_waits(by_menu, halima, by_night):
    became = notice.reply(halima, by_menu(**BY_SMS), "Kesho saa nne, kituo cha afya.")

    assert queued() == [(ACHIENG, "Una jibu.", ("morning",))]
    assert (became.state, became.goes_from) == ("queued", by_night + dt.timedelta(hours=11))
    assert Outgoing.objects.get().not_before == became.goes_from


def test_what_her_channel_did_not_ask_is_neither_a_number_nor_words_of_hers(by_menu, halima):
    skipped = dict.fromkeys(("contact_number", "contact_word", "name_used"), NOT_ASKED)

    notice.reply(halima, by_menu(**BY_SMS, **skipped), "Njoo.")

    assert queued() == [(ACHIENG, "Una jibu.", ("morning",))]


@pytest.mark.parametrize("name", ["consent_contact", "contact_way", "contact_hours"])
def test_a_question_that_was_not_asked_allows_nothing(by_menu, halima, name):
    became = notice.reply(halima, by_menu(**{**BY_SMS, name: NOT_ASKED}), "Njoo.")

    assert became.state == "none"
    assert not Outgoing.objects.exists()


def test_the_words_that_she_chose_are_used(by_menu, halima):
    became = notice.reply(halima, by_menu(**BY_SMS, contact_word="Nguo ziko tayari."), "Njoo.")

    assert [words for _, words, _ in queued()] == ["Nguo ziko tayari."]
    assert became.has_own_words


@pytest.mark.parametrize("word", ["Survivors have news.", "About your report", "Polisi"])
def test_words_that_would_tell_a_stranger_are_replaced_by_ours(by_menu, halima, word):
    notice.reply(halima, by_menu(**BY_SMS, contact_word=word, lang="en"), "Come.")

    assert [words for _, words, _ in queued()] == ["You have a reply."]


def test_a_number_of_her_own_choice_is_used_instead_of_the_one_she_wrote_from(by_menu, halima):
    notice.reply(halima, by_menu(**BY_SMS, contact_number="0733 000 111"), "Njoo.")

    assert [number for number, _, _ in queued()] == [NAFULA]


@pytest.mark.parametrize(
    ("answers", "why_not"),
    [
        ({}, "no-consent"),
        ({**BY_SMS, "consent_contact": "no"}, "no-consent"),
        ({**BY_SMS, "contact_way": "none"}, "not-by-sms"),
        ({**BY_SMS, "contact_way": "call"}, "not-by-sms"),
        ({**BY_SMS, "contact_hours": []}, "no-hours"),
        ({**BY_SMS, "contact_number": "ask my sister"}, "no-number"),
    ],
)
def test_what_is_not_known_is_not_allowed_and_the_answer_waits_all_the_same(
    by_menu, halima, answers, why_not
):
    became = notice.reply(halima, by_menu(**answers), "Njoo.")

    assert (became.state, became.why_not) == ("none", why_not)
    assert not Outgoing.objects.exists()
    assert messages() == 1


def test_what_is_said_beforehand_is_what_comes_true(by_menu, halima):
    for answers in ({}, BY_SMS, {**BY_SMS, "contact_hours": ["any"]}):
        wanted = by_menu(**answers)
        before = notice.expected(halima, opening.read_report(halima, wanted))
        assert notice.reply(halima, wanted, "Njoo.") == before
        Outgoing.objects.all().delete()


def test_looking_at_what_would_happen_queues_nothing(by_menu, halima):
    notice.expected(halima, opening.read_report(halima, by_menu(**BY_SMS)))

    assert not Outgoing.objects.exists()


def test_three_answers_in_a_row_are_one_sms(by_menu, halima):
    wanted = by_menu(**BY_SMS)

    became = [notice.reply(halima, wanted, "Njoo.").state for _ in range(3)]

    assert became == ["queued", "waiting", "waiting"]
    assert (len(queued()), messages()) == (1, 3)


def test_after_the_first_sms_has_left_the_next_answer_is_told_again(by_menu, halima):
    wanted = by_menu(**BY_SMS)
    notice.reply(halima, wanted, "Njoo.")
    Outgoing.objects.update(state=Outgoing.State.SENT)

    assert notice.reply(halima, wanted, "Au kesho.").state == "queued"
    assert Outgoing.objects.count() == 2


def test_who_sent_stop_is_not_told(by_menu, halima, organisation):
    wanted = by_menu(**BY_SMS)
    stops.add(organisation, ACHIENG)

    assert notice.reply(halima, wanted, "Njoo.").why_not == "stopped"
    assert not Outgoing.objects.exists()


def test_after_a_power_cut_nobody_is_told_until_stops_can_be_compared(
    by_menu, organisation, sign_in
):
    stops.add(organisation, NAFULA)
    runtime.destroy_all()
    halima = sign_in("halima")
    wanted = by_menu(reader=halima, **BY_SMS)

    assert notice.reply(halima, wanted, "Njoo.").why_not == "stops-unknown"
    assert not Outgoing.objects.exists()
    reseal.of(halima)
    assert notice.reply(halima, wanted, "Njoo.").state == "queued"


def test_a_consent_that_she_took_back_counts_at_once(organisation, halima, report, report_id):
    received = report(**BY_SMS, contact_number="0712 345 678")
    wanted = report_id(received)
    opening.open_report(halima, wanted)
    visitor = thread.open_token(organisation, received.token.digits)
    thread.change_consents(visitor, {"contact": False})

    assert notice.reply(halima, wanted, "Njoo.").why_not == "no-consent"
    assert not Outgoing.objects.exists()


def test_new_hours_count_from_then_on(organisation, halima, report, report_id):
    received = report(**BY_SMS, contact_number="0712 345 678")
    wanted = report_id(received)
    opening.open_report(halima, wanted)
    visitor = thread.open_token(organisation, received.token.digits)
    thread.change_contact(visitor, {"contact_hours": ["night"]})

    assert notice.reply(halima, wanted, "Njoo.").windows == ("night",)


def test_about_ourselves_no_number_is_sealed_to_coordinators(by_menu, sign_in):
    wanjiru = sign_in("wanjiru")
    wanted = by_menu(reader=wanjiru, about_us="yes", **BY_SMS)

    assert notice.reply(wanjiru, wanted, "Niko nje.").why_not == "about-us"
    assert (Outgoing.objects.count(), messages()) == (0, 1)


def test_a_closed_report_is_neither_answered_nor_told(by_menu, halima):
    wanted = by_menu(**BY_SMS)
    halima.mark_closed(wanted)

    with pytest.raises(NotOpened):
        notice.reply(halima, wanted, "Njoo.")
    assert (Outgoing.objects.count(), messages()) == (0, 0)


def test_the_paralegal_who_owns_it_tells_her_without_the_dispatch_key(
    by_menu, halima, sign_in, organisation
):
    wanted, rose = by_menu(**BY_SMS), sign_in("rose")
    triage.assign(halima, wanted, rose.member_id)
    opening.open_report(rose, wanted)

    assert notice.reply(rose, wanted, "Niko nawe.").state == "queued"
