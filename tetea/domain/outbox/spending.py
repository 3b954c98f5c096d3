"""What texts cost: one row a month, with counts and sums and nothing of a single text."""

from dataclasses import dataclass

from django.db.models import F

from tetea.domain import moment
from tetea.domain.outbox.models import Spending
from tetea.domain.people.models import Organisation


@dataclass(frozen=True)
class Spent:
    """One month. `cost` in hundredths of the currency, as the provider charged it."""

    month: str
    sent: int = 0
    failed: int = 0
    missed: int = 0
    segments: int = 0
    cost: int = 0
    currency: str = ""


def add(organisation: Organisation, *, currency: str = "", **counts: int) -> None:
    """Add to this month: sent, failed, missed, segments, cost (hundredths of the currency)."""
    changes: dict[str, object] = {name: F(name) + count for name, count in counts.items()}
    if currency:
        changes["currency"] = currency[:3]
    row = Spending.objects.filter(organisation=organisation, month=_month())
    if not row.update(**changes):
        Spending.objects.get_or_create(organisation=organisation, month=_month())
        row.update(**changes)


def of_month(organisation: Organisation, month: str = "") -> Spent:
    """Return what was spent in a month ("2026-11", else this one)."""
    wanted = month or _month()
    row = Spending.objects.filter(organisation=organisation, month=wanted).first()
    if row is None:
        return Spent(wanted)
    return Spent(wanted, row.sent, row.failed, row.missed, row.segments, row.cost, row.currency)


def months(organisation: Organisation) -> list[Spent]:
    """Return every month in which something was sent, the newest first."""
    rows = Spending.objects.filter(organisation=organisation).order_by("month").reverse()
    return [of_month(organisation, row.month) for row in rows]


def _month() -> str:
    return moment.now().strftime("%Y-%m")
