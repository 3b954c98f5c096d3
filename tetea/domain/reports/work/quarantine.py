"""Part of a flood, or a person? Somebody looks, and lets it go on like any other report."""

from django.db import transaction

from tetea.domain.keyring.holder import GROUP_HOLDERS, Holder
from tetea.domain.log import append as log
from tetea.domain.outbox.models import Alert
from tetea.domain.reports.errors import NotFound, WrongState
from tetea.domain.reports.models import State
from tetea.domain.reports.sealing import QUARANTINED
from tetea.domain.reports.work import alerts, reach
from tetea.kernel.crypto.registry import Group


def is_held(holder: Holder, report_id: str) -> bool:
    """Whether a new report is held back as part of a flood; raise NotFound out of reach."""
    report = reach.find(holder, report_id)
    if report.state != State.NEW:
        return False
    alert = reach.open_facets(holder, report).alert
    return Alert.objects.filter(pk=alert, alert_class=QUARANTINED).exists()


def release(holder: Holder, report_id: str) -> None:
    """Let a held report into the queue; its clocks and its alert count from when it came.

    Raises NotFound out of reach or for a role without triage, WrongState when it is not held.
    """
    if holder.role not in GROUP_HOLDERS[Group.INTAKE]:
        raise NotFound
    with transaction.atomic():
        report = reach.lock(holder, report_id)
        facets = reach.open_facets(holder, report)
        held = Alert.objects.filter(pk=facets.alert, alert_class=QUARANTINED)
        if not held.exists():
            raise WrongState
        alerts.reset(holder, report.id, facets, to_team=False)
        log.append(
            holder.organisation,
            log.Action("report.released", report.id, holder.member_id, holder.role),
        )
