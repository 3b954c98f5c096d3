"""What changed: two lines after each forum, for everybody. Readable on purpose (ADR 0026)."""

import re
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tetea.domain.forum import vault
from tetea.domain.forum.errors import Wrong
from tetea.domain.forum.models import Change
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.people import queries as people
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id
from tetea.kernel.dialogue.gsm7 import gsm7_length

LONGEST: Final = 140
# Two lines are what one asks for; more would not be read.
SHOWN: Final = 2
# A row of digits as long as a telephone number's has no place in what everybody reads.
NUMBERS: Final = re.compile(r"(\d[\s-]?){7,}")


@dataclass(frozen=True)
class Line:
    """One line of what changed, and the month of which it tells."""

    month: int
    en: str
    sw: str

    def text(self, lang: str) -> str:
        """Return the line in one of the languages."""
        return self.sw if lang == "sw" else self.en


def say(holder: Holder, line: Line) -> None:
    """Say a line to everybody. Raises Wrong for one that is missing, too long for an SMS, or holds
    a telephone number; NotForDuty, NotFound.
    """
    vault.may_write(holder)
    for name in ("en", "sw"):
        _check(name, line.text(name).strip())
    with transaction.atomic():
        # Of two at once one waits here, so that each has a number of its own.
        people.one_at_a_time(holder.organisation)
        last = Change.objects.filter(organisation=holder.organisation).order_by("-number").first()
        row = Change.objects.create(
            id=new_id(),
            organisation=holder.organisation,
            number=last.number + 1 if last else 1,
            month=line.month,
            in_english=line.en.strip(),
            in_kiswahili=line.sw.strip(),
        )
        action = log.Action("change.said", row.id, holder.member_id, holder.role)
        log.append(holder.organisation, action)


def take_back(holder: Holder, number: int) -> None:
    """Say a line no more: undo for a slip. What was read was read. Raises NotForDuty, NotFound."""
    vault.may_write(holder)
    with transaction.atomic():
        Change.objects.filter(organisation=holder.organisation, number=number).delete()
        action = log.Action(
            "change.taken_back", holder.organisation.id, holder.member_id, holder.role
        )
        log.append(holder.organisation, action)


def newest(organisation: Organisation, count: int = SHOWN) -> tuple[Line, ...]:
    """Return the newest lines, the newest first. Needs no key: they are for everybody."""
    rows = Change.objects.filter(organisation=organisation).order_by("-number")[:count]
    return tuple(Line(row.month, row.in_english, row.in_kiswahili) for row in rows)


def numbered(organisation: Organisation) -> tuple[tuple[int, Line], ...]:
    """Return all lines with their numbers, the newest first."""
    rows = Change.objects.filter(organisation=organisation).order_by("-number")
    return tuple((row.number, Line(row.month, row.in_english, row.in_kiswahili)) for row in rows)


def _check(name: str, text: str) -> None:
    if not text:
        raise Wrong(name, "missing")
    if len(text) > LONGEST:
        raise Wrong(name, "long")
    if NUMBERS.search(text):
        raise Wrong(name, "number")
    if gsm7_length(text) is None:
        raise Wrong(name, "letters")
