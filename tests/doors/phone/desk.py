"""What people say by SMS, and what a member finds of it on the desk."""

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.doors.phone.handset import Handset
from tetea.domain import moment
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import opening, triage
from tetea.kernel.clocks.moments import NAIROBI


def not_now() -> str:
    """The answer for hours that are not this one, so that what is queued waits."""
    hour = timezone.now().astimezone(NAIROBI).hour
    return "4" if 8 <= hour < 16 else "2"


def tell_and_allow(her: Handset, hours: str = "2") -> None:
    """She tells, nobody from here did it, and we may write to her within these hours."""
    for words in ("Alinipiga jana usiku", "2", "1", hours):
        her.text(words)


def only(holder: Any) -> Any:
    """Open the only report there is."""
    [report] = Report.objects.all()
    return opening.open_report(holder, report.id)


def first_of(holder: Any) -> Any:
    """Open all reports and return the one that came first."""
    opened = [opening.open_report(holder, one.id) for one in Report.objects.all()]
    return min(opened, key=lambda one: one.story.received)


def words_of(holder: Any) -> str:
    """The story of the only report."""
    return str(only(holder).story.answers["story"])


def take_up(amina: Any, rose: Any) -> Any:
    """Amina reads the only report and gives it to Rose, who opens it."""
    report = only(amina).report
    rose_id = next(one for one, name, _ in triage.assignable(amina) if name == "rose")
    triage.assign(amina, report.id, rose_id)
    return opening.open_report(rose, report.id)


def digits_of(text: str) -> str:
    """The token with which an SMS begins; fewer digits when it holds none."""
    return "".join(one for one in text if one.isdigit())[:20]


def later(**length: float) -> Any:
    """Some time after now, for as long as a block lasts."""
    return moment.at(timezone.now() + dt.timedelta(**length))
