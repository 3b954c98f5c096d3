"""A case coded, a forum held, a roster kept, papers made, all with marked words."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tetea.domain.keyring.unlock import Unlocked


def live_by_forum(amina: "Unlocked", rose: "Unlocked", report_id: str, mark: str) -> None:
    from tetea.domain.cases import coded
    from tetea.domain.figures import agreements, publish
    from tetea.domain.figures.agreements import Terms
    from tetea.domain.forum import roster
    from tetea.domain.forum.roster import Entry, Person
    from tetea.kernel.register.coding import STATION, Coding
    from tetea.kernel.register.contribution import Act

    made = Coding((Act("SEX-01", "police"),), {"county": "040", STATION: f"{mark}station"})
    coded.code(rose, report_id, made)
    month = publish.last_month()
    publish.start(amina, month)
    publish.go_on(amina, month)
    today = dt.datetime.now(dt.UTC).date()
    agreements.sign(amina, Terms(f"{mark}party", f"{mark}purpose", today, today))
    entry = Entry(
        "", f"{mark}code", "officer", "040", "call", ("any",), f"{mark}training", f"{mark}first",
        f"{mark}never",
    )  # fmt: skip
    kept = roster.add(amina, entry, Person("Nobody", f"{mark}unit", f"{mark}0712"))
    roster.who(amina, kept)
    _hold(amina, mark, today)


def _hold(amina: "Unlocked", mark: str, today: dt.date) -> None:
    from tetea.domain.forum import commitments, meetings
    from tetea.domain.forum.meetings import Came, Meeting
    from tetea.doors.desk.show import pack
    from tetea.kernel.paper.pdf import pdf
    from tetea.kernel.paper.word import word

    planned = Meeting(
        "", today, f"{mark}place", f"{mark}issues", ("SEX-01",), f"{mark}discussion",
        f"{mark}decisions",
    )  # fmt: skip
    forum = meetings.plan(amina, planned)
    held = meetings.read(amina, forum)
    meetings.hold(amina, held, (Came(f"{mark}came", may_be_shown=True),))
    promise = commitments.make(amina, forum, f"{mark}owner", f"{mark}what", today)
    commitments.say(amina, promise, "kept", f"{mark}evidence")
    meetings.take_along(amina, forum)
    document = pack.minutes(held, commitments.every(amina), "en")
    for paper in (pdf(document), pdf(document, "slides"), word(document)):
        # They leave by the browser; what must not be is a copy of them on the disk.
        assert len(paper) > len(mark)
