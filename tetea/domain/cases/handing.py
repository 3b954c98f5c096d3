"""Hand a case on with all that belongs to it: the keys of reports that were joined to it follow."""

from django.db import transaction

from tetea.domain.cases import joined, lines
from tetea.domain.cases.joined import Joined
from tetea.domain.cases.models import Case
from tetea.domain.keyring import grants
from tetea.domain.keyring.holder import Holder
from tetea.domain.keyring.models import Wrap
from tetea.domain.log import append as log
from tetea.domain.reports.work import items, reach, triage
from tetea.kernel.crypto.registry import Part


def assign(holder: Holder, report_id: str, member_id: str) -> None:
    """Give a report to a member, as triage.assign does, and the reports that were joined to it.

    Whoever holds the case no more loses their keys too, and what comes by their tokens reaches the
    new owner. Raises what triage.assign raises; then nothing has moved.
    """
    with transaction.atomic():
        before = _holders(report_id)
        # Read first: whoever gives her own case away reaches it no more.
        ones = _joined(holder, report_id)
        triage.assign(holder, report_id, member_id)
        for one in ones:
            _follow(holder, one, member_id, before - _holders(report_id))


def _joined(holder: Holder, report_id: str) -> tuple[Joined, ...]:
    report = reach.find(holder, report_id)
    case = Case.objects.filter(report=report).first()
    if case is None:
        return ()
    case.report = report
    key = reach.body_key(holder, report)
    return joined.of(holder, lines.read(holder, case, key))


def _follow(holder: Holder, one: Joined, member_id: str, lost: set[str]) -> None:
    if member_id not in _holders(one.report.id):
        items.hand_on(holder, one.report, one.key, member_id)
        triage.give_key(holder, one.report, one.key, member_id)
        action = log.Action(
            "report.shared", one.report.id, holder.member_id, holder.role, {"to": member_id}
        )
        log.append(holder.organisation, action)
    for gone in lost & _holders(one.report.id):
        grants.take_back(one.report.id, Part.BODY, gone)
        items.take_back(one.report.id, gone, member_id)


def _holders(report_id: str) -> set[str]:
    rows = Wrap.objects.filter(object=report_id, part=Part.BODY, grant__isnull=False)
    return set(rows.values_list("recipient", flat=True))
