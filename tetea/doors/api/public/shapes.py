"""What the public calls take and give, as in the contract."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StrictBool

from tetea.domain.reports.card import CONSENTS
from tetea.doors.api.shapes import LONGEST_TEXT, Body, Lang, Shape, Text

# Longer than any way of writing twenty digits; longer texts are not worth looking at.
LONGEST_TOKEN = 80
# How many names one call may bring: more than there are questions.
MOST_NAMES = 200

TokenText = Annotated[str, Field(strict=True, max_length=LONGEST_TOKEN)]


class ChoiceShape(Shape):
    """One possible answer; `extra` holds what a list is filtered by, such as the county."""

    name: str
    label: str
    extra: dict[str, str] = Field(default_factory=dict)


class QuestionShape(Shape):
    """One question in one language; conditions are XForms text."""

    name: str
    type: Literal[
        "select_one",
        "select_multiple",
        "text",
        "integer",
        "decimal",
        "date",
        "datetime",
        "file",
        "note",
    ]
    label: str
    hint: str
    required: bool
    relevant: str | None
    constraint: str | None
    message: str
    choices: list[ChoiceShape]
    channels: list[str]
    tier: str
    core: bool


class QuestionnaireShape(Shape):
    """The questionnaire in the order in which it is asked."""

    version: str
    questions: list[QuestionShape]


class ReportBody(Body):
    """A report. `null`: she does not want to say. A missing name: she was not asked."""

    lang: Lang
    answers: Annotated[dict[str, JsonValue], Field(max_length=MOST_NAMES)]


class TokenShape(Shape):
    """The token: the only way back to the thread. Show it once; it is stored nowhere."""

    token: str


class OpenBody(Body):
    """A token, and the language for the names of services."""

    token: TokenText
    lang: Lang = "en"


class MessageBody(Body):
    """A message to the organisation."""

    token: TokenText
    text: Text


class ConsentsBody(Body):
    """Consents that change; those not named stay as they are."""

    token: TokenText
    consents: Annotated[
        dict[str, StrictBool],
        Field(
            min_length=1,
            max_length=MOST_NAMES,
            json_schema_extra={"propertyNames": {"enum": list(CONSENTS)}},
        ),
    ]


class ContactBody(Body):
    """New safe-contact rules, named as the questions. Write only."""

    token: TokenText
    contact: Annotated[dict[str, JsonValue], Field(min_length=1, max_length=MOST_NAMES)]


class SurveyBody(Body):
    """How it was, once, when it is closed: codes of survey.toml, each may be left out."""

    token: TokenText
    answers: Annotated[dict[str, str], Field(max_length=MOST_NAMES)]
    words: Annotated[str, Field(strict=True, max_length=LONGEST_TEXT)] = ""


class MessageShape(Shape):
    """One message as she sees it."""

    id: str
    sender: Literal["you", "us"] = Field(alias="from")
    at: dt.datetime
    text: str


class OpeningShape(Shape):
    """How often members of one role opened her report."""

    role: str
    count: int


class ServiceShape(Shape):
    """Somebody she can turn to; `confirmed` says that the organisation has tried the number."""

    name: str
    kind: str
    phone: str
    confirmed: bool


class ClockShape(Shape):
    """How many whole hours are left; below zero once the time has passed."""

    kind: str
    hours_left: int


class DoneStepShape(Shape):
    """Something that was done for the person who reported: its kind, its words, and the day."""

    kind: str
    label: str
    day: dt.date


class ThreadShape(Shape):
    """What a token shows. Never the report."""

    status: Literal["new", "open", "closed", "held", "erasing"]
    messages: list[MessageShape]
    openings: list[OpeningShape]
    consents: dict[str, bool]
    services: list[ServiceShape]
    clocks: list[ClockShape]
    done: list[DoneStepShape]
    may_rate: bool
    """It is closed, and how it was can be said: see threads/survey."""
    changes: list[str]
    """The newest lines of what changed because people reported, the same for everybody."""


class StatusShape(Shape):
    """Where the thread stands now."""

    status: Literal["new", "open", "closed", "held", "erasing"]


class ConsentsShape(Shape):
    """All nine consents as they stand now."""

    consents: dict[str, bool]
