"""How the responders are: talks about their work and what it does to them.

Read by whom it is about, by whoever wrote it down and by the coordinators; by nobody else, and not
by coordinators who came later. It is no file about a worker: she writes into it herself, and sees
every line.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from tetea.domain import moment
from tetea.domain.cases.models import Supervision
from tetea.domain.directory import vocabularies
from tetea.domain.keyring import grants, recipients
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.keyring.holder import CASE_ROLES, Holder
from tetea.domain.keyring.models import Grant
from tetea.domain.log import append as log
from tetea.domain.people.models import Organisation
from tetea.domain.reports import facets as coded
from tetea.domain.reports.errors import NotForDuty
from tetea.domain.reports.work import telling
from tetea.domain.rows import new_id, raw_id, text_id
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part
from tetea.kernel.crypto.seal import new_key, seal, unseal

STRAIN: Final = "strain"
# From here on somebody looks after her at once.
HEAVY: Final = frozenset({"too_much", "cannot"})
COORDINATOR: Final = "coordinator"


@dataclass(frozen=True)
class Talk:
    """What is written down of one talk: strain is a code of strain.csv, or "" when not said."""

    about: str
    strain: str = ""
    text: str = field(default="", repr=False)
    agreed: str = field(default="", repr=False)
    again: dt.datetime | None = None
    """When they talk again."""


@dataclass(frozen=True)
class Written:
    """A talk as it stands: by whom and when it was written down."""

    talk: Talk
    by: str
    at: dt.datetime


def write(holder: Holder, talk: Talk) -> None:
    """Write a talk down: each member about herself, a coordinator about anybody who has cases.

    When she says herself that it is too much, the coordinators are told that something waits.
    Raises NotForDuty for anybody else, KeyError for an unknown strain.
    """
    able = {
        text_id(one.id) for one in recipients.directory(holder.organisation).active(*CASE_ROLES)
    }
    is_own = talk.about == holder.member_id
    if talk.about not in able or not (is_own or holder.role == COORDINATOR):
        raise NotForDuty
    if talk.strain and talk.strain not in {row.name for row in vocabularies.words(STRAIN)}:
        raise KeyError(talk.strain)
    row = Supervision(id=new_id(), organisation=holder.organisation)
    key = new_key()
    row.blob = seal(key, _place(holder.organisation, row.id), _dump(holder, talk))
    with transaction.atomic():
        row.save(force_insert=True)
        for reader in _readers(holder, talk.about):
            to = recipients.member(holder.organisation, reader)
            grants.give(holder.organisation, holder.keys, to, key, (row.id, Part.NOTE))
        action = log.Action("supervision.written", row.id, holder.member_id, holder.role)
        log.append(holder.organisation, action)
    if is_own and talk.strain in HEAVY and holder.role != COORDINATOR:
        telling.tell(holder, (COORDINATOR,))


def read(holder: Holder) -> tuple[Written, ...]:
    """Return the talks that are sealed to her, the newest first."""
    own = Grant.objects.filter(recipient=holder.member_id, part=Part.NOTE).values("object")
    rows = Supervision.objects.filter(organisation=holder.organisation, id__in=own)
    found = (one for row in rows if (one := _opened(holder, row)) is not None)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def latest(holder: Holder) -> dict[str, Written]:
    """Return the newest talk about each member, of those that are sealed to her."""
    found: dict[str, Written] = {}
    for one in read(holder):
        found.setdefault(one.talk.about, one)
    return found


def _readers(holder: Holder, about: str) -> set[str]:
    coordinators = recipients.directory(holder.organisation).active(COORDINATOR)
    return {holder.member_id, about, *(text_id(one.id) for one in coordinators)}


def _opened(holder: Holder, row: Supervision) -> Written | None:
    try:
        key = grants.open_granted(holder, row.id, Part.NOTE)
        content = json.loads(unseal(key, _place(holder.organisation, row.id), row.blob))
    except (NoSuchKey, Unsealable):
        return None
    again = content["again"]
    talk = Talk(
        about=content["about"],
        strain=content["strain"],
        text=content["text"],
        agreed=content["agreed"],
        again=coded.from_minutes(again) if again else None,
    )
    return Written(talk, content["by"], dt.datetime.fromtimestamp(content["at"], dt.UTC))


def _dump(holder: Holder, talk: Talk) -> bytes:
    content = {
        "about": talk.about,
        "strain": talk.strain,
        "text": talk.text,
        "agreed": talk.agreed,
        "again": coded.minutes(talk.again) if talk.again else 0,
        "by": holder.username,
        "at": int(moment.now().timestamp()),
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _place(organisation: Organisation, row_id: str) -> Context:
    return Context(Kind.MEMBER, raw_id(organisation.id), raw_id(row_id), Part.NOTE)
