"""What she says of how it was, once it is closed: by her own channel, signed with her key."""

from collections.abc import Mapping

from django.db import transaction

from tetea.domain import moment
from tetea.domain.log import append as log
from tetea.domain.reports import thread
from tetea.domain.reports.errors import AlreadyRated
from tetea.domain.reports.models import ItemKind, Report
from tetea.domain.reports.thread import Visitor


def rate(visitor: Visitor, answers: Mapping[str, str], words: str = "") -> None:
    """Keep what she says of how it was: once, when it is closed, signed with her key.

    `answers` are codes of survey.toml, each may be left out. Raises AlreadyRated. Whoever holds the
    case is woken; committed when this returns.
    """
    said_at = int(moment.now().timestamp() * 1000)
    survey = {"answers": dict(answers), "words": words}
    signature = thread.sign(visitor, said_at, survey_text(survey))
    with transaction.atomic():
        report = Report.objects.select_for_update().only("state").get(pk=visitor.thread.report_id)
        kinds = visitor.thread.items.values_list("kind", flat=True)
        if not thread.may_rate(report.state, kinds):
            raise AlreadyRated
        content = {"at": said_at, "survey": survey, "signature": signature}
        item = thread.add_item(visitor, ItemKind.SURVEY, content)
        thread.wake(visitor.thread)
        log.append(visitor.organisation, log.Action("survey.received", item.id, log.REPORTER))


def survey_text(survey: Mapping[str, object]) -> str:
    """Return what she said of how it was in the one form that is signed."""
    return "survey " + thread.contact_text(survey)
