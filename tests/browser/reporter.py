"""Somebody who reports in a browser: answers page by page, as the pages ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import translation
from playwright.sync_api import Page, expect

OUTSIDE, ENOUGH, CHECK, SENT = "_outside", "_enough", "_check", "_sent"
TOKEN = re.compile(r"(\d{4} ){4}\d{4}")
# More pages than this and she goes round in circles.
MOST_PAGES = 90

Told = str | list[str]


@dataclass
class Reporter:
    """She, her browser, and the language in which she reads."""

    page: Page = field(repr=False)
    url: str
    lang: str = "en"

    def begin(self) -> None:
        """Come by the first page, as somebody who was given the address."""
        self.page.goto(f"{self.url}/{self.lang}/")
        self.press("begin")

    @property
    def step(self) -> str:
        """Return the name of the page she is on."""
        return self.page.locator("input[name=q]").input_value()

    def turn(self, selector: str) -> None:
        """Press something that leads to another page."""
        with self.page.expect_navigation():
            self.page.locator(selector).click()

    def press(self, go: str) -> None:
        """Press one of the buttons of a page of the report."""
        self.turn(f"button[name=go][value={go}]")

    def choose(self, told: Told) -> None:
        """Answer the question on this page without going on."""
        name = self.step
        first = self.page.locator(f"main [name={name}]").first
        kind = first.evaluate("field => field.type")
        if kind in {"radio", "checkbox"}:
            for value in [told] if isinstance(told, str) else told:
                self.page.check(f"main input[name={name}][value='{value}']")
        elif kind == "select-one":
            first.select_option(str(told))
        else:
            first.fill(str(told))

    def tell(self, answers: Mapping[str, Told]) -> None:
        """Answer what is asked until all of this is told; leave out everything else."""
        waiting = dict(answers)
        for _ in range(MOST_PAGES):
            if not waiting:
                return
            self._one_page(waiting)
        raise AssertionError(f"never asked: {sorted(waiting)}")

    def go_to_check(self) -> None:
        """Go on to the page that shows every answer."""
        for _ in range(MOST_PAGES):
            if self.step == CHECK:
                return
            can_stop = self.page.locator("button[name=go][value=send]").count()
            self.press("send" if can_stop else "next")
        raise AssertionError("there is no end to it")

    def send(self) -> str:
        """Send it and return the token as it is shown."""
        self.go_to_check()
        self.press("send")
        expect(self.page.locator("#token")).to_have_text(TOKEN)
        return self.page.inner_text("#token").strip()

    def report(self, answers: Mapping[str, Told]) -> str:
        """Do all of it at once."""
        self.begin()
        self.tell(answers)
        return self.send()

    def come_back(self, token: str) -> None:
        """Open her thread with the token."""
        self.page.goto(f"{self.url}/{self.lang}/token/")
        self.page.fill("#f-token", token)
        self.turn("main form button")
        assert self.page.url.endswith(f"/{self.lang}/thread/")

    def openings(self) -> list[str]:
        """Return what her thread says about who opened her report."""
        with translation.override(self.lang):
            heading = translation.gettext("Who opened your report")
        return self.page.locator(f"h2:text-is('{heading}') + ul > li").all_inner_texts()

    def write(self, text: str) -> None:
        """Write a message in her thread."""
        self.page.fill("#f-text", text)
        self.turn("main form button.main")

    def _one_page(self, waiting: dict[str, Told]) -> None:
        step = self.step
        if step == CHECK:
            raise AssertionError(f"never asked: {sorted(waiting)}")
        if step in waiting:
            self.choose(waiting.pop(step))
        self.press("more" if step == ENOUGH else "next")
