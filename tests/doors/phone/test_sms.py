"""SMS as people send them: their own words, mixed languages, keywords, cries, answers."""

import pytest

from tests.conftest import own_number
from tests.doors.phone.desk import later, only, take_up, tell_and_allow, words_of
from tetea import worker
from tetea.domain.forum import changes
from tetea.domain.outbox.models import Alert, Outgoing
from tetea.domain.phones.models import PhoneSession
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import notice, opening, queue


@pytest.fixture
def amina(sign_in):
    return sign_in("amina")


# ---- free text --------------------------------------------------------------------------------


def test_omondi_in_kisumu_mixes_languages_and_his_words_become_a_report(phone, amina):
    omondi = phone("+254712000001")
    omondi.text("Bouncer wa club alinipiga jana night, ati sijalipa. Niko Kondele")
    omondi.text("He took my phone pia")
    opened = only(amina)

    assert opened.story.channel == "sms"
    assert opened.story.answers["story"] == (
        "Bouncer wa club alinipiga jana night, ati sijalipa. Niko Kondele\nHe took my phone pia"
    )
    others = {name: said for name, said in opened.story.answers.items() if name != "story"}
    assert set(others.values()) == {"not_asked"}
    assert own_number(amina, opened.report.id) == ""
    [first] = omondi.inbox()
    assert first.startswith("Tumepokea.")


def test_three_arrested_women_in_one_sms_are_urgent_and_one_report(phone, amina):
    words = "Tumekamatwa na polisi, mimi, Auma na Atieno, tuko Central station Busia. Tusaidieni"
    phone().text(words)

    [row] = queue.queue(amina, "now").rows
    assert opening.open_report(amina, row.id).story.answers["story"] == words
    assert Alert.objects.get().alert_class == "A"


@pytest.mark.parametrize(
    ("word", "begins"),
    [
        ("SERVICES", "Someone who can help"),
        ("huduma", "Wa kukusaidia"),
        ("Rights", "You may stay silent"),
        ("HAKI", "Unaweza kunyamaza"),
        ("help", "Write to us in your own words"),
        ("REPORT", "Tell us in your own words"),
        ("ripoti", "Tuambie kwa maneno yako"),
        ("CHECK 0712345678", "That is not there by SMS yet"),
        ("angalia 0712345678", "Hilo bado halipo"),
        ("TOKEN", "We find nothing from this phone"),
        ("TOKEN 1234", "A digit is wrong"),
        ("TOKEN 12345678901234567891", "We do not know that number"),
    ],
)
def test_a_keyword_is_answered_once_in_its_language_and_leaves_no_report(phone, word, begins):
    her = phone()
    her.text(word)

    [answer] = her.inbox()
    assert answer.startswith(begins)
    assert Report.objects.count() == PhoneSession.objects.count() == 0


@pytest.mark.parametrize("word", ["REPORT", "Ripoti:", "report -"])
def test_words_behind_report_are_the_report(phone, amina, word):
    phone().text(f"{word} Alinipiga jana usiku")

    assert words_of(amina) == "Alinipiga jana usiku"


@pytest.mark.parametrize("word", ["SOS", "sos", "MSAADA", "1", "S.O.S"])
def test_a_cry_is_first_in_the_queue_and_is_told_whom_to_call(phone, amina, report, word):
    report(danger="no")
    her = phone("+254712345678")
    her.text(word)

    row = queue.queue(amina, "now").rows[0]
    assert row.is_danger
    assert own_number(amina, row.id) == "+254712345678"
    [answer] = her.inbox()
    assert "999" in answer or "112" in answer or "1195" in answer


def test_after_a_question_the_same_digit_is_an_answer(phone, amina):
    her = phone()
    her.text("Alinipiga jana usiku")
    her.inbox()
    her.text("2")

    opened = only(amina)
    assert opened.story.answers["about_us"] == "no"
    assert opened.story.answers["danger"] == "not_asked"
    assert "May we send you an SMS" in her.inbox()[-1] or "tukutumie SMS" in her.inbox()[-1]


def test_an_sms_of_emoji_and_other_scripts_is_kept_as_it_came(phone, amina):
    phone().text("Pole 😀 ŋ — “sasa” እርዳታ")

    assert words_of(amina) == "Pole 😀 ŋ — “sasa” እርዳታ"


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_an_empty_sms_is_taken_and_says_nothing(phone, words):
    her = phone()

    assert her.text(words) == 200
    assert Report.objects.count() == Outgoing.objects.count() == 0


def test_words_without_end_are_kept_as_far_as_a_report_can_hold_them(phone, amina):
    assert phone().text("Alinipiga. " * 5000) == 200

    assert words_of(amina).startswith("Alinipiga. Alinipiga.")


def test_who_has_no_number_is_kept_and_not_answered(phone, amina):
    for sender in ("SAFARICOM", "22384", ""):
        phone(sender or "x").text(f"Nimesikia kilio kutoka chumba cha {sender}")
    worker.once(tidy=False)

    assert Report.objects.count() == 3
    assert Outgoing.objects.count() == PhoneSession.objects.count() == 0
    assert len(queue.queue(amina, "quarantine").rows) == 0


def test_after_a_month_of_silence_words_begin_a_new_report(phone):
    her = phone()
    her.text("Alinipiga jana usiku")
    with later(days=31):
        her.text("Ni mimi tena, amerudi na wenzake")

    assert Report.objects.count() == 2


def test_days_later_words_join_the_first_report(phone, amina):
    her = phone()
    her.text("Alinipiga jana usiku")
    with later(hours=70):
        her.text("Ni mimi tena, amerudi na wenzake")
    opened = only(amina)

    assert [one.text for one in opened.messages] == ["Ni mimi tena, amerudi na wenzake"]
    assert opened.messages[0].channel == "sms"


