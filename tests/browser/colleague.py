"""A member at the desk: signs in, reads the queue, opens, gives, answers."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.conftest import passphrase

NOTICE = "[data-notice]"


@dataclass
class Colleague:
    """She, her browser, and her name."""

    page: Page = field(repr=False)
    url: str
    name: str
    taps: int = 0
    """How often she pressed something to write steps down; typing a line counts as none."""

    def sign_in(self) -> None:
        """Pass the door."""
        self.page.goto(f"{self.url}/desk/")
        self.page.fill("#username", self.name)
        self.page.fill("#passphrase", passphrase(self.name))
        with self.page.expect_navigation():
            self.page.locator("button.primary").click()
        expect(self.page.locator(".top-who")).to_contain_text(self.name)

    def queue(self, which: str) -> list[str]:
        """Return the ids of the reports in a queue that she may open, in their order."""
        self.page.goto(f"{self.url}/desk/queue/{which}/")
        links = self.page.locator(".row-title a").all()
        return [str(link.get_attribute("href")).split("/")[3] for link in links]

    def row(self, report_id: str) -> Locator:
        """Return the line of a report in the queue that is shown."""
        return self.page.locator(f".row:has(a[href='/desk/reports/{report_id}/'])")

    def look_at(self, report_id: str) -> int:
        """Go to a report without opening it; return the status of the answer."""
        answer = self.page.goto(f"{self.url}/desk/reports/{report_id}/")
        assert answer is not None
        return answer.status

    def open(self, report_id: str) -> None:
        """Open a report on purpose; it may be open in this session already."""
        self.look_at(report_id)
        if self.page.locator("#seal-title").count():
            self.do(f"form[action$='/{report_id}/open/'] button")

    def give_to(self, name: str) -> None:
        """Give the report that is shown to a colleague."""
        choice = self.page.locator("#assign-member option", has_text=name).get_attribute("value")
        self.page.select_option("#assign-member", choice)
        self.do("form[action$='/assign/'] button")

    def answer(self, text: str) -> None:
        """Answer in the thread of the report that is open."""
        self.page.fill("#reply", text)
        self.do("form[action$='/reply/'] button.primary")

    def write(self, kind: str, line: str, *, hers: bool = False, **fields: str) -> None:
        """Write down a step of the case that is open: two taps, a line, and what belongs to it."""
        link = f"a[href$='/write/{kind}/']"
        group = self.page.locator(f".kinds details:has({link})")
        group.locator("summary").click()
        with self.page.expect_navigation():
            group.locator(link).click()
        self.page.fill("#line", line)
        for name, value in fields.items():
            self._fill(name, value)
        if hers:
            self.page.click("form.write details > summary")
            self.page.check("input[name=hers]")
        self.taps += 3 + len(fields) + 2 * hers
        self.do("form.write button.primary")

    def _fill(self, name: str, value: str) -> None:
        choice = self.page.locator(f"input[name='{name}'][value='{value}']")
        if choice.count():
            choice.check()
        elif "T" in value and self.page.locator(f"#{name}-day").count():
            day, hour = value.split("T")
            self.page.fill(f"#{name}-day", day)
            self.page.fill(f"#{name}-hour", hour)
        else:
            self.page.fill(f"#{name}", value)

    def ask_to_close(self, outcome: str, words: str, reviewer: str, why: str = "") -> None:
        """Ask a colleague to close the case that is open on her desk."""
        self.page.click("details summary:text('Close it with its outcome')")
        self.page.check(f"input[name=outcome][value={outcome}]")
        if why:
            self.page.select_option("#why", why)
        self.page.fill("#closing", words)
        choice = self.page.locator("#reviewer option", has_text=reviewer).get_attribute("value")
        self.page.select_option("#reviewer", choice)
        self.do("form[action$='/close/'] button")
        self.taps += 5 if why else 4

    def approve(self, report_id: str) -> None:
        """Open a case whose closing she was asked to review, and approve it."""
        self.open(report_id)
        self.do("form[action$='/review/'] button[value=approve]")
        self.taps += 2

    def do(self, selector: str) -> None:
        """Press something and wait until the desk says that it is done."""
        self.page.eval_on_selector("#page", "page => page.dataset.before = ''")
        self.page.locator(selector).click()
        self.page.wait_for_selector("#page:not([data-before])")
        assert not self.page.locator(".fault").count(), self.page.inner_text(".fault")
        expect(self.page.locator(NOTICE)).to_be_visible()
