"""Composite stories for the pack: made of several that were lent, read by a second person.

Whoever holds a case lends what may be told of it, by consent; the team sees it without knowing of
which case. A coordinator makes one story of at least three. It is told only while each of them is
still lent, so one withdrawal, by token and with nobody signed in, silences it.
"""

import json
import re
from dataclasses import dataclass, field, replace

from django.db import transaction

from tetea.domain.cases import counting, opened
from tetea.domain.cases.errors import GivesAway, NotToBeTold
from tetea.domain.cases.models import Composite
from tetea.domain.directory.places import counties, sub_counties
from tetea.domain.forum import vault
from tetea.domain.forum.errors import NotFound
from tetea.domain.keyring import recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.reports import lent
from tetea.domain.reports.models import LentStory
from tetea.domain.rows import new_id
from tetea.kernel.casework.safeguarding import is_child
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Group, Part
from tetea.kernel.crypto.seal import seal, unseal

LEAST = 3
LONGEST = 600
# Days and months of both languages, without short words that mean something else.
DAYS = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "april", "june", "july", "august"),
        *("september", "october", "november", "december"),
        *("jumatatu", "jumanne", "jumatano", "alhamisi", "ijumaa", "jumamosi", "jumapili"),
        *("januari", "februari", "aprili", "juni", "julai", "agosti"),
        *("septemba", "oktoba", "novemba", "desemba"),
    )
)


@dataclass(frozen=True)
class Lent:
    """What was lent: a gist, without the case it is of."""

    id: str
    gist: str = field(repr=False)


@dataclass(frozen=True)
class Story:
    """A composite. It is told when somebody else than its writer has read it, and all is lent."""

    id: str
    texts: dict[str, str] = field(repr=False)
    made_of: tuple[str, ...] = field(repr=False)
    by: str = ""
    read_by: str = ""
    is_lent: bool = True

    @property
    def is_told(self) -> bool:
        """Whether it may go into a pack."""
        return bool(self.read_by) and self.is_lent


def may_lend(now: counting.Now) -> bool:
    """Whether she lets her story be told, changed and with others. Never that of a child."""
    if is_child(now.story.answers, now.file.lines):
        return False
    return counting.stands(now, counting.MEDIA)


def lend(holder: Holder, report_id: str, gist: str) -> None:
    """Lend what may be told of an opened case, in the place of what was lent before.

    Raises NotToBeTold without consent, GivesAway naming what gives somebody away, and what
    `opened.open_now` raises.
    """
    _check("gist", gist)
    with transaction.atomic():
        now = opened.open_now(holder, report_id)
        if not may_lend(now):
            raise NotToBeTold
        lent.take_back(now.report)
        row = LentStory(id=new_id(), report=now.report)
        row.generation = recipients.group(holder.organisation, Group.TEAM).epoch
        plain = json.dumps({"gist": gist.strip()}, ensure_ascii=False).encode()
        place = vault.place(holder, row.id, Part.STORY)
        row.blob = seal(holder.team(row.generation), place, plain)
        row.save(force_insert=True)
        _log(holder, "story.lent", now.case.id)


def lent_of(holder: Holder, report_id: str) -> Lent | None:
    """Return what is lent of an opened case; None for nothing. Raises as `opened.open_now`."""
    now = opened.open_now(holder, report_id)
    row = LentStory.objects.filter(report=now.report).first()
    return None if row is None else _lent(holder, row)


def may_be_lent(holder: Holder, report_id: str) -> bool:
    """Whether an opened case may be lent. Raises as `opened.open_now`."""
    return may_lend(opened.open_now(holder, report_id))


def take_back(holder: Holder, report_id: str) -> None:
    """Take back what was lent of an opened case. Raises as `opened.open_now`."""
    with transaction.atomic():
        now = opened.open_now(holder, report_id)
        lent.take_back(now.report)
        _log(holder, "story.taken_back", now.case.id)


def lent_now(holder: Holder) -> tuple[Lent, ...]:
    """Return all that is lent, in the order of random ids; NotFound without the team's key."""
    if not holder.holds(Group.TEAM):
        raise NotFound
    rows = LentStory.objects.filter(report__organisation=holder.organisation)
    return tuple(_lent(holder, row) for row in rows.order_by("id"))


