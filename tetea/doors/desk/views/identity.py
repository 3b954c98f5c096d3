"""Open who somebody is, on purpose and with a reason; close it again."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tetea.domain.reports.errors import NotFound, NotReleased
from tetea.domain.reports.work import opening
from tetea.doors.desk import guard, session
from tetea.doors.desk.forms import Faulty
from tetea.doors.desk.show.words import CONSENTS, word
from tetea.doors.desk.views.attempt import attempt, back


@guard.members(*guard.READERS, methods=guard.POST)
def unseal(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Open it: the log entry with the reason comes first."""
    return attempt(request, member, report_id, _open, "identity")


@guard.members(*guard.READERS, methods=guard.POST)
def seal(request: HttpRequest, member: session.Member, report_id: str) -> HttpResponse:
    """Close it before its fifteen minutes are over; the report stays open."""
    if not opening.may_open(member, report_id):
        raise NotFound
    opening.close_identity(member, report_id)
    return back(member, report_id, "identity-sealed")


def _open(member: session.Member, report_id: str, post: QueryDict) -> None:
    try:
        opening.open_identity(member, report_id, post.get("reason", ""))
    except KeyError:
        raise Faulty(_("Please choose for what you need to know who this is.")) from None
    except NotReleased as missing:
        words = _(
            "Not opened: for this they have to agree, signed or before a witness: %(consent)s. "
            "What was only said is not enough."
        )
        raise Faulty(words % {"consent": word(CONSENTS, missing.consent)}) from None
