"""Makes a release in which no small count can be told, or refuses.

First what is few is hidden. Then the attacker is let loose on this and on all that was released
before, and beside each cell that he narrows the cheapest further cells are hidden, until he finds
nothing. In the end stands a proof, or nothing is released.
"""

import time
from dataclasses import dataclass
from typing import Final

from tetea.kernel.disclosure.attack import Attack
from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.complement import opening
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotProven
from tetea.kernel.disclosure.proof import Proof, check
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Cell

# So many narrow cells are opened before the attacker looks again.
AT_ONCE: Final = 24


@dataclass(frozen=True)
class Protected:
    """A release that may go out, and why: a proof for each kind of reader who will see it."""

    release: Release
    proofs: tuple[Proof, ...]


def protect(ledger: Ledger, draft: Draft, seconds: float = 120.0) -> Protected:
    """Return the draft as it may be published, beside everything that the ledger says.

    Raises NotProven when older releases leave no way, or when `seconds` are over.
    """
    end = time.monotonic() + seconds
    hidden = draft.few(ledger)
    while True:
        release = draft.release(hidden)
        attacks = _attacks(ledger.plus(release), draft.audience, end)
        narrow = [(attack, one) for attack in attacks for one in attack.run(AT_ONCE)]
        if not narrow:
            return proven(ledger, Protected(release, tuple(one.proof for one in attacks)))
        more: set[Cell] = set()
        for attack, one in narrow:
            more |= opening(attack, one, draft, frozenset(ledger.claims(attack.reader)), more)
            if time.monotonic() > end:
                raise NotProven("no proof was found in time")
        hidden |= more


def _attacks(ledger: Ledger, audience: Audience, end: float) -> list[Attack]:
    left = end - time.monotonic()
    return [Attack(ledger, reader, left) for reader in _reached(ledger, audience)]


def proven(ledger: Ledger, protected: Protected) -> Protected:
    """Return what may be released, after its proofs were checked by adding up.

    Raises NotProven when a proof is missing or does not hold.
    """
    tried = ledger.plus(protected.release)
    proofs = {proof.reader: proof for proof in protected.proofs}
    for reader in _reached(tried, protected.release.audience):
        if reader not in proofs or not check(tried, proofs[reader]):
            raise NotProven("a cell could be told too exactly")
    return protected


def _reached(ledger: Ledger, audience: Audience) -> tuple[Audience, ...]:
    """Return who sees a release: its audience, and whoever has tables of their own beside it."""
    known = {release.audience for release in ledger.releases}
    return tuple(one for one in audience.readers if one is audience or one in known)


def totals_proven(ledger: Ledger, release: Release, seconds: float = 60.0) -> Protected:
    """Return exact totals for the parties of an agreement, if no cell but totals narrows by them.

    Raises NotProven otherwise, also when time ran out.
    """
    attack = Attack(ledger.plus(release), release.audience, seconds)
    if attack.run(enough=1):
        raise NotProven("an exact total would tell a cell")
    return proven(ledger, Protected(release, (attack.proof,)))
