"""Which keys speak for her and may be answered to: the pinned one, and those it vouches for."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tetea.domain.people.models import Organisation
from tetea.domain.reports.models import Report
from tetea.domain.reports.work.reach import Story
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.signing import is_signed
from tetea.kernel.crypto.succession import succession


@dataclass(frozen=True)
class HerKey:
    """A token's public halves. `made` and `channel` are empty for the one pinned in her report."""

    enc_pk: bytes = field(repr=False)
    sig_pk: bytes = field(repr=False)
    made: dt.datetime | None = None
    channel: str = ""


def chain(
    organisation: Organisation,
    report: Report,
    story: Story,
    statements: Iterable[Mapping[str, object]],
) -> tuple[HerKey, ...]:
    """Return her keys, the pinned one first; a statement that none of them signed is left out.

    `statements` are the contents of the thread's items about further tokens, oldest first.
    """
    found = [HerKey(story.enc_pk, story.sig_pk)]
    place = (raw_id(organisation.id), raw_id(report.id))
    for one in statements:
        try:
            enc_pk, sig_pk = bytes.fromhex(str(one["enc_pk"])), bytes.fromhex(str(one["sig_pk"]))
            at, signature = int(str(one["at"])), bytes.fromhex(str(one["signature"]))
        except (KeyError, ValueError):
            continue
        message = succession(*place, enc_pk, sig_pk, at)
        if any(is_signed(known.sig_pk, message, signature) for known in found):
            made = dt.datetime.fromtimestamp(at / 1000, dt.UTC)
            found.append(HerKey(enc_pk, sig_pk, made, str(one.get("channel", ""))))
    return tuple(found)
