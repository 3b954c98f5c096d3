"""The phone menu, dialled as a feature phone does."""

import datetime as dt

import pytest

from tests.conftest import own_number
from tetea import worker
from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.cases.work import Step
from tetea.domain.directory.steps import step_told
from tetea.domain.keyring import runtime
from tetea.domain.reports import thread
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import items, opening, queue
from tetea.gateways import memory
from tetea.kernel.phone.screens import LIMIT


@pytest.fixture
def amina(sign_in):
    return sign_in("amina")


def _only(holder):
    [report] = Report.objects.all()
    return opening.open_report(holder, report.id)


def test_the_price_stands_before_the_first_choice_and_the_numbers_are_as_promised(phone):
    lines = phone().dial().screen.removeprefix("CON ").split("\n")

    assert "1195" in lines[0]
    assert [line[0] for line in lines[1:]] == list("12345679")


def test_dialling_alone_leaves_nothing_behind(phone):
    call = phone().dial()
    call.press("3", "1", "1", "0", "00", "5", "1", "9")

    from tetea.domain.phones.models import PhoneSession

    assert PhoneSession.objects.count() == Report.objects.count() == 0


def test_the_token_comes_with_the_first_saved_answer_and_who_works_here_before_the_second(
    phone, organisation
):
    call = phone().dial()
    call.press("2", "2")

    assert "works for this organisation" in call.screen
    assert thread.open_token(organisation, call.token).thread.report.state == "new"


def test_what_was_answered_by_menu_is_opened_on_the_desk(phone, amina):
    call = phone().dial()
    # Not in danger; nobody from here; forced sex and no condom; the police; today; Busia, Nambale;
    # medicine, and go with me to the police; end.
    call.press("2", "2", "2", "1", "13", "2", "1", "1", "1", "3", "3")

    opened = _only(amina)

    assert call.screen.startswith("END ")
    assert opened.story.channel == "ussd"
    assert opened.story.answers["acts"] == ["SEX-01", "SEX-03"]
    assert opened.story.answers["aggressors"] == ["police"]
    assert opened.story.answers["county"] == "040"
    assert opened.story.answers["want_first"] == ["pep"]
    assert opened.story.answers["story"] == "not_asked"
    assert "pep" in {clock.kind for clock in opened.facets.clocks}


def test_choices_of_several_pages_and_groups_are_all_kept(phone, amina):
    call = phone().dial()
    call.press("2", "2", "2", "14", "1", "1", "1")

    assert _only(amina).story.answers["acts"] == ["SEX-01", "ECO-01"]


def test_going_back_and_leaving_out_loses_nothing_already_given(phone, amina):
    call = phone().dial()
    call.press("2", "2", "2", "1", "1", "0", "8")

    assert _only(amina).story.answers["acts"] == ["SEX-01"]
    assert "Who did it" in call.screen


def test_a_hop_that_comes_twice_shows_the_same_screen_and_does_nothing_twice(phone, amina):
    call = phone().dial()
    call.press("2", "2")
    first, token = call.screen, call.token
    call.press("2", "1")

    assert call.post("2*2") == first
    assert token in first.replace(" ", "").replace("\n", "")
    assert Report.objects.count() == 1
    assert call.press("1")
    assert _only(amina).story.answers["acts"] == ["SEX-01"]


def test_a_hop_that_comes_too_late_does_not_turn_the_session_back(phone, amina):
    call = phone().dial()
    call.press("2", "2", "2", "1", "1", "2")
    shown = call.screen

    late = call.post("2*2*2*1")
    call.screen = shown
    call.press("1")

    assert late.startswith("CON ")
    assert _only(amina).story.answers["when_known"] == "today"


def test_after_a_power_cut_the_transcript_is_played_anew(phone, amina):
    call = phone().dial()
    call.press("2", "2", "2", "1")
    runtime.destroy_all()

    call.press("1")

    # Nobody remembers her first number any more, so there is a new one, and it is shown first.
    assert call.token
    assert "Who did it" in call.press("1")


