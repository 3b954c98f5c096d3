"""Narrow a list by fixed words: county and group of acts. Kept in the session only."""

from dataclasses import dataclass

from tetea.domain.directory.places import counties
from tetea.domain.reports.facets import Facets
from tetea.domain.reports.work import queue
from tetea.doors.desk import session
from tetea.doors.desk.show import choices

COUNTY, ACTS = "county", "acts"
# So many pages are opened to fill one page of a narrowed list; the rest waits behind "more".
MOST_PAGES = 10


@dataclass(frozen=True)
class Filter:
    """What a member wants to see; empty means everything."""

    county: str = ""
    acts: str = ""

    @property
    def is_on(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.county or self.acts)

    def fits(self, facts: Facets) -> bool:
        """Whether a report stays in the list."""
        if self.county and facts.county != self.county:
            return False
        return not self.acts or any(code.split("-")[0] == self.acts for code in facts.acts)


def of(member: session.Member) -> Filter:
    """Return the filter of this session."""
    settings = member.state.settings
    return Filter(settings.get(COUNTY, ""), settings.get(ACTS, ""))


def put(member: session.Member, county: str, acts: str) -> None:
    """Keep a filter for this session; words that are none of ours mean no filter."""
    known_counties = {county.code for county in counties()}
    known_acts = {code for code, _label in choices.act_groups("en")}
    member.put_setting(COUNTY, county if county in known_counties else "")
    member.put_setting(ACTS, acts if acts in known_acts else "")


def page(
    member: session.Member, which: str, cursor: str, wanted: Filter, most_pages: int = MOST_PAGES
) -> queue.Page:
    """Return a page of a queue, narrowed; it goes on through the queue until a page is full."""
    found = queue.queue(member, which, cursor)
    # Who triages holds the keys of what others own: her own may stand on a later page.
    if not wanted.is_on and which != "mine":
        return found
    rows = [row for row in found.rows if wanted.fits(row.facets)]
    for _ in range(most_pages):
        if not found.next or len(rows) >= queue.PAGE:
            break
        found = queue.queue(member, which, found.next)
        rows += [row for row in found.rows if wanted.fits(row.facets)]
    return queue.Page(tuple(rows), found.next)
