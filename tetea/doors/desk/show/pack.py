"""The forum pack and the minutes as documents: what stands on the pages, ready for print.

The edition for police leads with commitments and has no station, no day and no word of a story.
"""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tetea.domain.figures import publish
from tetea.domain.figures.ledger import Entry
from tetea.domain.forum.meetings import Meeting
from tetea.doors.desk.show import figures
from tetea.doors.desk.show.forum import STATE_WORDS, seats
from tetea.doors.desk.show.words import EDITIONS, word
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.forum import OPEN, Promise
from tetea.kernel.paper.document import (
    Document,
    Heading,
    NewPage,
    Paragraph,
    Part,
    Points,
    Table,
)


def pack(
    month: int, found: Sequence[Entry], promises: Sequence[Promise], to: tuple[Audience, str]
) -> Document:
    """Return the pack of a month: commitments, shares, tables, and what it cannot say.

    `to` is the audience and the language. `found` is what may be shown to that audience.
    """
    audience, lang = to
    name = figures.month_words(month)
    parts: list[Part] = [
        Paragraph(word(EDITIONS, audience.value)),
        Heading(_("What was promised")),
        *_promises(promises),
        Heading(_("At a glance")),
        *_shares(found, lang),
    ]
    for one in figures.tables(found, lang):
        parts += [NewPage(), *_table(one)] if one.cross else _table(one)
    parts += [
        Heading(_("How to read this")),
        Paragraph(_limits(audience)),
        Paragraph(_small_numbers()),
    ]
    made = publish.name_of(month)
    return Document(
        _("Figures of %(name)s") % {"name": name}, lang, (made.year, made.month), tuple(parts)
    )


def minutes(meeting: Meeting, made: Sequence[Promise], lang: str) -> Document:
    """Return the minutes of a forum: counts and posts, never who came."""
    there = [f"{label}: {count}" for _name, label, count in seats(meeting) if count]
    parts: list[Part] = []
    if meeting.place:
        parts.append(Paragraph(meeting.place))
    if there:
        parts += [Heading(_("How many came")), Points(tuple(there))]
    for label, text in (
        (_("Issues"), meeting.issues),
        (_("Discussion"), meeting.discussion),
        (_("Decisions"), meeting.decisions),
    ):
        if text:
            parts += [Heading(label), *(Paragraph(one) for one in text.splitlines() if one)]
    parts += [Heading(_("Promised here")), *_promises(made)]
    title = _("Forum of %(day)s") % {"day": date_format(meeting.day, "j F Y")}
    return Document(title, lang, (meeting.day.year, meeting.day.month), tuple(parts))


def _promises(found: Sequence[Promise]) -> list[Part]:
    if not found:
        return [Paragraph(_("Nothing yet."))]
    heads = (_("Who"), _("Promises what"), _("Until when"), _("How it stands"))
    order = sorted(found, key=lambda one: (one.state != OPEN, one.due))
    rows = tuple((one.owner, one.what, date_format(one.due, "j M Y"), _state(one)) for one in order)
    return [Table(heads, rows)]


def _state(one: Promise) -> str:
    label = word(STATE_WORDS, one.state)
    last = one.words[-1] if one.words else None
    return f"{label}. {last.evidence}" if last and last.evidence else label


def _shares(found: Sequence[Entry], lang: str) -> list[Part]:
    rows = tuple(
        (one.label, f"{one.percent} ({one.counts})" if one.percent else one.counts, one.window)
        for one in figures.shares(found, lang)
    )
    return [Table((_("What"), _("Share"), _("Months")), rows)]


def _table(one: figures.Shown) -> list[Part]:
    head: list[Part] = [Heading(f"{one.label}, {one.window}", 2), Paragraph(one.counts)]
    if one.cross is not None:
        rows = tuple((label, *(text for text, _told in cells)) for label, cells in one.cross.rows)
        grid = Table(("", *one.cross.heads), rows)
    else:
        grid = Table(
            ("", _("People")),
            tuple((row.label, row.text) for row in one.rows),
            tuple(row.length if row.is_told and not row.is_total else None for row in one.rows),
        )
    lacks = _("Missing here:") + " " + one.lacks
    return [*head, grid, Paragraph(lacks, is_small=True)]


def _limits(audience: Audience) -> str:
    return _(
        '"Not shown" does not mean none. Fewer than %(threshold)s are never shown, nor is what '
        "would give them away."
    ) % {"threshold": audience.rule.threshold}


def _small_numbers() -> str:
    return _(
        "Small numbers go up and down by chance: one month proves nothing, neither good nor bad. "
        "Look at what was promised and whether it was kept."
    )
