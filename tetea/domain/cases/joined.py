"""Two reports of one person as one case: the second keeps its rows, its key lies in the first.

Nothing is copied and nothing is lost: whoever opens the case opens the joined report's lines with
the key on the line that joined them, and striking that line parts them again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tetea.domain.cases import lines
from tetea.domain.cases.models import Case
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import reach
from tetea.domain.reports.work.reach import Story
from tetea.kernel.casework.consents import TAKEN
from tetea.kernel.casework.entries import CLOCK, LINKED, STRUCK, SYSTEM, Entry

MERGED = "merged"
# Who joins more reports of one person than this has joined something else.
MOST = 12


@dataclass(frozen=True)
class Joined:
    """A report that was joined to a case, opened with the key that lies in the case."""

    report: Report
    key: bytes = field(repr=False)
    story: Story = field(repr=False)
    facets: Facets = field(repr=False)
    lines: tuple[Entry, ...] = field(repr=False)

    @property
    def counted(self) -> Iterator[Entry]:
        """What counts in the case it was joined to: its own opening and closing do not.

        Nor does a consent that was written down there: it belongs to that token's statements.
        """
        left_out = (SYSTEM - {CLOCK, STRUCK}) | {TAKEN}
        return (one for one in self.lines if one.kind not in left_out)


def of(holder: Holder, found: Sequence[Entry]) -> tuple[Joined, ...]:
    """Return the reports joined by these lines, and those joined to them before."""
    waiting, seen = list(_links(found)), set[str]()
    ones: list[Joined] = []
    while waiting and len(ones) < MOST:
        link = waiting.pop(0)
        if link.about in seen:
            continue
        seen.add(link.about)
        one = _open(holder, link)
        if one is not None:
            ones.append(one)
            waiting.extend(_links(one.lines))
    return tuple(ones)


def _links(found: Iterable[Entry]) -> Iterator[Entry]:
    standing = list(found)
    gone = {one.about for one in standing if one.kind == STRUCK}
    return (
        one
        for one in standing
        if one.kind == LINKED and one.verb == MERGED and one.key and one.id not in gone
    )


def _open(holder: Holder, link: Entry) -> Joined | None:
    try:
        report = reach.find(holder, link.about)
        story = reach.open_story(holder, report, link.key)
        facets = reach.open_facets(holder, report)
    except NotFound:
        return None
    case = Case.objects.filter(report=report).first()
    if case is None:
        found = lines.left_for(holder, report, link.key)
    else:
        case.report = report
        found = lines.read(holder, case, link.key)
    own = tuple(replace(one, origin=one.origin or report.id) for one in found)
    return Joined(report, link.key, story, facets, own)
