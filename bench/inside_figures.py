"""What is measured of figures inside the installation: the register, a proof, a pack on paper."""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from statistics import median

import numpy as np
from django.db import transaction

from tetea.domain.figures import frames, register, vault
from tetea.domain.figures.models import Segment
from tetea.domain.keyring import unlock
from tetea.domain.people.queries import organisation
from tetea.domain.rows import new_id
from tetea.kernel.crypto.registry import Part
from tetea.kernel.disclosure.claims import Ledger
from tetea.kernel.disclosure.drafts import Draft
from tetea.kernel.disclosure.protect import protect
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Axis, Counts, Dimension, Frame, Layout
from tetea.kernel.paper.document import Document, Heading, Paragraph, Table
from tetea.kernel.paper.pdf import pdf
from tetea.kernel.register import columns
from tetea.kernel.register.columns import Columns
from tetea.kernel.register.contribution import ID_BYTES, Act, Contribution
from tetea.kernel.register.fold import segments

EACH = 5
ACTS = tuple(f"{group}-0{n}" for group in ("SEX", "PHY", "EMO", "ECO", "POL") for n in range(1, 6))
BY = ("police", "client", "partner", "stranger", "manager")
REPORTS, SEED = 500, 20261126
ROWS = 40
PAGES = 10

Measured = dict[str, float]


def measure(username: str, passphrase: str, code: str, *sizes: str) -> dict[str, Measured]:
    """Return value and limit of each line, in milliseconds."""
    ours = organisation()
    holder = unlock.sign_in(ours, unlock.Credentials(username, passphrase, code)).unlocked
    found = {}
    there = 0
    for size in map(int, sizes):
        _fill(holder, size - there)
        there = size
        found[f"register_query@{size:,}"] = _query(holder)
    return found | {"suppression": _suppression(), "pack_pdf": _pack()}


def _fill(holder: unlock.Unlocked, acts: int) -> None:
    """Add so many acts of cases with one act each."""
    chance = np.random.default_rng(SEED)
    some = [
        Contribution(
            secrets.token_bytes(ID_BYTES),
            1,
            24_300 + int(chance.integers(0, 24)),
            (Act(ACTS[int(chance.integers(0, len(ACTS)))], BY[int(chance.integers(0, len(BY)))]),),
            {"county": f"{int(chance.integers(1, 48)):03}", "support": "in_time"},
            {"first_support": int(chance.integers(1, 3_000))},
        )
        for _ in range(min(acts, 10_000))
    ]
    rows = columns.of(some)
    more = columns.picked(rows, np.arange(acts) % len(rows))
    with transaction.atomic():
        for part in segments(_with_own_ids(more)):
            row = Segment(id=new_id(), organisation=holder.organisation)
            row.body = vault.put(holder.organisation, row.id, Part.BODY, part.dump())
            row.save(force_insert=True)


def _with_own_ids(rows: Columns) -> Columns:
    ids = np.frombuffer(secrets.token_bytes(ID_BYTES * len(rows)), np.uint8)
    return Columns(ids.reshape(-1, ID_BYTES), rows.lists, rows.words, rows.numbers)


def _query(holder: unlock.Unlocked) -> Measured:
    """All tables of a pack from the sealed register; beside it: opening its blobs, read before."""
    rows = list(Segment.objects.filter(organisation=holder.organisation))
    wraps = vault.wraps(holder.organisation, Part.BODY)

    def limit() -> None:
        for row in rows:
            vault.take(holder, wraps, row.id, Part.BODY, row.body)

    return {
        "value": _times(lambda: frames.counted(register.read(holder))),
        "limit": _times(limit),
        "segments": len(rows),
    }


def _suppression() -> Measured:
    """A table of 47 x 12 x 8 with its margins: suppressed and proven, once; it takes long."""
    sides = (
        Dimension("place", tuple(map(str, range(47)))),
        Dimension("act", tuple(map(str, range(12)))),
        Dimension("who", tuple(map(str, range(8)))),
    )
    frame, chance = Frame(sides), np.random.default_rng(SEED)
    drawn = []
    for side in sides:
        share = np.array([1 / (n + 1.5) for n in range(len(side.codes))])
        drawn.append(chance.choice(side.codes, size=REPORTS, p=share / share.sum()))
    atoms = Counter((tuple(map(str, codes)), 1) for codes in zip(*drawn, strict=True))
    layout = Layout(frame, tuple(Axis.of(side) for side in sides), frozenset({1}))
    draft = Draft.of((layout,), Counts(frame, atoms), Audience.OUTSIDE)
    begun = time.perf_counter()
    found = protect(Ledger(frame), draft, 600.0)
    took = (time.perf_counter() - begun) * 1000
    return {"value": took, "shown": round(100 * found.release.tables[0].shown)}


def _pack() -> Measured:
    """A pack of some ten pages as PDF; beside it one empty page."""
    rows = tuple((f"What happened, number {n}", str(n)) for n in range(ROWS))
    table = Table(("", "People"), rows, tuple(n * 100 // ROWS for n in range(ROWS)))
    parts = tuple(
        part
        for page in range(PAGES)
        for part in (Heading(f"Table {page}"), Paragraph("What it counts."), table)
    )
    whole = Document("Figures", "en", (2026, 10), parts)
    empty = Document("Figures", "en", (2026, 10), (Paragraph(" "),))
    return {"value": _times(lambda: pdf(whole)), "limit": _times(lambda: pdf(empty))}


def _times(task: Callable[[], object]) -> float:
    task()
    found = []
    for _ in range(EACH):
        begun = time.perf_counter()
        task()
        found.append((time.perf_counter() - begun) * 1000)
    return median(found)
