"""The alert row rings as loudly as the gravest clock that runs out within the same hour."""

import datetime as dt
from dataclasses import replace

import pytest

from tetea.domain import moment
from tetea.domain.outbox.models import Alert
from tetea.domain.reports.facets import FacetClock, minutes
from tetea.domain.reports.work import alerts, reach, triage


def clock(kind, hours, klass):
    at = minutes(moment.now() + dt.timedelta(hours=hours))
    return FacetClock(kind, at + 60, at, klass)


@pytest.mark.parametrize(
    ("clocks", "klass"),
    [
        ((clock("forensic", 3, "B"), clock("pep", 3.5, "A")), "A"),
        ((clock("forensic", 3, "B"), clock("pep", 9, "A")), "B"),
        ((clock("pep", 3, "A"), clock("forensic", 3.5, "B")), "A"),
        ((clock("forensic", 3, "B"),), "B"),
    ],
)
def test_a_graver_clock_within_the_hour_sets_the_class(sign_in, report, report_id, clocks, klass):
    wanted, amina = report_id(report()), sign_in("amina")
    triage.assign(amina, wanted, amina.member_id)
    facets = reach.open_facets(amina, reach.find(amina, wanted))
    alerts.reset(amina, wanted, replace(facets, clocks=clocks), to_team=True)

    assert Alert.objects.get(pk=facets.alert).alert_class == klass
