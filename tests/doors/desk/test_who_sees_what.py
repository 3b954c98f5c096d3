"""Role by address by method, and that what may not be seen looks like what does not exist."""

import re

import pytest
from django.urls import get_resolver, reverse

from tests.conftest import PEOPLE
from tetea.doors.desk import urls

TRIAGE = {"coordinator", "hotline"}
TEAM = {"coordinator", "hotline", "paralegal", "legal"}
READERS = TEAM | {"outside"}
COUNTERS = {"coordinator", "analyst"}
EVERYONE = READERS | {"admin", "analyst", "partner"}
GET, POST, BOTH = {"GET"}, {"POST"}, {"GET", "POST"}

# What each address takes, and from whom. Anything else is a fault of the desk or of this table.
TABLE = {
    "home": (BOTH, {"public"}),
    "lock": (POST, EVERYONE),
    "lock_all": (BOTH, {"coordinator"}),
    "setting": (POST, EVERYONE),
    "alive": (POST, EVERYONE),
    "keys": (GET, EVERYONE),
    "told": (BOTH, READERS),
    "queue": (BOTH, READERS),
    "filter": (POST, READERS),
    "report": (GET, READERS),
    "open": (POST, READERS),
    "seal": (POST, READERS),
    "identity": (POST, READERS),
    "identity_seal": (POST, READERS),
    "reply": (POST, READERS),
    "release": (POST, TRIAGE),
    "assign": (POST, TEAM),
    "clock": (POST, READERS),
    "case": (POST, READERS),
    "write": (BOTH, READERS),
    "strike": (POST, READERS),
    "path": (GET, READERS),
    "coding": (BOTH, TEAM),
    "step": (POST, READERS),
    "person": (BOTH, TEAM),
    "split": (BOTH, TEAM),
    "join": (BOTH, TEAM),
    "part": (POST, TEAM),
    "leave": (GET, TEAM),
    "leave_step": (BOTH, TEAM),
    "close": (POST, READERS),
    "review": (POST, TEAM),
    "reopen": (POST, READERS),
    "board": (GET, {"coordinator", "legal"}),
    "approve": (POST, {"coordinator", "hotline", "legal"}),
    "care": (BOTH, TEAM),
    "forum": (GET, TEAM),
    "forum_plan": (BOTH, {"coordinator"}),
    "forum_changed": (BOTH, {"coordinator"}),
    "forum_promise": (GET, {"coordinator"}),
    "forum_became": (POST, {"coordinator"}),
    "forum_meeting": (BOTH, TEAM),
    "forum_commit": (POST, {"coordinator"}),
    "figures": (BOTH, COUNTERS),
    "pack": (GET, COUNTERS),
    "minutes": (GET, TEAM),
    "figures_definitions": (GET, COUNTERS),
    "figures_making": (GET, COUNTERS),
    "corrections": (BOTH, COUNTERS),
    "corrections_making": (GET, COUNTERS),
    "agreements": (BOTH, COUNTERS),
    "stations": (BOTH, COUNTERS),
    "forms": (GET, COUNTERS),
    "form": (GET, COUNTERS),
    "stories": (BOTH, TEAM),
    "roster": (GET, TEAM),
    "roster_add": (BOTH, {"coordinator"}),
    "roster_ask": (POST, {"coordinator"}),
    "roster_who": (POST, {"coordinator"}),
    "roster_end": (POST, {"coordinator"}),
    "lend": (BOTH, TEAM),
    "figures_month": (GET, COUNTERS),
    "calendar": (GET, TEAM),
    "calendar_address": (POST, TEAM),
    "away": (POST, TEAM),
    "back": (POST, TEAM),
    "feed": (GET, {"public"}),
    "messages": (GET, TRIAGE),
    "prepare": (POST, TRIAGE),
    "log": (GET, {"coordinator"}),
    "people": (GET, {"coordinator", "admin"}),
    "lead": (POST, {"coordinator"}),
    "nothing": (BOTH, EVERYONE),
}
ARGUMENTS = {
    "leave": ["a" * 26],
    "leave_step": ["a" * 26, "note"],
    "feed": ["a" * 52],
    "figures_making": ["2026-10"],
    "pack": ["2026-10", "inside", "page"],
    "form": ["kp_quarter", "2026-09"],
    "roster_who": ["a" * 26],
    "roster_end": ["a" * 26],
    "minutes": ["a" * 26, "pdf"],
    "forum_promise": ["a" * 26],
    "forum_became": ["a" * 26],
    "forum_meeting": ["a" * 26],
    "forum_commit": ["a" * 26],
    "figures_month": ["2026-10", "inside"],
    "queue": ["all"],
    "filter": ["all"],
    "nothing": ["no/such"],
}
# What stands in an address behind the report.
BEHIND = {"write": ["note"], "path": ["arrest"]}
PER_REPORT = {
    name
    for name in TABLE
    if "reports/<slug:report_id>/"
    in str(next(one.pattern for one in urls.urlpatterns if one.name == name))
}


def arguments(name, wanted):
    """What the address of a name takes, for this report."""
    return [wanted, *BEHIND.get(name, [])] if name in PER_REPORT else ARGUMENTS.get(name, [])


def _address(name, wanted):
    return reverse(f"desk:{name}", args=arguments(name, wanted))


