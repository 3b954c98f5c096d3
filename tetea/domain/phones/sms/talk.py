"""The conversation with one number: which report it grows, what was asked last. Runtime tier."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from tetea.domain.people.models import Organisation
from tetea.domain.phones import visit as visits
from tetea.domain.phones.sessions import Address
from tetea.domain.phones.visit import Visit
from tetea.domain.reports import partial
from tetea.domain.reports.partial import Growing
from tetea.domain.reports.thread import Visitor
from tetea.kernel.dialogue import Value
from tetea.kernel.phone import multipart
from tetea.kernel.phone.messages import Part

# A case takes weeks, and she must still be able to send TOKEN when she is told of a reply.
LIFE = dt.timedelta(days=30)
LABEL = "sms"


@dataclass(frozen=True)
class Piece:
    """One SMS of the story: whole, or in parts that are still coming."""

    text: str = field(default="", repr=False)
    reference: str = ""
    total: int = 0
    parts: Mapping[int, str] = field(default_factory=dict, repr=False)

    def takes(self, part: Part, text: str) -> bool:
        """Whether this part belongs here: of this long SMS, and not there yet with other words."""
        is_same = (self.reference, self.total) == (part.reference, part.total)
        return is_same and self.parts.get(part.number, text) == text


# Asked once it is closed: how it was. No question of the questionnaire has this name.
RATE = "how-it-was"


@dataclass(frozen=True)
class Talk:
    """What the running server remembers of a number: its report for three days, then its thread."""

    lang: str
    number: str = field(default="", repr=False)
    answers: Mapping[str, Value] = field(default_factory=dict, repr=False)
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    report: Growing | None = field(default=None, repr=False)
    visit: Visit | None = field(default=None, repr=False)
    """A thread that she joined this number to by her token."""
    asked: str = ""
    network: str = ""
    at: int = 0
    is_finished: bool = False
    is_held: bool = False
    """It came as part of a flood; more words do not let it through."""


def visitor(organisation: Organisation, talk: Talk) -> Visitor | None:
    """Return her as whoever holds the token of the thread that this number belongs to now."""
    if talk.visit is not None:
        return visits.visitor(organisation, talk.visit)
    return partial.visitor(organisation, talk.report) if talk.report else None


def thread_alone(organisation: Organisation, talk: Talk) -> Talk:
    """Return the conversation without what opens the report: from here on only her thread."""
    known = visitor(organisation, talk)
    return Talk(
        talk.lang,
        talk.number,
        visit=visits.begun(known) if known else None,
        network=talk.network,
        at=talk.at,
        is_finished=True,
        is_held=talk.is_held,
    )


def address(number: str) -> Address:
    """Return where the conversation with a number stands."""
    return Address(LABEL, (number,), life=LIFE)


def add(talk_pieces: tuple[Piece, ...], text: str, part: Part | None) -> tuple[Piece, ...]:
    """Return the story with one more SMS in it, or one more part in its place.

    Phones use few references again and again: a part that is there already with other words begins
    a long SMS of its own.
    """
    if part is None:
        return (*talk_pieces, Piece(text))
    for at, piece in reversed(list(enumerate(talk_pieces))):
        if piece.takes(part, text):
            parts = {**piece.parts, part.number: text}
            whole = Piece("", part.reference, part.total, parts)
            return (*talk_pieces[:at], whole, *talk_pieces[at + 1 :])
    return (*talk_pieces, Piece("", part.reference, part.total, {part.number: text}))


def story(pieces: tuple[Piece, ...], missing: str) -> str:
    """Return all SMS as one text, one paragraph each; `missing` marks parts that have not come."""
    return "\n".join(
        multipart.join(piece.parts, piece.total, missing) if piece.parts else piece.text
        for piece in pieces
    )


def dump(talk: Talk) -> dict[str, object]:
    """Return it as plain values, to be sealed at once under the runtime key."""
    content: dict[str, object] = {
        "lang": talk.lang,
        "number": talk.number,
        "answers": dict(talk.answers),
        "pieces": [
            [one.text, one.reference, one.total, [[k, v] for k, v in one.parts.items()]]
            for one in talk.pieces
        ],
        "asked": talk.asked,
        "network": talk.network,
        "at": talk.at,
        "is_finished": talk.is_finished,
        "is_held": talk.is_held,
    }
    if talk.report is not None:
        content["report"] = talk.report.dump()
    if talk.visit is not None:
        content["visit"] = talk.visit.dump()
    return content


def load(content: Mapping[str, object]) -> Talk:
    """Read what `dump` wrote."""
    values = dict(content)
    report, pieces = values.pop("report", None), values.pop("pieces")
    visit = values.pop("visit", None)
    return Talk(
        **values,  # type: ignore[arg-type]  # written by `dump`, sealed since then
        pieces=tuple(
            Piece(text, reference, total, {int(k): v for k, v in parts})
            for text, reference, total, parts in pieces  # type: ignore[attr-defined]  # the same
        ),
        report=partial.load(report) if isinstance(report, dict) else None,
        visit=visits.load(visit) if isinstance(visit, list) else None,
    )
