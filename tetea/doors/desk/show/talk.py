"""The thread as a member reads it: how each message came, and what its channel gives away."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tetea.domain.directory import phone_pages
from tetea.domain.reports.work import notice
from tetea.domain.reports.work.items import ReadItem
from tetea.domain.reports.work.opening import OpenReport
from tetea.doors.desk.show.words import CHANNELS, VIA, word

REPORTER = "reporter"


@dataclass(frozen=True)
class Said:
    """One message. `author` is empty for hers, `pages` 0 where no phone is known to read it."""

    author: str
    at: dt.datetime
    text: str = field(repr=False)
    via: str = ""
    pages: int = 0
    is_doubtful: bool = False


@dataclass(frozen=True)
class Talk:
    """Everything between her and us, with the limits of the channels that were used."""

    said: tuple[Said, ...] = field(repr=False)
    limits: tuple[str, ...]
    tokens: tuple[tuple[dt.datetime, str], ...]
    room: int
    """How many letters a page of her phone menu holds; 0 where no phone was used."""


def talk(opened: OpenReport) -> Talk:
    """Return the thread of an opened report."""
    lang = opened.story.lang
    room = phone_pages.room(lang) if notice.is_by_phone(opened) else 0
    return Talk(
        said=tuple(_said(one, lang, is_on_phone=bool(room)) for one in opened.messages),
        limits=_limits(notice.channels(opened), room),
        tokens=tuple((one.made, word(VIA, one.channel)) for one in opened.tokens if one.made),
        room=room,
    )


def _said(item: ReadItem, lang: str, *, is_on_phone: bool) -> Said:
    if item.author == REPORTER:
        via = word(VIA, item.channel)
        return Said("", item.at, item.text, via, is_doubtful=not item.is_hers)
    pages = phone_pages.count(item.text, lang) if is_on_phone else 0
    return Said(item.author, item.at, item.text, pages=pages)


def _limits(channels: Collection[str], room: int) -> tuple[str, ...]:
    found = []
    phones = [word(CHANNELS, code) for code in sorted(notice.PHONES & set(channels))]
    if phones:
        found.append(
            _(
                "%(channels)s: the phone company knows the number and the words, and whoever "
                "holds the phone reads what comes. Answers are read only with the token, in the "
                "phone menu, page by page of about %(letters)d letters: write short."
            )
            # A round number is enough to write by.
            % {"channels": ", ".join(phones), "letters": room // 10 * 10}
        )
    if "web" in channels:
        found.append(
            _(
                "Web: answers are read with the token, at any length. Whoever holds the device may "
                "read along."
            )
        )
    if "api" in channels:
        found.append(
            _("App: another program passed the words on. Answers are read with the token.")
        )
    return tuple(found)