def test_of_several_sms_in_a_row_one_is_confirmed(phone):
    her = phone()
    for words in ("Alinipiga jana", "akachukua simu", "na pesa zangu"):
        her.text(words)

    assert len(her.inbox()) == 1


def test_an_urgent_report_stays_in_the_list_when_calmer_words_follow(phone, amina):
    her = phone()
    her.text("Wananipiga sasa hivi nisaidie")
    assert len(queue.queue(amina, "now").rows) == 1
    her.text("Niko nyuma ya soko")

    [row] = queue.queue(amina, "now").rows
    assert "soko" in str(opening.open_report(amina, row.id).story.answers["story"])


# ---- about us ------------------------------------------------------------------------------------


def test_yes_to_the_second_sms_takes_the_report_from_everybody_inside(phone, sign_in):
    her = phone()
    her.text("Mtu wa ofisi yenu ananitaka kwa nguvu")
    her.text("NDIYO")
    [report] = Report.objects.all()

    assert opening.open_report(sign_in("wanjiru"), report.id).story.answers["about_us"] == "yes"
    for inside in ("amina", "halima", "rose"):
        with pytest.raises(NotFound):
            opening.open_report(sign_in(inside), report.id)


def test_yes_after_somebody_inside_took_it_up_begins_another_report_outside(phone, sign_in, amina):
    her = phone()
    her.text("Mtu wa ofisi yenu ananitaka kwa nguvu")
    take_up(amina, sign_in("rose"))
    her.text("1")
    outside = Report.objects.get(thread__group="outside")
    before = len(her.inbox())
    her.text("2")

    opened = opening.open_report(sign_in("wanjiru"), outside.id)
    assert opened.story.answers["story"] == "Mtu wa ofisi yenu ananitaka kwa nguvu"
    # What is asked next is not the same again, and its answer is read as what was asked.
    assert opened.story.answers["consent_contact"] == "no"
    assert len(her.inbox()) == before + 1


# ---- an SOS is never lost ------------------------------------------------------------------------


def test_a_cry_while_she_tells_makes_the_same_report_urgent(phone, amina):
    her = phone("+254712345678")
    her.text("Alinipiga jana usiku")
    her.text("SOS")
    [row] = queue.queue(amina, "now").rows

    assert row.is_danger
    assert Report.objects.count() == 1
    assert len(her.inbox()) == 2  # the second names somebody to call


def test_a_cry_after_somebody_took_the_report_up_is_a_report_of_its_own(phone, amina, sign_in):
    her = phone("+254712345678")
    her.text("Alinipiga jana usiku")
    take_up(amina, sign_in("rose"))
    her.text("SOS")

    assert queue.queue(amina, "now").rows[0].is_danger
    assert Report.objects.count() == 2


def test_a_second_cry_on_a_report_that_was_taken_up_goes_into_its_thread(phone, amina, sign_in):
    her = phone("+254712345678")
    her.text("SOS niko Kondele")
    rose = sign_in("rose")
    take_up(amina, rose)
    her.text("SOS")

    [report] = Report.objects.all()
    assert [one.text for one in opening.open_report(rose, report.id).messages] == ["SOS"]


# ---- may we write, and when ----------------------------------------------------------------------


def test_consent_and_hours_become_the_only_permission_there_is(phone, amina):
    her = phone("+254712345678")
    tell_and_allow(her, "14")
    opened = only(amina)

    assert opened.story.answers["consent_contact"] == "yes"
    assert own_number(amina, opened.report.id) == "+254712345678"
    assert opened.contact["contact_way"] == "sms"
    assert sorted(opened.contact["contact_hours"]) == ["early", "evening"]
    told = notice.reply(amina, opened.report.id, "Tuko nawe.")
    assert told.windows == ("early", "evening")
    assert Outgoing.objects.get(source__isnull=False).state == "queued"


def test_without_consent_her_number_stands_in_no_report_and_nothing_is_sent(phone, amina):
    her = phone("+254712345678")
    for words in ("Alinipiga jana usiku", "no", "hapana"):
        her.text(words)
    opened = only(amina)
    notice.reply(amina, opened.report.id, "Tuko nawe.")

    assert own_number(amina, opened.report.id) == ""
    assert opened.story.answers["consent_contact"] == "no"
    assert not Outgoing.objects.filter(source__isnull=False).exists()


def test_consent_given_after_somebody_took_it_up_goes_into_the_thread_signed(phone, amina, sign_in):
    her, rose = phone("+254712345678"), sign_in("rose")
    for words in ("Alinipiga jana usiku", "2"):
        her.text(words)
    take_up(amina, rose)
    her.text("1")
    her.text("6")
    [report] = Report.objects.all()
    opened = opening.open_report(rose, report.id)

    assert opened.consents.answers["contact"] is True
    assert opened.consents.forged == 0
    assert opened.contact["contact_hours"] == ["any"]
    assert "contact_number" not in opened.contact
    found = opening.open_identity(rose, report.id, "call_now").identity
    assert found
    assert found.answers["contact_number"] == "+254712345678"


def test_whoever_asks_for_news_is_told_what_changed_in_her_language(phone, amina):
    asks = phone("+254712000077")
    asks.text("NEWS")
    assert asks.inbox()[-1].startswith("Nothing has been said yet")
    line = changes.Line(24_320, "Police in Busia give receipts.", "Polisi Busia wanatoa risiti.")
    changes.say(amina, line)

    asks.text("mabadiliko")
    assert asks.inbox()[-1] == "Sasa: Polisi Busia wanatoa risiti."
    assert not Report.objects.exists()
    asks.text("Mabadiliko makubwa hapa, bouncer alinipiga")
    assert Report.objects.count() == 1