def _page(response):
    """The page without what is new in each answer: the form tokens and its own address."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return re.sub(r'name="back" value="[^"]*"', "", page)


def test_every_address_is_in_the_table_and_says_its_policy():
    declared = {one.name: getattr(one.callback, "policy", None) for one in urls.urlpatterns}

    assert declared == {name: frozenset(roles) for name, (_methods, roles) in TABLE.items()}
    assert "desk" in get_resolver().namespace_dict


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_stranger_gets_no_further_than_the_door(stranger, given, name):
    methods, roles = TABLE[name]
    address = _address(name, given("rose"))
    for method in ("GET", "POST"):
        stranger.client.handler.enforce_csrf_checks = False
        response = stranger.client.generic(method, address)
        if method not in methods:
            assert response.status_code == 405
        elif roles != {"public"}:
            assert (response.status_code, response["Location"]) == (303, "/desk/?over=1")


@pytest.mark.parametrize("username", sorted(PEOPLE))
def test_what_is_not_for_a_role_is_not_there_for_it(desk, given, username):
    somebody, wanted = desk(username), given("rose")
    somebody.client.handler.enforce_csrf_checks = False
    for name, (methods, roles) in TABLE.items():
        for method in ("GET", "POST"):
            if name in {"home", "lock", "lock_all"}:
                continue
            response = somebody.client.generic(method, _address(name, wanted))
            if method not in methods:
                assert response.status_code == 405, (name, method)
            elif PEOPLE[username] not in roles or name == "nothing":
                assert response.status_code == 404, (name, method)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_no_address_takes_another_method(desk, method):
    amina = desk("amina")
    amina.client.handler.enforce_csrf_checks = False

    assert amina.client.generic(method, reverse("desk:keys")).status_code == 405


def test_before_triage_a_paralegal_neither_sees_nor_opens_a_report(desk, report, report_id):
    wanted = report_id(report())
    rose = desk("rose")

    assert wanted not in rose.text("queue", "all")
    assert rose.get("report", wanted).status_code == 404
    assert rose.post("open", wanted).status_code == 404


def test_after_triage_the_owner_opens_it_and_a_colleague_does_not(desk, given):
    wanted = given("rose", story="Behind the stage.")
    rose, joy = desk("rose"), desk("joy")

    assert rose.post("open", wanted).status_code == 303
    assert "Behind the stage." in rose.text("report", wanted)
    assert joy.get("report", wanted).status_code == 404
    assert joy.post("open", wanted).status_code == 404
    assert reverse("desk:report", args=[wanted]) not in joy.text("queue", "all")


@pytest.mark.parametrize("name", sorted(PER_REPORT))
def test_somebody_elses_report_answers_exactly_as_one_that_does_not_exist(desk, given, name):
    wanted, joy = given("rose"), desk("joy")
    joy.client.handler.enforce_csrf_checks = False
    method = "GET" if "GET" in TABLE[name][0] else "POST"
    typed = {"reply": "x", "line": "x", "step": "x", "quick": "week", "outcome": "other"}

    hers, absent, malformed = (
        joy.client.generic(
            method,
            _address(name, one),
            data="&".join(f"{key}={value}" for key, value in typed.items()),
            content_type="application/x-www-form-urlencoded",
        )
        for one in (wanted, "a" * 26, "x")
    )

    assert (hers.status_code, absent.status_code, malformed.status_code) == (404, 404, 404)
    assert _page(hers) == _page(absent) == _page(malformed)
    assert _headers(hers) == _headers(absent)


def test_an_unknown_address_looks_the_same_as_an_unknown_report(desk):
    joy = desk("joy")

    assert _page(joy.get("nothing", "no/such")) == _page(joy.get("report", "a" * 26))


def test_a_report_about_the_organisation_reaches_the_outside_officer_only(desk, report, report_id):
    wanted = report_id(report(about_us="yes", story="The one who pays us."))
    amina, halima, wanjiru = desk("amina"), desk("halima"), desk("wanjiru")

    for member in (amina, halima):
        assert wanted not in member.text("queue", "all")
        assert wanted not in member.text("queue", "waiting")
        assert member.post("open", wanted).status_code == 404
    assert wanted in wanjiru.text("queue", "all")
    assert wanjiru.post("open", wanted).status_code == 303
    page = wanjiru.text("report", wanted)
    assert "The one who pays us." in page
    assert "Bodies outside" in page
    assert "Triage" not in page


def test_the_outside_officer_sees_no_other_report(desk, report, report_id, given):
    new, open_one = report_id(report()), given("rose")
    wanjiru = desk("wanjiru")

    assert new not in wanjiru.text("queue", "all")
    assert wanjiru.get("report", new).status_code == 404
    assert wanjiru.get("report", open_one).status_code == 404
    assert wanjiru.get("queue", "waiting").status_code == 404


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("kamau", "The administrator reads no case"),
        ("njeri", "Figures come here"),
        ("grace", "Referrals come here"),
    ],
)
def test_who_reads_no_report_is_told_so(desk, given, username, words):
    wanted = given("rose")
    page = desk(username).text("home")

    assert words in page
    assert wanted not in page
    assert "/desk/queue/" not in page


def test_the_log_and_the_directory_are_read_by_those_who_answer_for_them(desk, given):
    given("rose")
    amina, kamau = desk("amina"), desk("kamau")

    assert "Triaged a report" in amina.text("log")
    assert kamau.get("log").status_code == 404
    for page in (amina.text("people"), kamau.text("people")):
        assert all(name in page for name in PEOPLE)
        assert len(re.findall(r"<code>(?:\d{5} ?){6}</code>", page)) == len(PEOPLE)


def _headers(response):
    return {key: value for key, value in response.headers.items() if key != "Content-Length"}
