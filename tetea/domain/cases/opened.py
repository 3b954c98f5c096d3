"""A case that is open in front of somebody: its key, its lines folded into what stands and runs."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tetea.domain.cases import counting, joined, lines
from tetea.domain.cases.errors import NoCase
from tetea.domain.cases.joined import Joined
from tetea.domain.cases.models import Case
from tetea.domain.directory.silence import silence_rule
from tetea.domain.directory.steps import step_book
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports import facets as coded
from tetea.domain.reports import places
from tetea.domain.reports.errors import NotFound, NotOpened, WrongState
from tetea.domain.reports.facets import FacetClock, Facets
from tetea.domain.reports.models import Report, State
from tetea.domain.reports.work import alerts, calendar, reach
from tetea.domain.reports.work.reach import Story
from tetea.kernel.casework.entries import OPENED, Entry
from tetea.kernel.casework.file import CaseClock, CaseFile, Facts, fold
from tetea.kernel.casework.safeguarding import is_child
from tetea.kernel.casework.touch import Touch, touch
from tetea.kernel.crypto.errors import Unsealable
from tetea.kernel.crypto.registry import Part
from tetea.kernel.crypto.seal import seal, unseal

# On the line "opened": which of the report's own clocks were stopped before it became a case.
DONE_BEFORE = "done_before"
# The step and its answer in steps.toml that say that a court put the case off.
HEARING, ADJOURNED = "hearing", "adjourned"


@dataclass(frozen=True)
class Opened:
    """Everything that a change of a case needs to know."""

    holder: Holder
    report: Report
    case: Case
    key: bytes = field(repr=False)
    story: Story = field(repr=False)
    facets: Facets = field(repr=False)
    """As the team's row has them."""
    file: CaseFile = field(repr=False)
    joined: tuple[Joined, ...] = ()
    """The reports of the same person that were joined to this one."""

    def body(self) -> dict[str, object]:
        """Return the head of the case: its next step and its outcome. Raises NotFound."""
        return read_body(self.holder, self.case, self.key)

    def put_body(self, body: Mapping[str, object]) -> None:
        """Write the head of the case."""
        self.case.body = seal_body(self.holder, self.case, self.key, body)
        Case.objects.filter(pk=self.case.pk).update(body=self.case.body)

    def write(self, line: Entry) -> "Opened":
        """Add a line; return the case as it then stands."""
        lines.add(self.holder, self.case, self.key, line)
        return self.again()

    def again(self) -> "Opened":
        """Read the lines once more."""
        found = lines.read(self.holder, self.case, self.key)
        ones = joined.of(self.holder, found)
        file = folded(self.story, self.facets, found, ones)
        return replace(self, file=file, joined=ones)

    def show_team(self, facets: Facets | None = None) -> Facets:
        """Put what the team sees of it, and when somebody must be woken next; return it."""
        shown = projected(self.file, facets or self.facets, self.story)
        key = reach.facets_key(self.holder, self.report)
        reach.put_facets(self.holder, self.report, key, shown)
        to_team = bool(self.report.facets_generation)
        alerts.reset(self.holder, self.report.id, shown, to_team=to_team)
        calendar.refresh(self.holder, shown.owner)
        counting.refresh(self)
        return shown


def open_now(holder: Holder, report_id: str, *, to_change: bool = False) -> Opened:
    """Return an opened case; raise NoCase, NotOpened, NotFound, and WrongState for a change of one
    that is not open. For a change the report is locked until the transaction ends.
    """
    report = reach.lock(holder, report_id) if to_change else reach.find(holder, report_id)
    key = reach.body_key(holder, report)
    if not holder.has_opened(report.id):
        raise NotOpened
    if to_change and report.state != State.OPEN:
        raise WrongState
    case = Case.objects.filter(report=report).first()
    if case is None:
        raise NoCase
    case.report = report
    story = reach.open_story(holder, report, key)
    facets = reach.open_facets(holder, report)
    found = lines.read(holder, case, key)
    ones = joined.of(holder, found)
    file = folded(story, facets, found, ones)
    return Opened(holder, report, case, key, story, facets, file, ones)


