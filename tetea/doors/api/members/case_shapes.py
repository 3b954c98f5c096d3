"""What the calls about the steps and clocks of a case take and give."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import StringConstraints

from tetea.doors.api.shapes import Body, Moment, Shape


class NoteShape(Shape):
    """One line of a case's story."""

    id: str
    kind: str
    at: dt.datetime
    by: str
    text: str
    happened: dt.datetime | None = None
    fields: dict[str, str | list[str]] = {}
    by_the_person: bool = False
    for_lawyers: dict[str, str | list[str]] = {}
    is_withheld: bool = False
    about: str | None = None
    verb: str | None = None


class CaseClockShape(Shape):
    """A clock of a case, whatever became of it."""

    key: str
    kind: str
    due: dt.datetime
    state: Literal["running", "paused", "met", "missed", "waived"]
    reason: str


class FieldShape(Shape):
    """A field of a kind of step. `choices` are codes, where it is chosen."""

    name: str
    type: str
    label: dict[str, str]
    required: bool
    choices: list[str]


class StepKindShape(Shape):
    """A kind of step: what it is called, whose consent it needs, what is asked with it."""

    kind: str
    group: str
    label: dict[str, str]
    hint: dict[str, str]
    consent: str | None
    fields: list[FieldShape]


class StepKindsShape(Shape):
    """All kinds of steps."""

    items: list[StepKindShape]


class LineShape(Shape):
    """A line that was written."""

    case: str
    line: str


class StepBody(Body):
    """A step that was done: its kind and fields are those of `GET steps`."""

    kind: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$", strict=True)]
    text: Annotated[str, StringConstraints(max_length=2000, strict=True)] = ""
    fields: dict[str, str | list[str]] = {}
    happened: Moment | None = None
    by_the_person: bool = False


class ClockBody(Body):
    """Why a clock is waived, missed or paused; and, of a pause, until when (Nairobi time)."""

    reason: Annotated[str, StringConstraints(max_length=2000, strict=True)] = ""
    until: Annotated[
        str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?)?$", strict=True)
    ] = ""
