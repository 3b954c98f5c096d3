"""What the browser is told it may do, and what another site may not (T-35, T-37)."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import pages
from tests.browser.colleague import Colleague

pytestmark = pytest.mark.browser


def complaints_of(page: Page) -> list[str]:
    """Collect every complaint in the console and every request that leaves this machine."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(f"failed: {request.url}"))
    return found


def is_expected(complaint: str) -> bool:
    """Whether it only says that a page answered 404, 409 or 422, as it should."""
    return complaint.startswith("Failed to load resource: the server responded with a status of 4")


def test_public_pages_hold_no_script_and_break_no_rule(scene, seat):
    """T-37."""
    lang = "en"
    page = seat()
    complaints = complaints_of(page)
    url, token = scene.live.url, scene.tokens["case"]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for shown in (
        pages.public(page, url, lang),
        pages.of_the_report(page, url, lang),
        pages.of_a_thread(page, url, lang, token),
    ):
        for at in shown:
            assert page.locator("script, [style], style, img, iframe").count() == 0, at
    assert [one for one in complaints if not is_expected(one)] == []
    assert {one for one in asked if not one.startswith(f"{url}/")} == set()


def test_the_desk_breaks_no_rule_of_its_own(scene, seat):
    """T-37."""
    page = seat("amina")
    complaints = complaints_of(page)
    for at in pages.of_the_desk(page, scene.live.url, "amina", scene.reports):
        assert page.locator("[style], style, script:not([src])").count() == 0, at
    assert [one for one in complaints if not is_expected(one)] == []


def test_every_answer_carries_its_rules_also_errors_and_files(live, seat):
    """T-37."""
    page = seat()
    for address in ("/", "/nowhere", "/en/token/", "/static/tetea.css", "/api/v1/reports"):
        answer = page.request.get(f"{live.url}{address}")
        rules = answer.headers["content-security-policy"]
        assert "default-src 'none'" in rules
        assert "script-src" not in rules, address
        assert "http" not in rules, "no other host"
    assert (
        "script-src 'self';"
        in page.request.get(f"{live.url}/desk/").headers["content-security-policy"]
    )


class OtherSite(BaseHTTPRequestHandler):
    """A hostile page: its form posts where its address says."""

    def do_GET(self) -> None:  # the library's name
        page = (
            f"<!doctype html><form method=post action='{self.path[1:]}'>"
            "<input name=token value='12345678901234567890'><input name=d value=x>"
            "<button>Win a phone</button></form>"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@pytest.fixture
def other_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSite)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    ["/en/token/", "/en/", "/leave", "/en/thread/", "/en/services/", "/desk/", "/desk/lock/"],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_form_on_another_site_does_nothing_here(live, seat, other_site, address, host):
    """T-35."""
    page = seat()
    page.goto(f"{other_site.replace('127.0.0.1', host)}/{live.url}{address}")
    with page.expect_navigation() as turned:
        page.click("button")
    assert turned.value.status == 403
    assert page.context.cookies(live.url) == []


def test_a_member_stays_signed_in_when_another_site_tries_to_lock_her_out(
    live, browser, seat, other_site
):
    """T-35: also with her cookie, which a page on another port of this machine brings along."""
    page = seat()
    member = Colleague(page, live.url, "halima")
    member.sign_in()
    page.goto(f"{other_site}/{live.url}/desk/lock/")
    with page.expect_navigation() as turned:
        page.click("button")
    assert turned.value.status == 403
    page.goto(f"{live.url}/desk/")
    assert "halima" in page.inner_text(".top-who")
