"""The register as coded rows, and figures that may go out: made step by step as on the desk."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from ninja.responses import Status

from tetea.domain.directory.figures import figure_book
from tetea.domain.figures import corrections, publish, register
from tetea.domain.figures.corrections import Corrected
from tetea.domain.figures.ledger import Entry
from tetea.domain.keyring.holder import Holder
from tetea.doors.api.members.auth import COUNTERS, holder
from tetea.doors.api.members.figure_shapes import (
    AxisShape,
    BeginBody,
    CellShape,
    CorrectionShape,
    DefinitionShape,
    DefinitionsShape,
    Edition,
    FiguresShape,
    MonthShape,
    MonthsShape,
    RegisterRowShape,
    RegisterShape,
    TableShape,
)
from tetea.doors.api.problems import Refused
from tetea.doors.api.shapes import BODY_PROBLEMS, answers
from tetea.kernel.disclosure.rules import Audience
from tetea.kernel.disclosure.tables import TOTAL, Figure, Key
from tetea.kernel.register.coding import STATION
from tetea.kernel.register.columns import ACT, AGGRESSOR, Columns
from tetea.kernel.register.contribution import WORDS

PAGE = 500
ALL = "all"
READ = (401, 404)
WRITE = (*BODY_PROBLEMS, 401, 404, 409)
# Which list was used and whether two coded alike is how it was made, not what happened.
KEPT = tuple(one for one in WORDS if one not in {STATION, "coded_with", "second"})

router = Router(tags=["figures"])


@router.get("register", response=answers({200: RegisterShape}, *READ, 422), auth=COUNTERS)
def rows(
    request: HttpRequest, cursor: Annotated[str, Query(pattern=r"^\d{0,9}$")] = ""
) -> RegisterShape:
    """List what was coded, an act in a row, without ids, days and stations; 500 at a time.

    Rows stand in the order of what they say, so their place tells nothing.
    """
    found = sorted(_rows(register.read(holder(request))))
    start = int(cursor or 0)
    page = found[start : start + PAGE]
    after = start + PAGE
    return RegisterShape(
        items=[_row(one) for one in page], next=str(after) if after < len(found) else None
    )


@router.get("figures", response=answers({200: MonthsShape}, *READ), auth=COUNTERS)
def months(request: HttpRequest) -> MonthsShape:
    """List the months of which figures were made or begun."""
    member = holder(request)
    made = publish.months_made(member.organisation)
    return MonthsShape(items=[_month(publish.state(member, one)) for one in made])


@router.post("figures", response=answers({201: MonthShape}, *WRITE), auth=COUNTERS)
def begin(request: HttpRequest, body: BeginBody) -> Status[MonthShape]:
    """Begin the figures of a month that is over: it is counted now, and never again."""
    member = holder(request)
    month = publish.of_code(body.month)
    publish.start(member, month)
    return Status(201, _month(publish.state(member, month)))


@router.post("figures/{month}/next", response=answers({200: MonthShape}, *READ), auth=COUNTERS)
def step(request: HttpRequest, month: str) -> MonthShape:
    """Prove the next table of a month that was begun. Call it until `is_ready`."""
    member = holder(request)
    at = _counted(member, month)
    return _month(publish.go_on(member, at))


@router.get("figures/definitions", response=answers({200: DefinitionsShape}, *READ), auth=COUNTERS)
def definitions(request: HttpRequest) -> DefinitionsShape:
    """Say what each table counts, of whom, and what is missing in it."""
    book = figure_book()
    items = [
        DefinitionShape(
            code=one.code,
            axes=list(one.axes),
            months=list(one.windows),
            label=dict(one.label),
            counts=dict(one.counts),
            lacks=dict(one.lacks),
        )
        for one in book.tables.values()
    ]
    return DefinitionsShape(items=items, source=book.source, is_confirmed=book.is_confirmed)


@router.get(
    "figures/{month}/{edition}", response=answers({200: FiguresShape}, *READ), auth=COUNTERS
)
def figures(request: HttpRequest, month: str, edition: str) -> FiguresShape:
    """Give the publishable tables of a month in one edition, and what was corrected since."""
    member = holder(request)
    at = _counted(member, month)
    if edition not in {"inside", "outside"}:
        raise Refused("not-found")
    audience = Audience(edition)
    named: Edition = "inside" if audience is Audience.INSIDE else "outside"
    found = publish.tables(publish.state(member, at).entries, audience)
    anew = corrections.corrected(publish.all_entries(member), audience)
    return FiguresShape(
        month=month,
        edition=named,
        tables=[_table(one) for one in found],
        corrections=[_correction(one) for one in anew if max(one.layout.months) == at],
    )


Row = tuple[int, str, str, tuple[str, ...], int, int]


def _rows(found: Columns) -> list[Row]:
    def words(name: str) -> list[str]:
        known = found.lists[name]
        return [known[code] for code in found.words[name].tolist()]

    kept = zip(*(words(name) for name in KEPT), strict=True)
    numbers = (found.numbers[name].tolist() for name in ("people", "reports"))
    return list(
        zip(
            found.numbers["month"].tolist(), words(ACT), words(AGGRESSOR), kept, *numbers,
            strict=True,
        )
    )  # fmt: skip


def _row(one: Row) -> RegisterRowShape:
    month, act, aggressor, words, people, reports = one
    return RegisterRowShape(
        month=publish.code_of(month + 1),
        act=act,
        aggressor=aggressor,
        words={name: word for name, word in zip(KEPT, words, strict=True) if word},
        people=people,
        reports=reports,
    )


def _counted(member: Holder, month: str) -> int:
    try:
        at = publish.of_code(month)
    except ValueError:
        raise Refused("not-found") from None
    if not publish.is_counted(member, at):
        raise Refused("not-found")
    return at


def _month(now: publish.State) -> MonthShape:
    month = publish.code_of(now.month)
    return MonthShape(month=month, done=now.done, total=now.total, is_ready=now.is_ready)


def _table(one: Entry) -> TableShape:
    table = one.table
    if table is None:
        raise LookupError("an entry without a table is not given")
    return TableShape(
        code=one.step.code,
        months=_months(one.step.months),
        axes=[
            AxisShape(dimension=axis.dimension, parts=[name for name, _codes in axis.parts])
            for axis in table.layout.axes
        ],
        cells=[_cell(key, figure) for key, figure in table.figures.items()],
    )


def _cell(key: Key, figure: Figure) -> CellShape:
    hidden = figure.is_suppressed
    return CellShape(
        parts=[ALL if part == TOTAL else part for part in key],
        low=None if hidden else figure.low,
        high=figure.high,
        is_suppressed=hidden,
    )


def _correction(one: Corrected) -> CorrectionShape:
    return CorrectionShape(
        table=one.code,
        months=_months(one.layout.months),
        was=_cell(one.key, one.was),
        now=_cell(one.key, one.now),
    )


def _months(found: frozenset[int]) -> list[str]:
    return [publish.code_of(one) for one in sorted(found)]
