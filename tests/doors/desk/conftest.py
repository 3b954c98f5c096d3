"""People in front of a browser: each has a client of her own that sends forms as a page would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.conftest import passphrase
from tetea.domain.reports.work import triage


@dataclass
class Browser:
    """A browser that keeps cookies and sends the form's token back."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def get(self, name: str, *args: str) -> Any:
        """Ask for a page by its name."""
        return self.client.get(reverse(f"desk:{name}", args=args))

    def post(self, name: str, /, *args: str, **typed: str) -> Any:
        """Send a form to a page by its name, with the token that every form carries."""
        token = self.client.cookies.get(settings.CSRF_COOKIE_NAME)
        data = {**typed, "csrfmiddlewaretoken": token.value if token else ""}
        return self.client.post(reverse(f"desk:{name}", args=args), data)

    def sign_in(self, username: str, words: str = "", **more: str) -> Any:
        """Go to the door and sign in."""
        self.get("home")
        typed = {"username": username, "passphrase": words or passphrase(username), "code": ""}
        return self.post("home", **typed | more)

    def text(self, name: str, *args: str) -> str:
        """Return the words of a page."""
        return str(self.get(name, *args).content.decode())


@pytest.fixture
def stranger(organisation: Any) -> Browser:
    """Somebody who has never signed in."""
    return Browser()


@pytest.fixture
def desk(organisation: Any) -> Callable[[str], Browser]:
    """Return a function that gives the browser of a member who has just signed in."""

    def of(username: str) -> Browser:
        browser = Browser()
        browser.sign_in(username)
        browser.get("keys")
        return browser

    return of


@pytest.fixture
def member_id(sign_in: Callable[[str], Any]) -> Callable[[str], str]:
    """Return a function that finds a member's id by her name."""

    def of(username: str) -> str:
        people = triage.assignable(sign_in("amina"))
        return next(one for one, name, _role in people if name == username)

    return of


@pytest.fixture
def given(
    sign_in: Callable[[str], Any],
    report: Callable[..., Any],
    report_id: Callable[[Any], str],
    member_id: Callable[[str], str],
) -> Callable[..., str]:
    """Return a function that takes in a report and gives it to a member; it returns its id."""

    def to(username: str, **answers: Any) -> str:
        wanted = report_id(report(**answers))
        triage.assign(sign_in("amina"), wanted, member_id(username))
        return wanted

    return to