def test_a_dropped_session_goes_on_in_option_two_and_shows_no_earlier_answer(phone, amina):
    her = phone()
    dropped = her.dial()
    dropped.press("2", "2", "2", "1", "1")

    again = her.dial()
    again.press("2")
    asked = again.screen
    again.press("1")

    assert asked.startswith("CON You began to tell us")
    assert "Who did it" in again.screen
    assert "Forced" not in asked + again.screen
    again.press("2")
    assert _only(amina).story.answers["aggressors"] == ["police"]


def test_who_takes_up_a_dropped_session_is_not_shown_the_number_that_was_seen(phone):
    her = phone()
    dropped = her.dial()
    dropped.press("2", "2")
    token = dropped.token
    dropped.press("2", "1", "1")

    again = her.dial()
    screens = [again.press(key) for key in ("2", "1", "1", "1", "1", "1", "1", "3")]

    assert screens[-1].startswith("END ")
    assert all(token not in "".join(filter(str.isdigit, one)) for one in screens)


def test_a_number_that_never_reached_her_is_shown_when_she_dials_again(phone):
    her = phone()
    dropped = her.dial()
    dropped.press("2", "2")
    token = dropped.token

    again = her.dial()
    again.press("2", "1")

    assert again.token == token


def test_another_phone_is_offered_nothing_of_a_dropped_session(phone):
    phone().dial().press("2", "2", "2")

    assert phone().dial().press("2").startswith("CON Are you in danger")


def test_an_sos_is_kept_with_the_first_key_and_first_in_the_queue(phone, amina, report, report_id):
    quiet = report_id(report())
    call = phone("+254712345678").dial()
    call.press("1")

    rows = queue.queue(amina, "now").rows + queue.queue(amina, "all").rows

    assert rows[0].is_danger
    assert rows[0].id != quiet
    assert own_number(amina, rows[0].id) == "+254712345678"


def test_a_report_still_being_told_is_in_no_list_before_half_an_hour(phone, amina):
    call = phone().dial()
    call.press("2", "2", "2", "1", "1")

    assert queue.queue(amina, "all").rows == ()
    assert queue.counts(amina)["waiting"] == 0


def test_a_report_told_to_its_end_is_listed_at_once(phone, amina):
    call = phone().dial()
    call.press("2", "2", "2", "1", "1", "2", "1", "1", "1", "3", "3")

    assert [row.facets.channel for row in queue.queue(amina, "all").rows] == ["ussd"]


def test_about_somebody_who_works_here_only_the_outside_officer_gets_it(phone, sign_in):
    call = phone().dial()
    call.press("2", "2", "1")
    assert "officer outside" in call.screen
    call.press("1", "1", "1")
    [report] = Report.objects.all()

    opened = opening.open_report(sign_in("wanjiru"), report.id)

    assert opened.story.answers["acts"] == ["SEX-01"]
    from tetea.domain.reports.errors import NotFound

    for inside in ("amina", "halima", "rose"):
        with pytest.raises(NotFound):
            opening.open_report(sign_in(inside), report.id)


def test_the_door_for_complaints_about_us_never_seals_a_word_to_anybody_inside(phone, sign_in):
    call = phone().dial()
    call.press("6", "2", "1")

    [report] = Report.objects.all()

    assert report.thread.group == "outside"
    assert call.token


def test_what_is_added_after_somebody_took_it_up_goes_to_her_as_a_message(phone, sign_in):
    from tetea.domain.reports.work import triage

    amina, rose = sign_in("amina"), sign_in("rose")
    call = phone().dial()
    call.press("1", "2")
    [report] = Report.objects.all()
    rose_id = next(one for one, name, _ in triage.assignable(amina) if name == "rose")
    triage.assign(amina, report.id, rose_id)

    call.press("1")

    [message] = opening.open_report(rose, report.id).messages
    assert "Busia" in message.text
    assert (message.channel, message.is_hers) == ("ussd", True)


