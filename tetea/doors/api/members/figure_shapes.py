"""What the calls about figures and the forum take and give."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tetea.doors.api.shapes import Body, Shape

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", strict=True)]
Edition = Literal["inside", "outside"]
Line = Annotated[str, StringConstraints(max_length=2000, strict=True)]
IdText = Annotated[str, StringConstraints(min_length=1, max_length=40, strict=True)]


class RegisterRowShape(Shape):
    """One act as it was coded. It has no id, no day and no station; rows stand in sorted order."""

    month: str
    act: str
    aggressor: str
    words: dict[str, str]
    people: int
    reports: int


class RegisterShape(Shape):
    """A page of the register; `next` is handed back as `cursor`."""

    items: list[RegisterRowShape]
    next: str | None


class MonthShape(Shape):
    """The figures of a month, and how far they are made."""

    month: str
    done: int
    total: int
    is_ready: bool


class MonthsShape(Shape):
    """The months of which figures were made or begun, the newest first."""

    items: list[MonthShape]


class CellShape(Shape):
    """A cell: its parts by axis ("all" for a margin), and what is said. Never 0 for silence."""

    parts: list[str]
    low: int | None
    high: int | None
    is_suppressed: bool


class AxisShape(Shape):
    """An axis of a table: its dimension, and the codes of its parts."""

    dimension: str
    parts: list[str]


class TableShape(Shape):
    """One table that may go out."""

    code: str
    months: list[str]
    axes: list[AxisShape]
    cells: list[CellShape]


class DefinitionShape(Shape):
    """What a table counts and lacks, by language; its axes, and its windows in months."""

    code: str
    axes: list[str]
    months: list[int]
    label: dict[str, str]
    counts: dict[str, str]
    lacks: dict[str, str]


class DefinitionsShape(Shape):
    """All tables, from where they are, and whether somebody outside has confirmed them."""

    items: list[DefinitionShape]
    source: str
    is_confirmed: bool


class CorrectionShape(Shape):
    """A number that a batch of corrections said anew; with table "" the total of the months."""

    table: str
    months: list[str]
    was: CellShape
    now: CellShape


class FiguresShape(Shape):
    """The publishable tables of a month in one edition, and what was corrected since."""

    month: str
    edition: Edition
    tables: list[TableShape]
    corrections: list[CorrectionShape]


class BeginBody(Body):
    """A month that is over: its figures are begun."""

    month: Month


class ForumBody(Body):
    """A forum as it is planned or held. Posts and counts, never names."""

    day: dt.date
    place: Annotated[str, StringConstraints(max_length=200, strict=True)] = ""
    issues: Line = Field(default="", repr=False)
    topics: list[str] = []
    discussion: Line = Field(default="", repr=False)
    decisions: Line = Field(default="", repr=False)
    seats: dict[str, int] = {}


class CameBody(Body):
    """Somebody who came: initials or a code, and whether a photograph may show them."""

    sign: Annotated[str, StringConstraints(min_length=1, max_length=40, strict=True)] = Field(
        repr=False
    )
    may_be_shown: bool = False


class MinutesBody(ForumBody):
    """The minutes of a forum, and who came."""

    came: Annotated[list[CameBody], Field(max_length=200)] = []


class ForumShape(Shape):
    """A forum as the team reads it; who came is not in it."""

    id: str
    day: dt.date
    place: str
    issues: str = Field(repr=False)
    topics: list[str]
    discussion: str = Field(repr=False)
    decisions: str = Field(repr=False)
    seats: dict[str, int]
    people: int
    is_held: bool


class ForumsShape(Shape):
    """All forums, the newest day first."""

    items: list[ForumShape]


class PromiseBody(Body):
    """What somebody in a post promises."""

    owner: Annotated[str, StringConstraints(max_length=200, strict=True)]
    what: Line = Field(repr=False)
    due: dt.date


class StateBody(Body):
    """What became of a promise, and by what one sees it."""

    state: Annotated[str, StringConstraints(max_length=20, strict=True)]
    evidence: Line = Field(default="", repr=False)


class WordShape(Shape):
    """What was said of a promise."""

    state: str
    day: dt.date
    by: str
    evidence: str = Field(repr=False)


class PromiseShape(Shape):
    """A promise with everything that became of it."""

    id: str
    forum: str
    owner: str
    what: str = Field(repr=False)
    due: dt.date
    state: str
    is_overdue: bool
    words: list[WordShape]


class PromisesShape(Shape):
    """All promises."""

    items: list[PromiseShape]


class ChangeBody(Body):
    """What changed, in two lines that everybody may read."""

    en: Annotated[str, StringConstraints(max_length=400, strict=True)]
    sw: Annotated[str, StringConstraints(max_length=400, strict=True)]


class ChangeShape(Shape):
    """A line that was said to everybody."""

    number: int
    month: str
    en: str
    sw: str


class ChangesShape(Shape):
    """What was said to everybody, the newest first."""

    items: list[ChangeShape]


class MadeShape(Shape):
    """What was written, by its id."""

    id: IdText
