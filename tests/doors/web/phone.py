"""A phone's browser without JavaScript: it knows only what stands on the page before it."""

import gzip
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client


@dataclass
class Form:
    """A form of the page: what would be sent if nothing were touched."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """The forms, the words and the tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self._select = self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a browser would note."""
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "a":
            self.links.append(found.get("href", ""))
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get")))
        name = found.get("name", "")
        if tag == "button" and self.forms:
            self.forms[-1].buttons.append((name, found.get("value", "")))
        elif tag == "input" and name:
            self._input(name, found)
        elif tag == "select":
            self._select = name
            self.forms[-1].names.add(name)
        elif tag == "option" and ("selected" in found or self._select not in self._values()):
            self._values()[self._select] = [found.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self.forms[-1].names.add(name)
            self._values()[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        """Close a text area."""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Note the words; those of a text area are its value."""
        if self._area:
            self._values()[self._area][0] += data.removeprefix("\n")
        elif data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        """All words in a row."""
        return " ".join(self.words)

    def _values(self) -> dict[str, list[str]]:
        return self.forms[-1].values

    def _input(self, name: str, found: dict[str, str]) -> None:
        self.forms[-1].names.add(name)
        if found.get("type") in {"radio", "checkbox"}:
            if "checked" in found:
                self._values().setdefault(name, []).append(found["value"])
        else:
            self._values()[name] = [found.get("value", "")]


class Phone:
    """The reporter's phone. `weight` sums what went over the wire."""

    def __init__(self, lang: str = "en") -> None:
        self.client = Client(HTTP_HOST="127.0.0.1")
        self.lang = lang
        self.weight = 0
        self.sent: list[tuple[str, dict[str, list[str]]]] = []
        self.status = 0
        self.page = Page("")
        self.raw = ""

    def open(self, path: str) -> "Phone":
        """Follow a link."""
        return self._take(self.client.get(path, follow=True))

    def accept_gzip(self) -> None:
        """Take compressed pages, as every browser does."""
        self.client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"

    def start(self) -> "Phone":
        """Begin a report."""
        return self.open(f"/{self.lang}/report/")

    @property
    def form(self) -> Form:
        """The form that is not the exit."""
        return self.page.forms[-1]

    @property
    def step(self) -> str:
        """The page of the report that is shown."""
        return self.form.values.get("q", [""])[0]

    def press(self, go: str = "next", **answers: Any) -> "Phone":
        """Fill in some fields and press a button."""
        values = dict(self.form.values)
        for name, value in answers.items():
            assert name in self.form.names, f"{name} is not asked on {self.step}"
            values[name] = value if isinstance(value, list) else [value]
        if ("go", go) in self.form.buttons:
            values["go"] = [go]
        else:
            assert ("to", go) in self.form.buttons, f"no button {go} on {self.step}"
            values["to"] = [go]
        return self.post(self.form.action, values)

    def post(self, path: str, values: dict[str, list[str]]) -> "Phone":
        """Send a form."""
        self.sent.append((path, values))
        return self._take(self.client.post(path, values, follow=True))

    def send_again(self) -> "Phone":
        """Reload the page: the browser sends the same form once more."""
        return self.post(*self.sent[-1])

    def answer(self, **answers: Any) -> "Phone":
        """Answer these questions as they come and leave the others out, to the end of the core."""
        while self.step not in {"_enough", "_check"}:
            name = self.step
            self.press(**({name: answers[name]} if name in answers else {}))
            assert self.step != name, f"{name} does not take {answers.get(name)}"
        return self

    def send(self) -> "Phone":
        """Send the report from wherever it may be sent."""
        if self.step != "_check":
            self.press("send")
        return self.press("send")

    @property
    def token(self) -> str:
        """The token on the confirmation."""
        after = self.raw.partition('id="token">')[2]
        return after.partition("<")[0]

    def come_back(self, token: str) -> "Phone":
        """Type a token on the page for it."""
        self.open(f"/{self.lang}/token/")
        return self.post(f"/{self.lang}/token/", {"token": [token]})

    def _take(self, response: Any) -> "Phone":
        is_packed = response.headers.get("Content-Encoding") == "gzip"
        body = gzip.decompress(response.content) if is_packed else response.content
        self.raw = body.decode()
        self.weight += len(response.content)
        self.status = response.status_code
        self.page = Page(self.raw)
        return self
