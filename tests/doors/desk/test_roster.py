"""The roster: code names for the team, who it is for coordinators, nobody asked of the own unit."""

import pytest

from tests.rows import readable
from tetea.domain import moment
from tetea.domain.forum import roster
from tetea.domain.forum.errors import NotForDuty, NotFound
from tetea.domain.forum.models import RosterEntry
from tetea.domain.log import read as log

TYPED = {
    "code": "Lighthouse",
    "kind": "officer",
    "county": "040",
    "training": "Rights at work, March",
    "way": "call",
    "windows": ["evening"],
    "first": "It is about the football",
    "never": "Where we are calling from",
    "name": "Zebakimwitu Omollo",
    "unit": "Border police station",
    "number": "0712 000 111",
}
APART = ("Zebakimwitu", "Border police station", "0712 000 111")


@pytest.fixture
def amina(desk):
    amina = desk("amina")
    assert amina.post("roster_add", **TYPED).status_code == 303
    return amina


def test_the_team_sees_a_code_name_and_how_to_be_in_touch_and_nobody_sees_who_it_is(amina, desk):
    for browser in (amina, desk("rose")):
        page = browser.text("roster")
        assert "Lighthouse" in page
        assert "Officer who helps, Busia" in page
        assert "17:00 to 21:00" in page
        assert "It is about the football" in page
        for word in APART:
            assert word not in page


def test_a_coordinator_opens_who_it_is_on_purpose_and_the_log_has_it(amina, sign_in):
    entry = RosterEntry.objects.get().id
    page = amina.post("roster_who", entry).content.decode()
    for word in APART:
        assert word in page
    assert log.latest(sign_in("amina"), 1)[0].verb == "roster.opened"
    with pytest.raises(NotForDuty):
        roster.who(sign_in("rose"), entry)
    with pytest.raises(NotFound):
        roster.who(sign_in("njeri"), entry)


@pytest.mark.parametrize(
    "unit", ["border POLICE station", "Border police", "Border police station, gate"]
)
def test_an_officer_is_not_asked_about_the_own_unit_however_it_is_written(amina, unit):
    amina.post(
        "roster_add", **TYPED | {"code": "Harbour", "unit": "Lake station", "name": "Wafula"}
    )
    page = amina.post("roster_ask", unit=unit).content.decode()
    may = page.split('id="may-title"')[1].split("</section>")[0]
    assert "Harbour" in may
    assert "Lighthouse" not in may
    assert unit not in page.split("<form")[0]


def test_taken_off_by_a_slip_they_are_put_back(amina):
    entry = RosterEntry.objects.get().id
    amina.post("roster_end", entry)
    assert "(ended)" in amina.text("roster")
    ended = amina.post("roster_ask", unit="Lake station").content.decode()
    assert "Nobody: all on the roster" in ended
    amina.post("roster_end", entry, do="again")
    assert "(ended)" not in amina.text("roster")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"code": "Omollo the tall"}, "Code name holds part of the name."),
        ({"code": "lighthouse"}, "Code name stands on the roster already."),
        ({"windows": []}, "When it is safe is missing."),
        ({"unit": " "}, "Unit or organisation is missing."),
        ({"county": "999"}, "County is none of those offered."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(amina, changed, words):
    answer = amina.post("roster_add", **{**TYPED, "code": "Harbour", **changed})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert words in page
    assert 'value="It is about the football"' in page
    assert RosterEntry.objects.count() == 1


def test_out_of_hours_the_page_says_not_now(amina, sign_in):
    [entry] = roster.every(sign_in("amina"))
    local = moment.now()
    hours = {entry.may_be_reached(local.replace(hour=hour, minute=0)) for hour in (8, 15)}
    assert hours == {False, True}


def test_nothing_of_it_is_readable_on_the_disk(amina):
    assert readable(*APART, "Lighthouse", "football", "Rights at work") == []
