"""The forum on the desk: planned, held, a promise kept; errors name the field and lose nothing."""

import pytest

from tetea.domain.forum.models import Change, Commitment, Forum

DAY = "2026-10-30"


@pytest.fixture
def amina(desk):
    return desk("amina")


def plan(browser, **more):
    answer = browser.post("forum_plan", **{"day": DAY, "issues": "Fines without a receipt"} | more)
    assert answer.status_code == 303
    return answer["Location"].split("/")[-2]


def test_a_forum_is_planned_and_held_and_its_promise_opens_the_next_one(amina, desk):
    wanted = plan(amina)
    held = {"day": DAY, "police": "3", "peer_educators": "5", "came": "A.O. +\nMO"}
    amina.post("forum_meeting", wanted, **held, decisions="A receipt for each fine")
    amina.post("forum_commit", wanted, owner="OCS, Busia", what="A receipt each time", due=DAY)

    page = amina.text("forum_meeting", wanted)
    assert "Police: 3." in page
    assert "A receipt for each fine" in page
    assert "A.O. +" in page
    second = plan(amina, day="2026-11-27")
    assert "A receipt each time" in amina.text("forum_meeting", second)

    colleague = desk("rose").text("forum_meeting", wanted)
    assert "A receipt for each fine" in colleague
    assert "A.O." not in colleague
    assert "<form" not in colleague.split("<main")[1]


def test_a_promise_is_not_called_kept_without_saying_by_what_one_sees_it(amina):
    wanted = plan(amina)
    amina.post("forum_commit", wanted, owner="OCS", what="Receipts", due="2999-01-01")
    promise = Commitment.objects.get().id

    answer = amina.post("forum_became", promise, state="kept", evidence="")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "By what one sees it is missing." in page
    assert 'value="kept" checked' in page

    amina.post("forum_became", promise, state="kept", evidence="Nine receipts shown")
    assert "Kept: <strong>1</strong>" in amina.text("forum")
    assert "Nine receipts shown" in amina.text("forum")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "soon"}, "The day is no day."),
        ({"police": "many"}, "Police has to be a number."),
        ({"discussion": "x" * 2001}, "Discussion is too long."),
    ],
)
def test_what_is_wrong_in_the_minutes_is_named_and_nothing_typed_is_lost(amina, typed, words):
    wanted = plan(amina)
    sent = {"day": DAY, "decisions": "Two receipts", "came": "A.O."} | typed
    answer = amina.post("forum_meeting", wanted, **sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert words in page
    assert "Two receipts" in page
    assert "A.O." in page
    assert Forum.objects.get().attendance is None


def test_what_changed_is_said_to_everybody_and_can_be_taken_back(amina, stranger):
    bad = amina.post("forum_changed", en="Call 0712 345 678", sw="Piga")
    assert bad.status_code == 409
    assert "holds a telephone number" in bad.content.decode()
    assert "Call 0712 345 678" in bad.content.decode()

    amina.post("forum_changed", en="Police give receipts now.", sw="Polisi wanatoa risiti sasa.")
    for lang, line in (("en", "Police give receipts now."), ("sw", "Polisi wanatoa risiti sasa.")):
        assert line in stranger.client.get(f"/{lang}/what-changed/").content.decode()

    amina.post("forum_changed", number="1")
    assert not Change.objects.exists()
    assert "Nothing has been said" in stranger.client.get("/en/what-changed/").content.decode()


def test_a_forum_or_promise_that_is_not_there_is_not_here(amina):
    nowhere = "a" * 26
    assert amina.get("forum_meeting", nowhere).status_code == 404
    assert amina.post("forum_commit", nowhere, owner="A", what="B", due=DAY).status_code == 404
    assert amina.get("forum_promise", nowhere).status_code == 404
    assert amina.post("forum_became", nowhere, state="kept", evidence="x").status_code == 404
