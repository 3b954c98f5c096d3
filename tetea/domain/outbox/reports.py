"""Delivery reports: found by a keyed hash of the provider's id, and only ever moving forward."""

from collections.abc import Collection

from tetea.domain import moment
from tetea.domain.outbox import content, generations, spending
from tetea.domain.outbox.models import EarlyReport, Outgoing
from tetea.domain.people.models import Organisation
from tetea.kernel.phone.messages import DeliveryReport, Fate

State = Outgoing.State

# What may still become what. What was delivered stays so, whatever comes late; a report may be
# faster than the answer to our own request, or be the only answer there is.
FORWARD = {
    Fate.ON_ITS_WAY: (State.SENT, (State.UNCLEAR,)),
    # A page waits for its second time although the first one did arrive.
    Fate.DELIVERED: (
        State.DELIVERED,
        (State.QUEUED, State.CLAIMED, State.SENDING, State.SENT, State.UNCLEAR),
    ),
    Fate.FAILED: (State.FAILED, (State.SENDING, State.SENT, State.UNCLEAR)),
}
# Whoever has the gateways' secret can post ids that never were ours; so many are remembered.
MOST_EARLY = 1000


def delivered(organisation: Organisation, report: DeliveryReport) -> None:
    """Write down what became of a text. Unknown, late and repeated reports change nothing.

    A final report that comes before the answer to our request is remembered for minutes.
    """
    if not report.id:
        return
    names = generations.names(generations.PROVIDER, report.provider, report.id)
    if _move(organisation, names, report.fate) or report.fate is Fate.ON_ITS_WAY:
        return
    if Outgoing.objects.filter(organisation=organisation, provider_id__in=names).exists():
        return
    if _remember(organisation, names[0], report.fate):
        # The answer may have been written down between the two looks.
        catch_up(organisation, *names)


def catch_up(organisation: Organisation, *names: str) -> None:
    """Apply what was reported about a text before it was known under this id."""
    for early in EarlyReport.objects.filter(organisation=organisation, id__in=names):
        if _move(organisation, names, Fate(early.fate)):
            early.delete()


def drop_old(organisation: Organisation) -> int:
    """Forget early reports for which no text came; return how many."""
    old = EarlyReport.objects.filter(organisation=organisation, drop_after__lte=moment.now())
    return old.delete()[0]


def _move(organisation: Organisation, names: Collection[str], fate: Fate) -> bool:
    after, before = FORWARD[fate]
    rows = Outgoing.objects.filter(
        organisation=organisation, provider_id__in=names, state__in=before
    )
    changed = rows.update(state=after, **content.wiped())
    if changed and fate is Fate.FAILED:
        spending.add(organisation, failed=changed)
    return changed > 0


def _remember(organisation: Organisation, name: str, fate: Fate) -> bool:
    if EarlyReport.objects.filter(organisation=organisation).count() >= MOST_EARLY:
        return False
    values = {
        "organisation": organisation,
        "fate": fate.value,
        "drop_after": moment.coarse(moment.now()) + moment.QUARTER,
    }
    # The first final report counts, as it does on a row.
    EarlyReport.objects.get_or_create(id=name, defaults=values)
    return True
