"""Lists: what comes first, what a line says, how they are narrowed and paged."""

import re

import pytest

from tetea.domain.reports import thread
from tetea.domain.reports.work import queue


def test_danger_and_a_new_message_are_marked_in_words(
    desk, report, report_id, organisation, member_id
):
    received = report(danger="yes", acts=["SEX-03"], county="040")
    wanted, amina = report_id(received), desk("amina")
    amina.post("assign", wanted, member=member_id("rose"))
    thread.say(thread.open_token(organisation, received.token.digits), "He is outside.")

    page = desk("rose").text("queue", "now")

    for words in ("In danger", "New message", "Condom refused, taken off", "Client", "Busia"):
        assert words in page
    assert "He is outside." not in page


@pytest.mark.parametrize("which", ["now", "mine", "waiting", "all", "closed"])
def test_an_empty_queue_says_something_useful(desk, which):
    page = desk("amina").text("queue", which)

    assert re.search(r'class="empty">\s*\w+', page)


def test_a_queue_that_is_not_hers_is_not_there(desk):
    assert desk("rose").get("queue", "waiting").status_code == 404
    assert desk("amina").get("queue", "unknown").status_code == 404


def test_a_filter_narrows_the_list_without_leaving_a_trace_in_the_address(desk, report, report_id):
    in_busia, in_kisumu = report_id(report(county="040")), report_id(report(county="042"))
    amina = desk("amina")

    response = amina.post("filter", "all", county="040", acts="ECO")
    page = amina.text("queue", "all")

    assert response["Location"] == "/desk/queue/all/"
    assert in_busia in page
    assert in_kisumu not in page
    amina.post("filter", "all")
    assert in_kisumu in amina.text("queue", "all")


def test_words_that_are_no_filter_of_ours_narrow_nothing(desk, report, report_id):
    wanted, amina = report_id(report()), desk("amina")

    amina.post("filter", "all", county="<script>", acts="' OR 1=1")

    assert wanted in amina.text("queue", "all")


def test_a_filter_that_fits_nothing_says_so(desk, report, report_id):
    report_id(report(county="040"))
    amina = desk("amina")
    amina.post("filter", "all", county="001", acts="")

    assert "Nothing fits the filter." in amina.text("queue", "all")


def test_more_shows_the_rest_once_and_in_order(desk, report, monkeypatch):
    for _ in range(5):
        report()
    monkeypatch.setattr(queue.queue, "__defaults__", ("", 2))
    amina = desk("amina")
    first = amina.text("queue", "all")
    seen = re.findall(r"/desk/reports/(\w{26})/", first)
    page = first
    while found := re.search(r'name="cursor" value="([^"]+)"', page):
        page = amina.post("queue", "all", cursor=found[1]).content.decode()
        seen += re.findall(r"/desk/reports/(\w{26})/", page)

    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("cursor", ["x", "A.9999999999999999999.x", "A.x.x", "\x00", "A.1"])
def test_a_cursor_that_nobody_gave_out_is_not_there(desk, report, cursor):
    report()

    assert desk("amina").post("queue", "all", cursor=cursor).status_code == 404


def test_the_counts_beside_the_queues_are_those_of_their_lists(desk, report, given):
    report()
    given("rose")

    page = desk("rose").text("queue", "mine")

    assert re.search(r'Mine</span>\s*<span class="count">1<', page)


def test_who_triages_finds_her_own_behind_those_that_she_gave_away(desk, given, monkeypatch):
    for _ in range(4):
        given("rose")
    wanted = given("amina")
    monkeypatch.setattr(queue.queue, "__defaults__", ("", 2))

    page = desk("amina").text("queue", "mine")

    assert re.findall(r'class="row-title">.*?/desk/reports/(\w{26})/', page, re.DOTALL) == [wanted]


def test_she_reads_the_desk_in_her_language_for_this_session(desk, report, report_id):
    wanted, amina = report_id(report(county="040", acts=["ECO-01"])), desk("amina")

    amina.post("setting", name="lang", value="sw")
    response = amina.get("report", wanted)

    assert response["Content-Language"] == "sw"
    assert '<html lang="sw"' in response.content.decode()
    assert "Mteja" in response.content.decode()


def test_light_or_dark_is_kept_for_the_session_and_nothing_else_is(desk):
    amina = desk("amina")

    amina.post("setting", name="theme", value="dark")

    assert 'data-theme="dark"' in amina.text("keys")
    for name, value in [("theme", "pink"), ("lang", "fr"), ("county", "040"), ("", "")]:
        assert amina.post("setting", name=name, value=value).status_code == 404