def projected(file: CaseFile, facets: Facets, story: Story) -> Facets:
    """Return the facets with the clocks and milestones of the case as it stands.

    The report's own clocks come first and in their order: of a case against an official the team's
    row has no other name for them than their place.
    """
    own = [file.clock(one.kind) for one in story.facets.clocks]
    kept = [_coded(one) for one in own]
    rest = [_coded(one) for one in file.clocks if one.step or one.key not in {o.key for o in own}]
    start = story.received
    reached = tuple(
        (code, (int(at.timestamp()) - start) // coded.MINUTE)
        for code, at in sorted(file.milestones.items())
    )
    supported = file.milestones.get("first_support")
    stands = in_touch(file, facets, story)
    return replace(
        facets,
        clocks=(*kept, *rest),
        milestones=reached,
        adjourned=sum(1 for one in file.steps if _is_adjourned(one)),
        child=is_child(story.answers, file.lines),
        coded=counting.state_of(file),
        supported=coded.minutes(supported) if supported else facets.supported,
        heard=coded.minutes(stands.heard),
        silent=coded.minutes(stands.silent_from),
    )


def in_touch(file: CaseFile, facets: Facets, story: Story) -> Touch:
    """Return where contact with her stands; of her messages the team's row knows the newest."""
    received = dt.datetime.fromtimestamp(story.received, dt.UTC)
    heard = (received, coded.from_minutes(facets.heard)) if facets.heard else (received,)
    return touch(file, step_book(), heard, silence_rule())


def _is_adjourned(line: Entry) -> bool:
    return line.kind == HEARING and line.fields.get("result") == ADJOURNED


def read_body(holder: Holder, case: Case, key: bytes) -> dict[str, object]:
    """Open the head of a case; raise NotFound."""
    place = places.case_part(holder.organisation, case.id, Part.BODY)
    try:
        return dict(json.loads(unseal(key, place, case.body)))
    except Unsealable:
        raise NotFound from None


def seal_body(holder: Holder, case: Case, key: bytes, body: Mapping[str, object]) -> bytes:
    """Return the sealed head of a case."""
    place = places.case_part(holder.organisation, case.id, Part.BODY)
    return seal(key, place, json.dumps(body).encode())


def stopped_before(story: Story, facets: Facets) -> list[str]:
    """Return the kinds of the report's own clocks that are stopped already."""
    return [one.kind for one in facets.for_holder(story.facets).clocks if one.done]


def folded(
    story: Story, facets: Facets, found: list[Entry], others: Sequence[Joined] = ()
) -> CaseFile:
    """Return the case that these lines make of this report, with the reports joined to it."""
    received = dt.datetime.fromtimestamp(story.received, dt.UTC)
    earliest = story.facets.earliest
    facts = Facts(
        received=received,
        incident=coded.from_minutes(earliest) if earliest else None,
        is_official=story.facets.is_official,
    )
    first = {one.key: one for one in _first(story, facets, found)}
    for other in others:
        for one in _first(other.story, other.facets, list(other.lines)):
            # Of two clocks of one kind that which runs, and runs out first: never too late.
            first[one.key] = min(one, first.get(one.key, one), key=_more_urgent)
    lines_of_both = [*found, *(line for other in others for line in other.counted)]
    return fold(lines_of_both, list(first.values()), step_book(), facts)


def _more_urgent(clock: CaseClock) -> tuple[bool, dt.datetime]:
    return not clock.is_open, clock.due_at


def _first(story: Story, facets: Facets, found: list[Entry]) -> list[CaseClock]:
    opening = next((one for one in found if one.kind == OPENED), None)
    before = opening.fields.get(DONE_BEFORE) if opening is not None else None
    done = stopped_before(story, facets) if before is None else before
    return [_plain(one, is_done=one.kind in done) for one in story.facets.clocks]


def _plain(clock: FacetClock, *, is_done: bool) -> CaseClock:
    return CaseClock(
        key=clock.kind,
        kind=clock.kind,
        due_at=clock.due_at,
        alert_at=clock.alert_at,
        alert_class="A" if clock.alert_class == "A" else "B",
        public=clock.is_public,
        state="met" if is_done else "running",
    )


def _coded(clock: CaseClock) -> FacetClock:
    return FacetClock(
        clock.kind,
        coded.minutes(clock.due_at),
        coded.minutes(clock.alert_at),
        clock.alert_class,
        clock.public,
        done=not clock.is_open,
    )