def compose(holder: Holder, texts: dict[str, str], made_of: tuple[str, ...]) -> str:
    """Write a composite of at least three lent stories; return its id.

    Raises GivesAway naming the field, or the word that gives somebody away; NotForDuty, NotFound.
    """
    vault.may_write(holder)
    for lang, text in texts.items():
        _check(lang, text)
    parts = tuple(dict.fromkeys(made_of))
    if len(parts) < LEAST or not lent.are_all_there(parts):
        raise GivesAway("made_of", "few")
    row = Composite(id=new_id(), organisation=holder.organisation)
    story = Story(row.id, {k: v.strip() for k, v in texts.items()}, parts, by=holder.username)
    with transaction.atomic():
        _put(holder, row, story)
        row.save(force_insert=True)
        _log(holder, "story.composed", row.id)
    return row.id


def approve(holder: Holder, story_id: str) -> None:
    """Say, as a second person, that a composite gives nobody away. Raises GivesAway, NotFound."""
    with transaction.atomic():
        row, story = _find(holder, story_id)
        if story.by == holder.username:
            raise GivesAway("read_by", "same")
        _put(holder, row, replace(story, read_by=holder.username))
        row.save()
        _log(holder, "story.read", row.id)


def drop(holder: Holder, story_id: str) -> None:
    """Delete a composite; packs that were made keep it. Raises NotForDuty, NotFound."""
    vault.may_write(holder)
    with transaction.atomic():
        row, _story = _find(holder, story_id)
        row.delete()
        _log(holder, "story.dropped", story_id)


def every(holder: Holder) -> tuple[Story, ...]:
    """Return all composites; empty for whoever does not share the team's key."""
    if not holder.holds(Group.TEAM):
        return ()
    rows = Composite.objects.filter(organisation=holder.organisation).order_by("id")
    return tuple(_read(holder, row) for row in rows)


def told(holder: Holder, lang: str) -> tuple[str, ...]:
    """Return the texts that may go into a pack now."""
    return tuple(one.texts[lang] for one in every(holder) if one.is_told)


def gives_away(text: str) -> str:
    """Return the first part of a text by which somebody could be found; "" for none.

    Digits (days, hours, numbers), names of counties and sub-counties, days and months. It cannot
    know names: a second person reads for those.
    """
    found = re.search(r"\S*[\d@]\S*", text)
    if found:
        return str(found.group())
    words: list[str] = re.findall(r"[\w'-]+", text.casefold())
    for word in words:
        if word in DAYS:
            return word
    line = f" {' '.join(words)} "
    names = [one.name for one in counties()] + [one.name for one in sub_counties()]
    return next((name for name in names if f" {_plain(name)} " in line), "")


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[\w'-]+", name.casefold()))


def _check(name: str, text: str) -> None:
    if not text.strip():
        raise GivesAway(name, "empty")
    if len(text) > LONGEST:
        raise GivesAway(name, "long")
    word = gives_away(text)
    if word:
        raise GivesAway(name, "tells", word)


def _lent(holder: Holder, row: LentStory) -> Lent:
    try:
        key = holder.team(row.generation)
        plain = unseal(key, vault.place(holder, row.id, Part.STORY), row.blob)
    except (NoSuchKey, Unsealable):
        raise NotFound from None
    return Lent(row.id, str(json.loads(plain)["gist"]))


def _find(holder: Holder, story_id: str) -> tuple[Composite, Story]:
    rows = Composite.objects.select_for_update()
    row = rows.filter(organisation=holder.organisation, id=story_id).first()
    if row is None:
        raise NotFound
    return row, _read(holder, row)


def _put(holder: Holder, row: Composite, story: Story) -> None:
    row.generation = recipients.group(holder.organisation, Group.TEAM).epoch
    content = {
        "texts": story.texts,
        "made_of": list(story.made_of),
        "by": story.by,
        "read_by": story.read_by,
    }
    plain = json.dumps(content, ensure_ascii=False).encode()
    row.body = seal(holder.team(row.generation), vault.place(holder, row.id, Part.BODY), plain)


def _read(holder: Holder, row: Composite) -> Story:
    try:
        key = holder.team(row.generation)
        content = json.loads(unseal(key, vault.place(holder, row.id, Part.BODY), row.body))
    except (NoSuchKey, Unsealable):
        raise NotFound from None
    parts = tuple(content["made_of"])
    texts = {str(k): str(v) for k, v in content["texts"].items()}
    is_lent = lent.are_all_there(parts)
    return Story(row.id, texts, parts, content["by"], content["read_by"], is_lent)


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
