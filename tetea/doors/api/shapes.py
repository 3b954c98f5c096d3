"""What calls of both sides have in common: strict bodies, plain types, the answers they declare."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 20_000
BODY_PROBLEMS = (400, 413, 415, 422)

Lang = Literal["en", "sw"]
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S", strict=True)
]


def _only_text(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("not_iso_8601", "Write an ISO 8601 date and time with offset.")
    return value


# Pydantic would also take a number of seconds; a contract that means ISO 8601 says only that.
Moment = Annotated[AwareDatetime, BeforeValidator(_only_text)]


class Body(BaseModel):
    """What a caller sends. A name that we do not know is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Shape(BaseModel):
    """What we answer."""


class FieldProblem(Shape):
    """One wrong field."""

    name: str
    reason: str
    message: str


class ProblemShape(Shape):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = Field(default_factory=list)


# Ninja's own type for this is a plain dict of anything.
Answers = dict[int, Any]  # status -> what it looks like


def answers(good: Answers, *problems: int) -> Answers:
    """Return what an operation declares: its good answers, and each problem's status."""
    return good | dict.fromkeys(sorted({*problems, 503}), ProblemShape)
