"""How the phone menu shows a long text: page by page, in the letters that every phone has."""

import unicodedata

from tetea.domain.directory import phone
from tetea.kernel.phone.screens import AIM, PREFIX, pages, width
from tetea.kernel.phone.segments import plain, readable


def room(lang: str) -> int:
    """Return how many letters of a text one page of the menu holds beside its keys."""
    foot = phone.menu("keys_list", lang, more=phone.menu("key_more", lang))
    return AIM - PREFIX - width(foot) - len("\n")


def count(text: str, lang: str) -> int:
    """Return how many pages of the menu a text takes; at least one."""
    return len(pages(text, room(lang)))


def unreadable(text: str) -> tuple[str, ...]:
    """Return the characters for which a phone shows "?", each once, in their order.

    What has a plain form is not among them: quotes, dashes, accents.
    """
    odd = dict.fromkeys(one for one in plain(text) if readable(one) != one)
    return tuple(one for one in odd if not unicodedata.category(one).startswith("M"))
