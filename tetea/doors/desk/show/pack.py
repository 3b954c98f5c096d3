"""The forum pack and the minutes as documents: what stands on the pages, ready for print.

It leads with coded issues, stories made of several by consent, and commitments. It has no station,
no day, and no word that a reporter or a member typed of one case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tetea.domain.figures import publish
from tetea.domain.figures.ledger import Entry
from tetea.domain.forum.meetings import Meeting
from tetea.doors.desk.show import corrections, figures
from tetea.doors.desk.show.forum import STATE_WORDS, seats
from tetea.doors.desk.show.forum import topics as show_topics
from tetea.doors.desk.show.words import EDITIONS, word
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.forum import OPEN, Promise
from tetea.kernel.paper.document import (
    Document,
    Heading,
    Paragraph,
    Part,
    Picture,
    Points,
    Table,
    Together,
)


@dataclass(frozen=True)
class Contents:
    """What a pack is made of: its month, readers and language, and what may be shown to them."""

    month: int
    audience: Audience
    lang: str
    tables: Sequence[Entry] = field(repr=False)
    ledger: Sequence[Entry] = field(repr=False)
    promises: Sequence[Promise] = field(default=(), repr=False)
    topics: Sequence[str] = field(default=(), repr=False)
    stories: Sequence[str] = field(default=(), repr=False)
    is_of_team: bool = True
    """Whether whoever makes it shares the team's key: without it there are figures alone."""


def pack(of: Contents) -> Document:
    """Return the pack of a month: issues, stories, commitments, then figures and their limits."""
    parts: list[Part] = [Paragraph(word(EDITIONS, of.audience.value)), *_leads_with(of)]
    parts += [Heading(_("At a glance")), *_shares(of.tables, of.lang), *_trend(of)]
    parts += [Together(tuple(_table(one))) for one in figures.tables(of.tables, of.lang)]
    parts += [
        *_corrections(of),
        Heading(_("How to read this")),
        Paragraph(_limits(of.audience)),
        Paragraph(_small_numbers()),
    ]
    made = publish.name_of(of.month)
    title = _("Figures of %(name)s") % {"name": figures.month_words(of.month)}
    return Document(title, of.lang, (made.year, made.month), tuple(parts))


def _leads_with(of: Contents) -> list[Part]:
    if not of.is_of_team:
        words = _("Issues, stories and promises stand in the pack that a coordinator makes.")
        return [Paragraph(words, is_small=True)]
    parts: list[Part] = []
    if of.topics:
        words = _("Topics that members ask to speak about; not counts of this month.")
        labels = tuple(show_topics(of.topics, of.lang))
        parts += [Heading(_("Issues")), Points(labels), Paragraph(words, is_small=True)]
    if of.stories:
        words = _("Each is made of several, told with consent and changed; it is nobody's own.")
        stories = tuple(Paragraph(one) for one in of.stories)
        parts += [Heading(_("What people tell")), *stories, Paragraph(words, is_small=True)]
    return [*parts, Heading(_("What was promised")), *_promises(of.promises)]


def _trend(of: Contents) -> list[Part]:
    bars = figures.trend(of.ledger, of.audience)
    if not bars:
        return []
    label = _("People counted, by month")
    rows = tuple((one.label, one.text) for one in bars)
    drawn = _picture("columns", label, {"columns": bars})
    return [Together((Heading(label), drawn, Table((_("Month"), _("People")), rows)))]


def _corrections(of: Contents) -> list[Part]:
    lines = corrections.lines(of.ledger, of.audience, of.lang)
    if not lines:
        return []
    heads = (_("Table"), _("Months"), _("Said before"), _("Said now"))
    rows = tuple(
        (f"{one.table}: {one.cell}" if one.cell else one.table, one.window, one.was, one.now)
        for one in lines
    )
    return [Heading(_("Corrections")), Table(heads, rows)]


def _picture(name: str, label: str, context: dict[str, object], width: int = 60) -> Picture:
    """Return the drawing that the desk shows, as a picture for print."""
    template = f"desk/components/picture_{name}.html"
    return Picture(render_to_string(template, {"label": label, **context}), label, width)


def minutes(meeting: Meeting, made: Sequence[Promise], lang: str) -> Document:
    """Return the minutes of a forum: counts and posts, never who came."""
    there = [f"{label}: {count}" for _name, label, count in seats(meeting) if count]
    parts: list[Part] = []
    if meeting.place:
        parts.append(Paragraph(meeting.place))
    if there:
        parts += [Heading(_("How many came")), Points(tuple(there))]
    for label, text in (
        (_("Coded issues"), "\n".join(show_topics(meeting.topics, lang))),
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
    return [Table(heads, rows, is_text=True)]


def _state(one: Promise) -> str:
    label = word(STATE_WORDS, one.state)
    last = one.words[-1] if one.words else None
    return f"{label}. {last.evidence}" if last and last.evidence else label


def _shares(found: Sequence[Entry], lang: str) -> list[Part]:
    rows = tuple(
        (one.label, f"{one.percent} ({one.counts})" if one.percent else one.counts, one.window)
        for one in figures.shares(found, lang)
    )
    return [Table((_("What"), _("Share"), _("Months")), rows, is_text=True)]


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
    return [*head, *_drawings(one), grid, Paragraph(lacks, is_small=True)]


def _drawings(one: figures.Shown) -> list[Part]:
    if one.tiles:
        return [_picture("tiles", one.label, {"tiles": one.tiles}, 45)]
    if one.curve is None:
        return []
    words = Paragraph(one.curve.summary)
    drawn = [_picture("curve", one.label, {"curve": one.curve})] if one.curve.line else []
    return [words, *drawn]


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
