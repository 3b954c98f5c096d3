"""A real Chromium for tests: started once, a fresh profile for each person in a story."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PROGRAM = "chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The driver switches the cache of "Back" off; people have it on, and it must show nothing.
AS_PEOPLE_HAVE_IT = ("--disable-back-forward-cache",)
PHONE = (360, 640)
SCREEN = (1280, 800)
# A page that takes longer than this has failed.
PATIENCE_MS = 10_000


def program() -> str:
    """Return where Chromium is; skip the test without it, fail where it has to be there."""
    found = shutil.which(PROGRAM)
    if found is None:
        reason = "Chromium is missing: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run one Chromium."""
    path = program()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=ARGUMENTS, ignore_default_args=AS_PEOPLE_HAVE_IT
        )
        yield browser
        browser.close()


@contextmanager
def phone(browser: Browser, *, lang: str = "en") -> Iterator[Page]:
    """Hand somebody a small phone whose browser runs no JavaScript."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        is_mobile=True,
        has_touch=True,
        java_script_enabled=False,
        locale={"en": "en-KE", "sw": "sw-KE"}[lang],
    )
    with _page(context) as page:
        yield page


@contextmanager
def computer(
    browser: Browser,
    *,
    scripts: bool = True,
    size: tuple[int, int] = SCREEN,
) -> Iterator[Page]:
    """Seat somebody at a computer, or at any screen of this size."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=scripts,
        color_scheme="light",
        locale="en-KE",
    )
    with _page(context) as page:
        yield page


@contextmanager
def _page(context: BrowserContext) -> Iterator[Page]:
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context.new_page()
    finally:
        context.close()
