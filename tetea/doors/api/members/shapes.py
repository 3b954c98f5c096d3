"""What the members' calls take and give."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue, StringConstraints
from pydantic_core import PydanticCustomError

from tetea.domain.cases.closing import CHOSEN, REASONS
from tetea.domain.directory import vocabularies
from tetea.doors.api.members.case_shapes import CaseClockShape, NoteShape
from tetea.doors.api.shapes import Body, Moment, Shape, Text

NoticeBar = Literal[
    "no-consent", "not-by-sms", "no-hours", "no-number", "stopped", "stops-unknown", "about-us"
]
State = Literal["new", "open", "closed", "held", "erasing"]
Short = Annotated[str, StringConstraints(max_length=300, strict=True)]
IdText = Annotated[str, StringConstraints(min_length=1, max_length=40, strict=True)]


def _known(outcome: str) -> str:
    if outcome not in CHOSEN:
        raise PydanticCustomError("not_a_choice", "There is no outcome of this name.")
    return outcome


Outcome = Annotated[
    str, AfterValidator(_known), Field(strict=True, json_schema_extra={"enum": list(CHOSEN)})
]


def _why(reason: str) -> str:
    if reason and reason not in WHYS:
        raise PydanticCustomError("not_a_choice", "There is no reason of this name.")
    return reason


WHYS = tuple(row.name for row in vocabularies.words(REASONS))
Why = Annotated[
    str, AfterValidator(_why), Field(strict=True, json_schema_extra={"enum": ["", *WHYS]})
]


class SessionBody(Body):
    """What a member types to sign in. `code` is left out where there is no second factor."""

    username: Short
    passphrase: Annotated[str, StringConstraints(max_length=1000, strict=True)] = Field(repr=False)
    code: Annotated[str, StringConstraints(max_length=40, strict=True)] | None = Field(
        default=None, repr=False
    )


class BearerShape(Shape):
    """A bearer, shown once, and when it ends at the latest."""

    bearer: str = Field(repr=False)
    expires: dt.datetime


class FacetClockShape(Shape):
    """A running clock."""

    kind: str
    due: dt.datetime
    hours_left: int


class RowShape(Shape):
    """One line of a list, from the coded facts alone. Listing it does not open the report."""

    id: str
    state: State
    received: dt.datetime
    is_danger: bool
    is_child: bool
    is_mine: bool
    has_new: bool
    in_reach: bool
    owner: str | None
    lang: str
    channel: str
    for_whom: str
    acts: list[str]
    aggressors: list[str]
    wants: list[str]
    red_flags: list[str]
    county: str
    sub_county: str
    step_due: dt.datetime | None
    clocks: list[FacetClockShape]


class RowsShape(Shape):
    """A page of a list; `next` is the cursor of the following one."""

    items: list[RowShape]
    next: str | None


class ItemShape(Shape):
    """One message of a thread; `by` is "reporter" or a member's username.

    `channel` says how hers came: web, api, ussd, sms; it is empty for a member's.
    """

    id: str
    at: dt.datetime
    by: str
    channel: str
    text: str


class FurtherTokenShape(Shape):
    """A further token that was made for her: who held that phone then can read the answers."""

    made: dt.datetime
    channel: str


class OpenedByShape(Shape):
    """Who opened the report before, and when; `identity` is the reason where it was who she is."""

    username: str
    role: str
    at: dt.datetime
    identity: str | None = None


class SignedConsentsShape(Shape):
    """Her consents as they stand: whether each may be acted on, and by what that stands.

    `how` is token for her own signature, else the way in which a member wrote it down: signed,
    thumb_print or recorded before a witness, or said, which is staff-asserted and never enough for
    police. `said` names consents of which a yes was only said and is not enough. `number` is that
    of her newest signed statement; `forged` counts statements that were not hers.
    """

    answers: dict[str, bool]
    how: dict[str, str]
    said: list[str]
    number: int
    forged: int


class ReportShape(Shape):
    """An opened report. Fetching it writes a log entry and tells her, once in fifteen minutes."""

    id: str
    state: State
    case: str | None
    version: str
    lang: str
    channel: str
    is_held: bool
    received: dt.datetime
    answers: dict[str, JsonValue]
    contact: dict[str, JsonValue] = Field(description="Her rules; nothing that names her.")
    kept: list[str] = Field(description="What is sealed of who she is: see the call `identity`.")
    is_child: bool
    messages: list[ItemShape]
    tokens: list[FurtherTokenShape]
    consents: SignedConsentsShape
    openings: list[OpenedByShape]
    owner: str | None
    clocks: list[FacetClockShape]


class CaseShape(Shape):
    """An opened case with its report."""

    id: str
    report: ReportShape
    next_step: str
    due: dt.datetime | None
    outcome: str | None
    notes: list[NoteShape]
    clocks: list[CaseClockShape]


class CaseRowShape(Shape):
    """One line of the list of cases."""

    id: str
    report: RowShape


class CaseRowsShape(Shape):
    """A page of the list of cases."""

    items: list[CaseRowShape]
    next: str | None


class AssignBody(Body):
    """To whom: a member's id or username."""

    member: IdText


