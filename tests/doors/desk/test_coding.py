"""The coding screen: it begins with the answers, says why it may not count, and loses nothing."""

import pytest

from tetea.domain.figures.models import Waiting


@pytest.fixture
def rose(desk, given):
    """Rose's browser with a case that is open in front of her: (browser, report id)."""

    def make(**answers):
        wanted = given("rose", **({"consent_stats": "yes"} | answers))
        browser = desk("rose")
        browser.post("open", wanted)
        browser.post("case", wanted, step="Begin", quick="week")
        return browser, wanted

    return make


def test_rose_codes_a_case_as_its_answers_say_and_the_report_tells_it(rose):
    browser, wanted = rose(county="040")
    assert "Not coded yet" in browser.text("report", wanted)
    page = browser.text("coding", wanted)
    assert '<option value="ECO-01" selected>' in page
    assert '<option value="040" selected>Busia' in page

    answer = browser.post("coding", wanted, act="ECO-01", by="client", county="040")

    assert answer.status_code == 303
    assert Waiting.objects.count() == 1
    told = browser.text("report", wanted)
    assert "Coded by one person" in told
    assert "Coded for the figures" in told


def test_without_her_yes_the_screen_says_what_to_do_and_takes_nothing(rose):
    browser, wanted = rose(consent_stats="no")
    page = browser.text("coding", wanted)
    assert "Write their answer down" in page
    assert 'name="act"' not in page
    assert browser.post("coding", wanted, act="ECO-01").status_code == 409
    assert not Waiting.objects.exists()


def test_a_word_of_no_list_is_refused_and_what_was_chosen_stays(rose):
    browser, wanted = rose()
    answer = browser.post("coding", wanted, act="ECO-02", by="police", county="Busia town")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Please choose from the lists." in page
    assert '<option value="ECO-02" selected>' in page
    assert '<option value="police" selected>' in page
    assert not Waiting.objects.exists()


def test_a_colleague_looks_without_seeing_it_and_both_are_shown_afterwards(rose, desk, member_id):
    browser, wanted = rose()
    browser.post("coding", wanted, act="ECO-01", by="client")
    browser.post("assign", wanted, member=member_id("amina"))
    amina = desk("amina")
    amina.post("open", wanted)

    page = amina.text("coding", wanted)
    assert "A colleague has coded this case" in page
    amina.post("coding", wanted, act="ECO-01", by="police")

    page = amina.text("coding", wanted)
    assert "Two of you coded it otherwise" in page
    assert "Police officer" in page
    assert "first one is counted until you settle it" in amina.text("report", wanted)


def test_a_sealed_report_is_not_coded_and_a_strangers_not_there(rose, desk):
    browser, wanted = rose()
    browser.post("seal", wanted)
    assert browser.get("coding", wanted).status_code == 303
    assert desk("joy").get("coding", wanted).status_code == 404


def test_the_station_is_proposed_when_a_body_of_the_state_did_it_and_kept_with_the_coding(rose):
    browser, wanted = rose(aggressors=["client"])
    assert 'name="station" value=""' in browser.text("coding", wanted)
    other, named = rose(aggressors=["police"], station_or_body=" Border   post ")
    assert 'name="station" value="Border post"' in other.text("coding", named)

    other.post("coding", named, act="POL-01", by="police", station="Border  post, gate")

    assert 'name="station" value="Border post, gate"' in other.text("coding", named)
