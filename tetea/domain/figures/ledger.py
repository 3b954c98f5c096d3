"""The release ledger: every table that may have gone out, read back as it was written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tetea.domain.directory.places import counties
from tetea.domain.figures.frames import ELSEWHERE, frames
from tetea.domain.figures.models import Release as Row
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id
from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.families import Book, Said, Step
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Axis, Figure, Layout, Published

Parts = list[tuple[str, list[str]]]

# 1 had "elsewhere" for every county without a site of that day.
FORMAT = 2


@dataclass(frozen=True)
class Entry:
    """A line of the ledger. Without a table it tells that nothing safe could be said."""

    number: int
    audience: Audience
    month: int
    step: Step
    family: str
    area: str
    release: Release | None = field(repr=False)
    batch: int = 0
    """The batch of corrections that it came with; 0 for what was said for the first time."""
    agreement: str = ""
    """Under which agreement exact totals were told."""

    @property
    def table(self) -> Published | None:
        """The table as it was released."""
        return self.release.tables[0] if self.release else None


@dataclass(frozen=True)
class Heading:
    """With which month or batch something goes into the ledger, and for whom."""

    month: int
    audience: Audience
    batch: int = 0
    agreement: str = ""


def entries(organisation: Organisation) -> tuple[Entry, ...]:
    """Return the whole ledger, oldest first."""
    rows = Row.objects.filter(organisation=organisation).order_by("number")
    return tuple(_read(row) for row in rows)


def book(found: Sequence[Entry]) -> Book:
    """Return the ledgers of all families."""
    releases: dict[str, list[Release]] = {code: [] for code in frames()}
    for one in found:
        if one.release is not None:
            releases[one.family].append(one.release)
    return Book({code: Ledger(frame, tuple(releases[code])) for code, frame in frames().items()})


def write(organisation: Organisation, head: Heading, step: Step, told: Sequence[Said]) -> None:
    """Write down what a step gave, or that it gave nothing. Inside a transaction."""
    last = Row.objects.filter(organisation=organisation).order_by("-number").first()
    number = last.number if last else 0
    more = {"batch": head.batch, "agreement": head.agreement}
    contents = [_dump(step, one) | more for one in told] or [_dump(step, None) | more]
    for content in contents:
        number += 1
        Row.objects.create(
            id=new_id(),
            organisation=organisation,
            number=number,
            audience=head.audience.value,
            month=head.month,
            content=json.dumps(content, sort_keys=True),
        )


def _dump(step: Step, said: Said | None) -> dict[str, object]:
    content: dict[str, object] = {
        "format": FORMAT,
        "months": sorted(step.months),
        "version": step.version,
        "family": step.family,
        "code": step.code,
    }
    if said is None:
        return content
    [table] = said.protected.release.tables
    layout = table.layout
    return content | {
        "of": said.family,
        "area": said.area.name,
        "axes": [
            [axis.dimension, [[label, sorted(codes)] for label, codes in axis.parts]]
            for axis in layout.axes
        ],
        "figures": [[list(key), one.low, one.high] for key, one in table.figures.items()],
    }


def _read(row: Row) -> Entry:
    content = json.loads(row.content)
    audience = Audience(row.audience)
    months = frozenset(content["months"])
    version = int(content.get("version", 0))
    agreement = str(content.get("agreement", ""))
    family = str(content.get("of", content["family"]))
    release = None
    if "figures" in content:
        axes = tuple(
            Axis(name, tuple((label, frozenset(codes)) for label, codes in _parts(content, parts)))
            for name, parts in content["axes"]
        )
        figures = {tuple(key): Figure(low, high) for key, low, high in content["figures"]}
        layout = Layout(frames()[family], axes, months, version)
        release = Release(audience, (Published(layout, figures),), agreement)
    step = Step(months, content["family"], content["code"], version)
    area = str(content.get("area", ""))
    batch = int(content.get("batch", 0))
    return Entry(row.number, audience, row.month, step, family, area, release, batch, agreement)


def _parts(content: Mapping[str, object], parts: Parts) -> Parts:
    """Return the parts of an axis; in the first format "elsewhere" held all unnamed counties."""
    labels = [label for label, _codes in parts]
    if content["format"] != 1 or ELSEWHERE not in labels:
        return parts
    known = {*(one.code for one in counties()), ELSEWHERE}
    rest = sorted(known - {label for label in labels if label != ELSEWHERE})
    return [(label, rest if label == ELSEWHERE else codes) for label, codes in parts]
