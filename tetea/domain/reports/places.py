"""Where each sealed thing of a report belongs: the contexts that are bound into its blobs."""

from tetea.domain.people.models import Organisation
from tetea.domain.rows import raw_id
from tetea.kernel.crypto.frame import Context
from tetea.kernel.crypto.registry import Kind, Part


def report_part(organisation: Organisation, report_id: str, part: Part) -> Context:
    """Return the place of a compartment of a report."""
    return Context(Kind.REPORT, raw_id(organisation.id), raw_id(report_id), part)


def thread_part(organisation: Organisation, object_id: str, part: Part) -> Context:
    """Return the place of an item of a thread."""
    return Context(Kind.THREAD, raw_id(organisation.id), raw_id(object_id), part)


def alert_target(organisation: Organisation, alert_id: str) -> Context:
    """Return the place of what an alert row is about."""
    return Context(Kind.ALERT, raw_id(organisation.id), raw_id(alert_id), Part.TARGET)


def case_part(organisation: Organisation, object_id: str, part: Part) -> Context:
    """Return the place of a case's body or of one of its notes."""
    return Context(Kind.CASE, raw_id(organisation.id), raw_id(object_id), part)


def duties(organisation: Organisation, duty_id: str) -> Context:
    """Return the place of who has which duty."""
    return Context(Kind.ROSTER, raw_id(organisation.id), raw_id(duty_id), Part.BODY)


def calendar(organisation: Organisation, feed_id: str) -> Context:
    """Return the place of a member's calendar."""
    return Context(Kind.MEMBER, raw_id(organisation.id), raw_id(feed_id), Part.CALENDAR)


def pace(organisation: Organisation, pace_id: str) -> Context:
    """Return the place of how much a member has opened."""
    return Context(Kind.SESSION, raw_id(organisation.id), raw_id(pace_id), Part.OPENING)
