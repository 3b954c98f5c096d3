"""The release ledger: every table that may have gone out, read back as it was written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tetea.domain.figures.models import Release as Row
from tetea.domain.people.models import Organisation
from tetea.domain.rows import new_id
from tetea.kernel.disclosure.claims import Ledger, Release
from tetea.kernel.disclosure.families import Book, Said, Step
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import Axis, Figure, Frame, Layout, Published

FORMAT = 1


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

    @property
    def table(self) -> Published | None:
        """The table as it was released."""
        return self.release.tables[0] if self.release else None


def entries(organisation: Organisation, frames: Mapping[str, Frame]) -> tuple[Entry, ...]:
    """Return the whole ledger, oldest first."""
    rows = Row.objects.filter(organisation=organisation).order_by("number")
    return tuple(_read(row, frames) for row in rows)


def book(found: Sequence[Entry], frames: Mapping[str, Frame]) -> Book:
    """Return the ledgers of all families."""
    releases: dict[str, list[Release]] = {code: [] for code in frames}
    for one in found:
        if one.release is not None:
            releases[one.family].append(one.release)
    return Book({code: Ledger(frame, tuple(releases[code])) for code, frame in frames.items()})


def write(
    organisation: Organisation, end: tuple[int, Audience], step: Step, told: Sequence[Said]
) -> None:
    """Write down what a step gave, or that it gave nothing. Inside a transaction."""
    month, audience = end
    last = Row.objects.filter(organisation=organisation).order_by("-number").first()
    number = last.number if last else 0
    contents = [_dump(step, one) for one in told] or [_dump(step, None)]
    for content in contents:
        number += 1
        Row.objects.create(
            id=new_id(),
            organisation=organisation,
            number=number,
            audience=audience.value,
            month=month,
            content=json.dumps(content, sort_keys=True),
        )


def _dump(step: Step, said: Said | None) -> dict[str, object]:
    content: dict[str, object] = {
        "format": FORMAT,
        "months": sorted(step.months),
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


def _read(row: Row, frames: Mapping[str, Frame]) -> Entry:
    content = json.loads(row.content)
    audience = Audience(row.audience)
    months = frozenset(content["months"])
    family = str(content.get("of", content["family"]))
    release = None
    if "figures" in content:
        axes = tuple(
            Axis(name, tuple((label, frozenset(codes)) for label, codes in parts))
            for name, parts in content["axes"]
        )
        figures = {tuple(key): Figure(low, high) for key, low, high in content["figures"]}
        layout = Layout(frames[family], axes, months)
        release = Release(audience, (Published(layout, figures),))
    step = Step(months, content["family"], content["code"])
    return Entry(
        row.number, audience, row.month, step, family, str(content.get("area", "")), release
    )
