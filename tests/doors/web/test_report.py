"""Reporting, one question a page, without losing an answer."""

from collections.abc import Callable
from typing import Any

from tests.doors.web.phone import Phone
from tests.doors.web.stories import BUSIA, REST
from tetea.domain.reports.models import Draft
from tetea.domain.reports.work import opening, queue


def test_the_woman_in_busia_reports_and_gets_a_token(phone: Phone) -> None:
    phone.start().answer(**BUSIA).press("more").answer(**REST)

    phone.send()

    assert len(phone.token.replace(" ", "")) == 20
    assert phone.token.count(" ") == 4
    assert "PEP, medicine to prevent HIV" in phone.page.text
    assert "hours left" in phone.page.text
    assert "Any public hospital" in phone.page.text
    assert "Not confirmed." in phone.page.text


def test_a_report_that_begins_at_home_stays_at_that_address(phone: Phone) -> None:
    phone.open("/en/").press("begin")

    assert phone.step == "danger"
    assert phone.form.action == "/en/"
    assert "/en/report/" not in phone.page.links
    assert not Draft.objects.exists(), "the button is no answer"
    phone.answer(**BUSIA).send()
    assert {path for path, _values in phone.sent} == {"/en/"}
    assert phone.token


def test_she_reports_in_kiswahili(simu: Phone) -> None:
    simu.start()
    assert "Je, uko hatarini sasa?" in simu.page.text

    simu.answer(**BUSIA).send()

    assert simu.token
    assert "PEP, dawa ya kuzuia HIV" in simu.page.text


def test_amina_reads_what_the_reporter_wrote(phone: Phone, sign_in: Callable[[str], Any]) -> None:
    phone.start().answer(**BUSIA).press("more").press(story="He did not pay.").press("send").send()

    amina = sign_in("amina")
    [row] = queue.queue(amina, "all").rows
    answers = opening.open_report(amina, row.id).story.answers
    assert answers["acts"] == ["SEX-03", "ECO-01"]
    assert answers["story"] == "He did not pay."
    assert answers["gender"] == "not_asked"
    assert answers["sub_county"] is None


def test_every_question_may_be_left_out(phone: Phone) -> None:
    phone.start()
    seen = []
    while phone.step != "_check":
        seen.append(phone.step)
        phone.press("more" if phone.step == "_enough" else "next")
    phone.send()

    assert phone.token
    assert len(seen) == len(set(seen))
    assert {"danger", "county", "story", "consent_media", "age_band"} <= set(seen)


def test_danger_shows_numbers_that_answer_at_once(phone: Phone) -> None:
    phone.start().press(danger="yes")

    assert phone.step == "about_us"
    assert "1195" in phone.page.text
    assert "tel:999" in phone.page.links


def test_help_is_one_tap_away_and_the_form_waits(phone: Phone) -> None:
    phone.start().press().press().press().press("help", acts=["SEX-01"])
    assert "tel:1195" in phone.page.links

    phone.press("stay")

    assert phone.step == "acts"
    assert phone.form.values["acts"] == ["SEX-01"]


def test_an_error_keeps_what_she_typed_and_says_what_to_do(phone: Phone) -> None:
    phone.start().press().press().press().press().press().press(when_known="date")

    phone.press(when_date="2031-01-01")

    assert phone.step == "when_date"
    assert phone.form.values["when_date"] == ["2031-01-01"]
    assert "#f-when_date" in phone.page.links
    assert "not in the future" in phone.page.text


def test_a_choice_that_is_not_offered_is_refused_kindly(phone: Phone) -> None:
    phone.start().press(danger="perhaps")

    assert phone.step == "danger"
    assert "Please choose from the answers shown." in phone.page.text


def test_back_keeps_the_answer_she_was_giving(phone: Phone) -> None:
    phone.start().press(danger="no").press(about_us="no").press("back", for_whom="group")
    assert phone.step == "about_us"
    assert phone.form.values["about_us"] == ["no"]

    phone.press()

    assert phone.form.values["for_whom"] == ["group"]


def test_back_leads_through_every_page_to_the_first(phone: Phone) -> None:
    phone.start().answer(**BUSIA).press("more").press()
    steps = []
    while phone.step != "danger":
        steps.append(phone.step)
        phone.press("back")

    assert "_enough" in steps
    assert "story" in steps
    assert phone.form.values["danger"] == ["no"]


def test_a_page_sent_again_shows_the_page_after_it_with_all_answers(phone: Phone) -> None:
    phone.start().press(danger="no").press(about_us="no").press(for_whom="self")
    old = phone.sent[0]
    phone.press(acts=["ECO-01"])

    phone.post(*old)

    assert phone.step == "about_us"
    assert phone.form.values["about_us"] == ["no"]
    assert phone.press().press().form.values["acts"] == ["ECO-01"]


def test_changing_one_answer_leads_back_to_the_list(phone: Phone) -> None:
    phone.start().answer(**BUSIA).press("send").press("want_first")
    assert phone.step == "want_first"

    phone.press(want_first=["talk"])

    assert phone.step == "_check"
    assert "Someone to talk to" in phone.page.text


def test_changing_the_county_asks_for_the_sub_county_again(phone: Phone) -> None:
    phone.start().answer(**BUSIA | {"sub_county": "226"}).press("send").press("county")

    phone.press(county="042")

    assert phone.step == "sub_county"
    assert phone.press().step == "_check"


def test_what_she_left_out_can_be_answered_from_the_list(phone: Phone) -> None:
    phone.start().answer(**BUSIA).press("send")

    phone.press("pick", pick="sub_county")

    assert phone.step == "sub_county"


def test_she_may_answer_it_in_the_other_language(phone: Phone) -> None:
    phone.start().press(danger="yes")

    phone.post("/sw/", phone.form.values | {"about_us": ["no"], "go": ["stay"]})

    assert 'lang="sw"' in phone.raw
    assert phone.step == "about_us"
    assert phone.form.values["about_us"] == ["no"]


def test_plain_words_about_under_18_stand_before_the_question_of_age(phone: Phone) -> None:
    phone.start().answer().press("more")
    while phone.step != "age_band":
        phone.press()

    assert phone.raw.index("children officer") < phone.raw.index("How old are you?")
    assert "/en/under-18/" in phone.page.links


def test_her_words_are_shown_as_words_and_never_as_code(phone: Phone) -> None:
    phone.start().answer().press("more")

    phone.press("help", story="<script>alert(1)</script>\n\n  indented")
    phone.press("stay")

    assert "script" not in phone.page.tags
    assert phone.form.values["story"] == ["<script>alert(1)</script>\n\n  indented"]
