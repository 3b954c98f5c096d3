"""An answer to her as JSON: what became of the notice, and what a phone makes of the words."""

from tetea.domain.directory import phone_pages
from tetea.domain.keyring.holder import Holder
from tetea.domain.reports.work import notice
from tetea.domain.reports.work.notice import Notice
from tetea.domain.reports.work.opening import OpenReport
from tetea.doors.api.members.shapes import SaidShape


def say(holder: Holder, found: OpenReport, text: str, case: str | None = None) -> SaidShape:
    """Answer her in an opened report; raise NotOpened and NotFound."""
    became = notice.reply(holder, found.report.id, text)
    pages = phone_pages.count(text, found.story.lang) if notice.is_by_phone(found) else 0
    return SaidShape.model_validate(
        {
            "report": found.report.id,
            "case": case,
            "notice": _notice(became),
            "phone_pages": pages,
            "unreadable": list(phone_pages.unreadable(text)) if pages else [],
        }
    )


def _notice(became: Notice) -> dict[str, object]:
    return {
        "state": became.state,
        "why_not": str(became.why_not) or None,
        "hours": list(became.windows),
        "goes_from": became.goes_from,
    }