class TextBody(Body):
    """Words."""

    text: Text


class CaseBody(Body):
    """Which report becomes a case, what is to be done next, and by when."""

    report: IdText
    next_step: Annotated[str, StringConstraints(max_length=2000, strict=True)] = ""
    due: Moment | None = None


class NextBody(Body):
    """What is to be done next, and by when."""

    next_step: Annotated[Text, StringConstraints(max_length=2000)]
    due: Moment


class NoteBody(Body):
    """What was done, in one line, and of what kind it was."""

    text: Text
    kind: Literal["note", "spoke", "met", "clinic", "police", "court", "safety"] = "note"


class CloseBody(Body):
    """How it ended, in one word and in words."""

    outcome: Outcome
    text: Annotated[str, StringConstraints(max_length=20_000, strict=True)] = ""
    reason: Why = ""
    """Why they left, a code of dropout_reasons; owed where they did."""


class AskBody(CloseBody):
    """How it ended, and which colleague reviews it: her user name."""

    reviewer: Short = ""


class ReviewBody(Body):
    """What the second person says: approved, sent back with words; or the first: taken back."""

    verdict: Literal["approve", "send-back", "take-back"]
    text: Annotated[str, StringConstraints(max_length=2000, strict=True)] = ""


class DoneShape(Shape):
    """What was changed."""

    report: str
    case: str | None = None


class NoticeShape(Shape):
    """What became of the SMS that an answer waits. It never holds the number or the words.

    `state`: queued; waiting, where one about an earlier answer has not left yet; none.
    """

    state: Literal["queued", "waiting", "none"]
    why_not: NoticeBar | None = Field(description="Set when state is none.")
    hours: list[str] = Field(description="The safe hours, as choices of contact_hours.")
    goes_from: dt.datetime | None = Field(description="The first moment at which it may go.")


class SaidShape(DoneShape):
    """An answer that was sent, and whether a phone is told that it waits."""

    notice: NoticeShape
    phone_pages: int = Field(
        description="How many pages of her phone menu it takes; 0 where no phone was used."
    )
    unreadable: list[str] = Field(description='For these characters a phone shows "?".')


class MoneyShape(Shape):
    """An amount, in hundredths of the currency."""

    hundredths: int
    currency: str


class MonthShape(Shape):
    """What the texts of a month came to: YYYY-MM; `segments` are the parts that are paid for."""

    month: str
    sent: int
    failed: int
    missed: int
    segments: int
    cost: MoneyShape


class SendingShape(Shape):
    """How sending stands. Nothing here says to whom or what.

    `counts` holds how many messages are in each state, over the last days: queued, claimed,
    sending, sent, delivered, failed, unclear, missed, cancelled, needs-reseal.
    """

    counts: dict[str, int]
    month: MonthShape
    balance: MoneyShape | None = Field(description="As the provider last said, if it did.")
    is_low: bool
    is_quiet: bool = Field(description="Alarms have rung, but nothing has left for hours.")
    has_unknown_stops: bool = Field(
        description="After a power cut: no text leaves before somebody has prepared again."
    )
    on_disk: int = Field(description="Reports that wait as files until the database takes them.")


class PreparedShape(Shape):
    """How many messages were queued again."""

    prepared: int


class MemberShape(Shape):
    """A member to whom work can be given."""

    id: str
    username: str
    role: str


class MembersShape(Shape):
    """Members to whom work can be given."""

    items: list[MemberShape]
    next: str | None = None


class QueuesShape(Shape):
    """How many reports each queue holds."""

    now: int
    mine: int
    waiting: int
    all: int
    closed: int
    quarantine: int


class PersonShape(Shape):
    """Somebody in the signed directory, with the digits by which two people compare keys."""

    username: str
    role: str
    fingerprint: str


class PeopleShape(Shape):
    """Who is in the signed directory."""

    items: list[PersonShape]
    next: str | None = None


class LineShape(Shape):
    """One entry of the log. `genuine`: what is shown is what was logged."""

    index: int
    at: dt.datetime
    action: str
    actor: str
    role: str
    object: str
    genuine: bool
    reason: str | None = None


class LinesShape(Shape):
    """The newest entries of the log, newest first."""

    items: list[LineShape]
    next: str | None = None