def test_coming_back_by_number_she_reads_the_answer_page_by_page_and_writes(phone, amina, sign_in):
    her = phone()
    call = her.dial()
    call.press("2", "2", "2", "1", "1", "2", "1", "1", "1", "3", "3")
    token = call.token
    [report] = Report.objects.all()
    opening.open_report(amina, report.id)
    words = " ".join(["Tunakuja kesho saa nne asubuhi; usiende peke yako."] * 6)
    items.reply(amina, report.id, words)

    back = her.dial()
    back.press("4", token)
    assert "1" in back.screen
    pages = [back.press("1")]
    while "9 More" in pages[-1]:
        pages.append(back.press("9"))
    back.press("00", "4", token, "2", "Asante*nitakuja", "na dada")

    assert len(pages) > 1
    read = " ".join(page.removeprefix("CON ").split("\n")[0] for page in pages)
    assert read == words
    [hers] = [one for one in opening.read_report(amina, report.id).messages if one.is_hers]
    assert hers.text == "Asante*nitakuja"
    assert hers.channel == "ussd"


def test_coming_back_she_reads_what_was_done_and_none_of_the_words(phone, report, sign_in):
    received, amina, her = report(), sign_in("amina"), phone()
    nothing = her.dial().press("4", received.token.digits, "4")
    [told] = Report.objects.all()
    opening.open_report(amina, told.id)
    work.open_case(amina, told.id, "Begin", moment.now() + dt.timedelta(days=1))
    work.record_step(amina, told.id, Step("first_support", "She cried."))

    screen = her.dial().press("4", received.token.digits, "4")

    assert "Nothing is written down yet" in nothing
    assert step_told("first_support", "en") in screen
    assert "cried" not in screen


def test_a_token_typed_in_pieces_opens_and_a_wrong_digit_is_told_apart(phone, report):
    token = report().token.digits
    call = phone().dial()

    assert "20" in call.press("4", token[:8])
    assert call.press(token[8:]).startswith("CON We have it")
    other = phone().dial()
    slip = token[:-1] + str((int(token[-1]) + 1) % 10)
    assert other.press("4", slip).startswith("CON A digit is wrong")


def test_the_other_language_is_one_key_away_and_stays(phone):
    call = phone().dial()
    call.press("9", "2")

    assert call.screen.startswith("CON Uko hatarini")


def test_a_day_is_typed_as_day_and_month_in_one_or_two_steps(phone, amina):
    call = phone().dial()
    call.press("2", "2", "2", "1", "1", "1", "3", "0101")
    one = _only(amina).story.answers["when_date"]
    call.press("0", "01*01")

    assert one.endswith("-01-01")
    assert "county" in call.screen


def test_every_answer_fits_the_phone(phone):
    call = phone().dial()
    for key in ("9", "1", "3", "1", "1", "0", "0", "7", "00", "6", "3", "1"):
        assert len(call.press(key)) <= LIMIT


def test_a_wrong_secret_finds_no_such_address(client, organisation):
    assert client.post("/gateways/wrong/africastalking/ussd").status_code == 404


@pytest.mark.parametrize(
    "text", ["*", "#", "**", "2**2", "x" * 500, "😀", "2*😀", "1*#", "99", "2*" + "9" * 500, "\x00"]
)
def test_t80_nonsense_gets_a_screen_that_leads_on(phone, text):
    screen = phone().dial().post(text)

    assert screen.startswith("CON ")
    assert len(screen) <= LIMIT


def test_n9_after_a_power_cut_an_sos_still_pages_the_duty_phone(phone, organisation, sign_in):
    organisation.duty_addresses = "+254711000001"
    organisation.save(update_fields=["duty_addresses"])
    phone().dial().press("1")
    runtime.destroy_all()  # Roster, queue and sessions are gone with it.

    with moment.at(moment.now() + dt.timedelta(minutes=1)):
        worker.once(tidy=False)

    paged = [one for one in memory.texts if one.number == "+254711000001"]
    assert len(paged) == 1
    [row] = queue.queue(sign_in("amina"), "now").rows
    assert row.is_danger
