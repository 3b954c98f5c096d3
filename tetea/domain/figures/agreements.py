"""Exact totals for whoever signed an agreement: one number for some months, and nothing else.

With whom there is an agreement is sealed; the ledger has its random id. A total has no axis, so it
tells nobody apart; it goes out only where no cell of any table narrows by it.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from tetea.domain import moment
from tetea.domain.figures import frozen, ledger, publish, vault
from tetea.domain.figures.errors import NothingToSay, Wrong
from tetea.domain.figures.ledger import Entry
from tetea.domain.figures.models import Agreement
from tetea.domain.keyring.holder import Holder
from tetea.domain.log import append as log
from tetea.domain.people import queries as people
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Part
from tetea.kernel.disclosure import families as kernel
from tetea.kernel.disclosure.families import Step
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.widen import windows_ending

LONGEST = 200


@dataclass(frozen=True)
class Terms:
    """With whom, about what, and from when until when."""

    party: str
    purpose: str = field(repr=False)
    signed: dt.date
    until: dt.date


@dataclass(frozen=True)
class Signed:
    """An agreement, and what was told under it: months and exact total."""

    id: str
    terms: Terms
    told: tuple[tuple[frozenset[int], int], ...] = field(repr=False)

    def holds(self, today: dt.date) -> bool:
        """Whether it is in force."""
        return self.terms.signed <= today <= self.terms.until


def sign(holder: Holder, terms: Terms) -> str:
    """Write down an agreement that was signed; return its id. Raises Wrong, NotForFigures."""
    publish.check(holder)
    _check(terms)
    row = Agreement(id=new_id(), organisation=holder.organisation)
    content = {
        "party": terms.party.strip(),
        "purpose": terms.purpose.strip(),
        "signed": terms.signed.isoformat(),
        "until": terms.until.isoformat(),
    }
    with transaction.atomic():
        plain = json.dumps(content, ensure_ascii=False).encode()
        row.body = vault.put(holder.organisation, row.id, Part.NOTE, plain)
        row.save(force_insert=True)
        _log(holder, "agreement.signed", row.id)
    return row.id


def every(holder: Holder) -> tuple[Signed, ...]:
    """Return all agreements, the newest first; raise NotForFigures."""
    publish.check(holder)
    wraps = vault.wraps(holder.organisation, Part.NOTE)
    found = ledger.entries(holder.organisation)
    rows = Agreement.objects.filter(organisation=holder.organisation)
    signed = []
    for row in rows:
        content = json.loads(vault.take(holder, wraps, row.id, Part.NOTE, row.body))
        terms = Terms(
            content["party"],
            content["purpose"],
            dt.date.fromisoformat(content["signed"]),
            dt.date.fromisoformat(content["until"]),
        )
        signed.append(Signed(row.id, terms, _told(found, row.id)))
    return tuple(sorted(signed, key=lambda one: (one.terms.signed, one.id), reverse=True))


def windows(holder: Holder) -> tuple[frozenset[int], ...]:
    """Return the spans of months of which a total can be asked for, the newest first."""
    made = publish.months_made(holder.organisation)
    return tuple(
        frozenset(range(month - length + 1, month + 1))
        for month in made
        for length in windows_ending(month)
    )


def tell(holder: Holder, agreement_id: str, months: frozenset[int]) -> int:
    """Return the exact total of these months for the parties of an agreement; it is ledgered.

    Asked again it is the same number, and stands once. Raises NothingToSay where a cell could be
    told by it, or for months of which no figures were made; Wrong when there is no such agreement
    or it is not in force; NotForFigures.
    """
    one = next((one for one in every(holder) if one.id == agreement_id), None)
    if one is None or not one.holds(moment.now().date()):
        raise Wrong("agreement")
    if months not in windows(holder):
        raise NothingToSay
    known = dict(one.told)
    if months in known:
        return known[months]
    counts = frozen.read(holder).counts(months, 0)
    found = ledger.entries(holder.organisation)
    said = kernel.agreed_totals(ledger.book(found), counts, months, agreement_id)
    if not said:
        raise NothingToSay
    with transaction.atomic():
        people.one_at_a_time(holder.organisation)
        if len(ledger.entries(holder.organisation)) != len(found):
            # Something else was released meanwhile: it was not proven beside that.
            raise NothingToSay
        head = ledger.Heading(max(months), Audience.AGREED, agreement=agreement_id)
        ledger.write(holder.organisation, head, Step(months), said)
        _log(holder, "agreement.total_told", agreement_id)
    return said[0].protected.release.tables[0].figures[()].low


def _told(found: Sequence[Entry], agreement_id: str) -> tuple[tuple[frozenset[int], int], ...]:
    totals = {
        one.step.months: one.table.figures[()].low
        for one in found
        if one.agreement == agreement_id and one.table is not None
    }
    return tuple(sorted(totals.items(), key=lambda told: (-max(told[0]), len(told[0]))))


def _check(terms: Terms) -> None:
    for name, text in (("party", terms.party), ("purpose", terms.purpose)):
        if not text.strip() or len(text) > LONGEST:
            raise Wrong(name)
    if terms.signed > moment.now().date():
        raise Wrong("signed")
    if terms.until < terms.signed:
        raise Wrong("until")


def _log(holder: Holder, verb: str, object_id: str) -> None:
    log.append(holder.organisation, log.Action(verb, object_id, holder.member_id, holder.role))
