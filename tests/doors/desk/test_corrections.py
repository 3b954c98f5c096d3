"""Corrections, agreements, stations and forms on the desk: what is said, and what is not."""

import datetime as dt
import io
import re

import pypdf
import pytest

from tests.domain.figures.test_publish import give, month
from tests.doors.desk.test_figures import make
from tetea.domain import moment
from tetea.domain.figures import publish, slips
from tetea.domain.figures.models import Agreement
from tetea.domain.log import read as log
from tetea.doors.desk.show import figures as shown
from tetea.kernel.register.contribution import Act, Contribution


@pytest.fixture
def made(organisation, desk):
    """A quarter of twenty-five a month that Njeri made; her browser and the quarter's end."""
    end = month(9)
    for at in (end - 2, end - 1, end):
        give(organisation, at, 25, seed=at)
    njeri = desk("njeri")
    make(njeri, shown.month_code(end))
    return njeri, end


def amend(browser):
    answer = browser.post("corrections")
    for _ in range(200):
        if answer.status_code == 303 and "making" not in answer["Location"]:
            break
        answer = browser.get("corrections_making")
    return browser.text("corrections")


def test_late_reports_are_said_as_a_batch_on_the_page_and_in_the_pack(made, organisation):
    njeri, end = made
    give(organisation, end, 14, seed=3)

    page = amend(njeri)

    assert "<td>25</td>" in page
    assert "<td>39</td>" in page
    code = shown.month_code(end)
    assert "39, said before: 25" in njeri.text("figures_month", code, "outside")
    pack = njeri.get("pack", code, "outside", "page")
    said = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pack.content)).pages)
    assert re.search(r"People counted.*25 39", said.replace("\n", " "))


def test_a_second_batch_waits_for_a_quarter_and_says_when(made):
    njeri, _end = made
    assert "Nothing was said anew" in amend(njeri)
    answer = njeri.post("corrections")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "once a quarter" in page
    assert "The next may be begun in" in page
    assert "Begin a batch" not in page


def test_without_figures_there_is_nothing_to_correct(desk):
    answer = desk("njeri").post("corrections")
    assert answer.status_code == 409
    assert "nothing to correct" in answer.content.decode()


def test_a_total_is_told_under_an_agreement_and_an_old_one_tells_nothing(made):
    njeri, end = made
    today = moment.now().date()
    typed = {"party": "County health team", "purpose": "Planning", "signed": str(today)}
    wrong = njeri.post("agreements", **typed, until="2001-01-01")
    assert wrong.status_code == 409
    assert "The day on which it ends" in wrong.content.decode()
    assert 'value="County health team"' in wrong.content.decode()
    njeri.post("agreements", **typed, until=str(today + dt.timedelta(days=9)))
    agreement = Agreement.objects.get().id

    code = f"{shown.month_code(end)}-3"
    assert njeri.post("agreements", agreement=agreement, months=code).status_code == 303
    assert "<strong>75</strong>" in njeri.text("agreements")

    with moment.at(moment.now() + dt.timedelta(days=30)):
        late = njeri.post("agreements", agreement=agreement, months=code)
        assert late.status_code == 409
        assert "not in force" in late.content.decode()


def test_a_station_shows_its_trend_from_five_on_and_looking_is_logged(organisation, desk, sign_in):
    last = publish.last_month()
    for n, name in enumerate(["Border  post"] * 3 + ["border post"] * 3 + ["Lake road"] * 4):
        words = {"station": " ".join(name.split()), "county": "040"}
        slips.put(
            organisation,
            Contribution(bytes([n]) * 16, 1, last - 1, (Act("POL-01", "police"),), words),
        )

    njeri = desk("njeri")
    assert "order post" not in njeri.text("stations")
    page = njeri.post("stations").content.decode()

    assert "Border post" in page or "border post" in page
    assert "<td>6</td>" in page
    assert "Lake road" not in page
    verbs = [one.verb for one in log.latest(sign_in("amina"), 9)]
    assert "figures.stations_read" in verbs


def test_a_form_is_filled_from_what_was_released_and_says_not_shown(made):
    njeri, end = made
    page = njeri.text("forms")
    assert "Violence against key populations, by quarter" in page
    assert "<td>75</td>" in page
    assert "not shown" in page
    assert ">0<" not in page
    printed = njeri.get("form", "kp_quarter", shown.month_code(end))
    [first, *_] = pypdf.PdfReader(io.BytesIO(printed.content)).pages
    assert "People who reported violence" in first.extract_text()
    for wrong in (("kp_quarter", "2026-13"), ("no_such", "2026-09"), ("gend_gbv", "2001-06")):
        assert njeri.get("form", *wrong).status_code == 404
