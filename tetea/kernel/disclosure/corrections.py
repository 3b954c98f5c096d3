"""Corrections come in batches: a late report or a withdrawn consent must not show as a difference.

A figure stands as it was released, and longer tables count it as released, until a batch corrects
it. A batch is a version of the register. Of its tables only cells are printed anew that changed by
at least the threshold; everything else stands, changed or not. Then the attacker is let loose on
old and new together, since every change of a named cell is a target like a cell.
"""

from dataclasses import dataclass

from tetea.kernel.disclosure.claims import Ledger
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.errors import NotPublishable
from tetea.kernel.disclosure.protect import Protected, protect
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Cell, Counts, Layout


@dataclass(frozen=True)
class Versions:
    """The register as released before, and as it stands now."""

    before: Counts
    now: Counts


def correct(
    ledger: Ledger,
    layouts: tuple[Layout, ...],
    counts: Versions,
    audience: Audience,
    seconds: float = 120.0,
) -> Protected:
    """Return the corrected tables of a batch; a suppressed cell in them means: it stands.

    `layouts` are those of the release, at the batch's version. Raises NotPublishable while nothing
    changed enough to be said: the batch waits for more. Raises NotProven as `protect` does.
    """
    draft = Draft.of(layouts, counts.now, audience)
    stands = frozenset(cell for cell in draft.counts if _is_slight(cell, counts, audience))
    if len(stands) == len(draft.counts):
        raise NotPublishable("too little has changed for a correction")
    return protect(ledger, draft.keeping(stands), seconds)


def _is_slight(cell: Cell, counts: Versions, audience: Audience) -> bool:
    """Whether a cell changed by so little that the change would be about somebody."""
    return abs(counts.now.of(cell) - counts.before.of(cell)) < audience.rule.threshold
