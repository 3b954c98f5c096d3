"""What every public page keeps to: weight, no script, no cookie, neutral words, headers."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _

from tests.doors.web.phone import Page, Phone
from tests.doors.web.stories import BUSIA, REST

PATHS = [
    "",
    "report/",
    "token/",
    "help-now/",
    "services/",
    "rights/",
    "library/",
    "what-is-kept/",
    "channels/",
    "under-18/",
    "about-us/",
    "way-out/",
]
LANGUAGES = ["en", "sw"]
MOST_PAGES = 60
PAGE_LIMIT, REPORT_LIMIT, SHEET_LIMIT = 14_000, 60_000, 6_000
SHEET = Path(__file__).parents[3] / "tetea/static/tetea.css"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_light_neutral_and_without_script_or_cookie(
    phone: Phone, lang: str, path: str
) -> None:
    response = phone.client.get(f"/{lang}/{path}")
    page = Page(response.content.decode())

    assert response.status_code == 200
    assert len(response.content) + SHEET.stat().st_size <= PAGE_LIMIT
    assert not {"script", "img", "style", "iframe", "video"} & set(page.tags)
    assert "noindex" in response.content.decode()
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Language"] == lang
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    with translation.override(lang):
        assert page.words[0] in {_("Notes"), _("Form")}
    assert page.forms[0].action == "/leave"
    assert "h1" in page.tags


def test_the_style_sheet_is_small_and_fetches_nothing() -> None:
    sheet = SHEET.read_text()

    assert len(sheet.encode()) <= SHEET_LIMIT
    assert "url(" not in sheet
    assert "@import" not in sheet


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_of_a_report_is_light(organisation: object, lang: str) -> None:
    phone = Phone(lang)
    phone.start()
    for _page in range(MOST_PAGES):
        assert len(phone.raw.encode()) + SHEET.stat().st_size <= PAGE_LIMIT, phone.step
        answer = (BUSIA | REST).get(phone.step)
        if not phone.token:
            phone.press(_on(phone), **({phone.step: answer} if answer else {}))

    assert phone.token
    assert len(phone.raw.encode()) + SHEET.stat().st_size <= PAGE_LIMIT


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_report_is_light_over_the_wire(organisation: object, lang: str) -> None:
    phone = Phone(lang)
    phone.accept_gzip()
    phone.start()
    for _page in range(MOST_PAGES):
        if not phone.token:
            phone.press(_on(phone))

    assert phone.token
    assert phone.weight + SHEET.stat().st_size <= REPORT_LIMIT


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_six_core_questions_are_light_without_compression(
    organisation: object, lang: str
) -> None:
    phone = Phone(lang)
    phone.start().answer(**BUSIA).send()

    assert phone.weight + SHEET.stat().st_size <= REPORT_LIMIT


def test_the_first_page_asks_for_the_language_only(phone: Phone) -> None:
    phone.open("/")

    assert {"/en/", "/sw/"} == set(phone.page.links)


def test_a_demonstration_says_on_every_page_not_to_report_here(phone: Phone) -> None:
    for path in ("/", "/en/", "/en/report/", "/en/token/", "/en/rights/"):
        assert "Do not report here" in phone.open(path).page.text


def test_before_the_first_answer_she_reads_who_will_read_it(phone: Phone) -> None:
    phone.start()

    assert phone.raw.index("officer outside") < phone.raw.index("Are you in danger now?")
    assert "Your phone company" in phone.page.text
    assert "stop at any time" in phone.page.text


def test_services_come_by_county_and_need_and_leave_no_trace_in_the_address(phone: Phone) -> None:
    phone.open("/en/services/")
    assert phone.form.method == "post"

    phone.post(phone.form.action, {"county": ["040"], "want_first": ["pep"]})

    assert "Any public hospital" in phone.page.text
    assert phone.form.values["county"] == ["040"]


def test_the_other_language_is_on_every_page(phone: Phone) -> None:
    for path in PATHS:
        if path != "report/":
            phone.open(f"/en/{path}")
            assert f"/sw/{path}" in phone.page.links


def test_other_languages_and_unknown_pages_are_not_found(phone: Phone) -> None:
    for path in ("/fr/", "/en/nothing/", "/EN/"):
        assert phone.open(path).status == 404


def test_a_page_of_another_site_cannot_send_a_form(phone: Phone) -> None:
    for path in ("/en/", "/en/token/", "/leave"):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            assert phone.client.post(path, {}, headers=headers).status_code == 403


def test_there_is_no_icon_that_tells(phone: Phone) -> None:
    response = phone.client.get("/favicon.ico")

    assert response.status_code == 204
    assert not response.content


def test_leaving_by_a_link_shows_the_neutral_page(phone: Phone) -> None:
    phone.open("/leave")

    assert phone.status == 200
    assert not phone.page.links


@pytest.mark.parametrize("path", ["/en/report/", "/en/rights/", "/en/token/"])
def test_every_field_has_a_label_and_every_list_of_choices_a_legend(
    organisation: object, path: str
) -> None:
    raw = Client(HTTP_HOST="127.0.0.1").get(path).content.decode()

    assert raw.count("<fieldset") == raw.count("<legend")
    for tag in ("<select", "<textarea"):
        assert raw.count(tag) <= raw.count("<label")


def _on(phone: Phone) -> str:
    return {"_enough": "more", "_check": "send"}.get(phone.step, "next")
