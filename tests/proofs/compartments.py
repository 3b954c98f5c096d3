"""The states a case can be in, and what somebody's keys open of it: below every view."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.ending import closed_by_two
from tetea.domain import moment
from tetea.domain.cases import lines, work
from tetea.domain.cases.models import Case
from tetea.domain.cases.work import Step
from tetea.domain.keyring.errors import NoSuchKey
from tetea.domain.log import read as log
from tetea.domain.reports import thread
from tetea.domain.reports.errors import NotFound
from tetea.domain.reports.work import absence, items, opening, reach, triage

OWN_ACTS = "I locked him in until he paid."
NAMED = {"name_used": "Achieng", "contact_way": "sms", "contact_number": "0712345678"}
CLAIM = {"by": "the client", "claim": "Says he was locked in.", "own_acts": OWN_ACTS}


@dataclass
class Scene:
    """Who can sign in, and how a report comes in."""

    organisation: Any
    sign_in: Callable[[str], Any]
    report: Callable[..., Any]
    report_id: Callable[[Any], str]

    def told(self, **answers: object) -> tuple[str, str]:
        """A report that names her and a message: (report id, token)."""
        received = self.report(consent_contact="yes", acts=["ECO-01"], **NAMED | answers)
        digits = received.token.digits
        thread.say(thread.open_token(self.organisation, digits), "Are you there?")
        return self.report_id(received), digits

    def case(self, first: str = "rose", **answers: object) -> str:
        """Triaged by halima to somebody who makes it a case with her own acts in it."""
        wanted, _token = self.told(**answers)
        owner = self.sign_in(first)
        triage.assign(self.sign_in("halima"), wanted, owner.member_id)
        self.begin(first, wanted)
        return wanted

    def begin(self, name: str, wanted: str) -> None:
        """Make it a case in which something for the lawyers alone stands."""
        owner = self.sign_in(name)
        opening.open_report(owner, wanted)
        work.open_case(owner, wanted, "Begin", moment.now() + dt.timedelta(days=1))
        work.record_step(owner, wanted, Step("counter_claim", "He told the guard.", CLAIM))


def new(scene: Scene) -> str:
    """It waits for triage."""
    return scene.told()[0]


def open_(scene: Scene) -> str:
    """Rose works on it."""
    return scene.case()


def covered(scene: Scene) -> str:
    """Rose is away and joy covers for her."""
    wanted = scene.case()
    rose, joy = scene.sign_in("rose"), scene.sign_in("joy")
    absence.go(
        rose, rose.member_id, (moment.now(), moment.now() + dt.timedelta(days=3)), joy.member_id
    )
    return wanted


def handed_on(scene: Scene) -> str:
    """It was rose's and is joy's now."""
    wanted = scene.case()
    triage.assign(scene.sign_in("halima"), wanted, scene.sign_in("joy").member_id)
    return wanted


def with_lawyer(scene: Scene) -> str:
    """It was rose's and is the legal officer's now."""
    wanted = scene.case()
    triage.assign(scene.sign_in("halima"), wanted, scene.sign_in("atieno").member_id)
    return wanted


def closed(scene: Scene) -> str:
    """Rose and the coordinator have closed it."""
    wanted = scene.case()
    rose = scene.sign_in("rose")
    opening.open_report(rose, wanted)
    closed_by_two(rose, scene.sign_in("amina"), wanted, "resolved")
    return wanted


def official(scene: Scene) -> str:
    """It is against police: the team sees its times alone."""
    return scene.case(aggressors=["police"])


def child(scene: Scene) -> str:
    """Somebody under 18: the safeguarding lead gave it to rose and keeps the key."""
    wanted, _token = scene.told(age_band="under_18")
    amina = scene.sign_in("amina")
    triage.assign(amina, wanted, amina.member_id)
    scene.begin("amina", wanted)
    triage.assign(amina, wanted, scene.sign_in("rose").member_id)
    return wanted


def about_us(scene: Scene) -> str:
    """It is about somebody who works here: the outside officer has taken it up."""
    wanted, _token = scene.told(about_us="yes")
    wanjiru = scene.sign_in("wanjiru")
    triage.take(wanjiru, wanted)
    opening.open_report(wanjiru, wanted)
    work.open_case(wanjiru, wanted, "Begin", moment.now() + dt.timedelta(days=1))
    work.record_step(wanjiru, wanted, Step("note", "Spoke to the board."))
    return wanted


def _key(holder: Any, wanted: str) -> tuple[Any, bytes]:
    report = reach.find(holder, wanted)
    return report, reach.body_key(holder, report)


def _list(holder: Any, wanted: str) -> bool:
    return bool(reach.open_facets(holder, reach.find(holder, wanted)).received)


def _acts(holder: Any, wanted: str) -> bool:
    return bool(reach.open_facets(holder, reach.find(holder, wanted)).acts)


def _story(holder: Any, wanted: str) -> bool:
    report, key = _key(holder, wanted)
    return bool(reach.open_story(holder, report, key).answers)


def _lines(holder: Any, wanted: str) -> bool:
    report, key = _key(holder, wanted)
    case = Case.objects.filter(report=report).first()
    return case is not None and bool(lines.read(holder, case, key))


def _lawyers(holder: Any, wanted: str) -> bool:
    report, key = _key(holder, wanted)
    case = Case.objects.filter(report=report).first()
    found = lines.read(holder, case, key) if case else []
    return any(OWN_ACTS in str(one.for_lawyers) for one in found)


def _identity(holder: Any, wanted: str) -> bool:
    opening.open_report(holder, wanted)
    found = opening.open_identity(holder, wanted, "call_now").identity
    return found is not None and NAMED["contact_number"] in str(dict(found.answers))


def _messages(holder: Any, wanted: str) -> bool:
    report, key = _key(holder, wanted)
    story = reach.open_story(holder, report, key)
    return any(one.text == "Are you there?" for one in items.read_all(holder, report, key, story))


def _log(holder: Any, wanted: str) -> bool:
    return any(wanted == one.object for one in log.latest(holder, 50))


STATES: dict[str, Callable[[Scene], str]] = {
    "new": new,
    "open": open_,
    "covered": covered,
    "handed on": handed_on,
    "with lawyer": with_lawyer,
    "closed": closed,
    "official": official,
    "child": child,
    "about us": about_us,
}
# One letter for each compartment, in the order of the table.
COMPARTMENTS: dict[str, Callable[[Any, str], bool]] = {
    "F": _list,
    "A": _acts,
    "S": _story,
    "C": _lines,
    "M": _messages,
    "I": _identity,
    "W": _lawyers,
    "L": _log,
}


def opens(letter: str, holder: Any, wanted: str) -> bool:
    """Whether this member's keys open that compartment of this report."""
    try:
        return COMPARTMENTS[letter](holder, wanted)
    except (NotFound, NoSuchKey):
        return False
