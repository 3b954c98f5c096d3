"""What the calls about who somebody is, and who leads a child's case, take and give."""

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from tetea.doors.api.shapes import Body, Shape

Short = Annotated[str, StringConstraints(max_length=300, strict=True)]


class IdentityShape(Shape):
    """Who she is, opened on purpose: answers by question, and the number of the phone she used."""

    report: str
    answers: dict[str, JsonValue] = Field(repr=False)
    number: str | None = Field(repr=False)


class IdentityBody(Body):
    """For what it is opened: a code of identity_reasons."""

    reason: Short


class LeadShape(Shape):
    """A safeguarding lead; `is_named` is false for a coordinator who stands in for one."""

    username: str
    is_named: bool


class LeadsShape(Shape):
    """Who receives the reports about somebody under 18."""

    items: list[LeadShape]
    next: str | None = None


class LeadBody(Body):
    """Who becomes safeguarding lead: id or username; empty for all coordinators."""

    member: Short
