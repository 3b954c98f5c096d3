"""What takes a case out of the figures without anybody signed in.

When a case is given to the register, the slip that takes it out again is made as well, sealed to
the figures group, and kept beside the thread. Whoever withdraws with her token only lets it go.
"""

from tetea.domain.figures import slips
from tetea.domain.figures.slips import Sealed
from tetea.domain.reports.models import Recall, Report


def keep(report: Report, slip: Sealed) -> None:
    """Keep the slip until it is asked for; it takes the place of an older one."""
    Recall.objects.filter(report=report).delete()
    Recall.objects.create(id=slip.id, report=report, epoch=slip.epoch, blob=slip.blob)


def let_go(report: Report) -> None:
    """Lay what is kept for this report into the register's queue. Inside a transaction."""
    for row in Recall.objects.filter(report=report):
        slips.lay(report.organisation, Sealed(row.id, row.epoch, bytes(row.blob)))
    forget(report)


def forget(report: Report) -> None:
    """Delete what is kept, because it was taken out already."""
    Recall.objects.filter(report=report).delete()
