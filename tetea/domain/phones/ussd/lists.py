"""Numbered choices over several screens: what stands on a page, and what was chosen there."""

from collections.abc import Sequence
from dataclasses import dataclass

from tetea.domain.phones.ussd.talk import Talk
from tetea.domain.phones.ussd.world import menu_hint, say
from tetea.kernel.phone.screens import (
    AIM,
    PREFIX,
    Options,
    Screen,
    chosen,
    numbered,
    options,
    width,
)

MORE = "9"
# Above so many choices the first letters of a name lead there faster than leafing.
LONG = 20


@dataclass(frozen=True)
class Choices:
    """A list as a screen offers it. `leave` is the text of key 8, or ""."""

    head: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    leave: str = ""


def show(talk: Talk, it: Choices) -> Screen:
    """Return the page of the list at which she is."""
    page = _page(talk, it)
    keys = it.leave + (say(talk, "key_more") if page.has_more else "")
    foot = say(talk, "keys_list", more=keys)
    lines = [it.head, numbered(page.labels), foot]
    return Screen(menu_hint(talk, "\n".join(line for line in lines if line), AIM - PREFIX))


def pick(talk: Talk, it: Choices, typed: str) -> tuple[tuple[str, ...], bool] | None:
    """Return (codes chosen on this page, whether she wants more of the list); None for a slip."""
    page = _page(talk, it)
    more = page.has_more and typed.endswith(MORE)
    digits = typed[:-1] if more else typed
    if more and not digits.strip(" ,."):
        return (), True
    found = chosen(digits, len(page.labels))
    if found is None:
        return None
    return tuple(it.codes[page.first + one] for one in found), more


def starting_with(labels: Sequence[str], letters: str) -> list[int]:
    """Return which of these names have a word that begins with the letters."""
    wanted = letters.strip().casefold()
    return [
        at
        for at, label in enumerate(labels)
        if any(word.startswith(wanted) for word in label.casefold().replace("-", " ").split())
        or label.casefold().startswith(wanted)
    ]


def _page(talk: Talk, it: Choices) -> Options:
    # The widest foot is kept free on every page, so that pages do not shift while leafing.
    foot = say(talk, "keys_list", more=it.leave + say(talk, "key_more"))
    room = AIM - PREFIX - width(it.head) - width(foot) - len("\n\n")
    return options(it.labels, talk.spot.page, room)
