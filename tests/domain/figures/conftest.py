"""A case of Rose's that may be counted, and the analyst who counts."""

import datetime as dt

import pytest

from tetea.domain import moment
from tetea.domain.cases import work
from tetea.domain.reports.work import opening, triage


@pytest.fixture
def counted(sign_in, report, report_id):
    """Return a function that gives Rose a case of these answers: (rose, report id, token)."""
    amina, rose = sign_in("amina"), sign_in("rose")

    def make(**answers):
        received = report(**{"consent_stats": "yes", "county": "040"} | answers)
        wanted = report_id(received)
        triage.assign(amina, wanted, rose.member_id)
        opening.open_report(rose, wanted)
        work.open_case(rose, wanted, "Begin", moment.now() + dt.timedelta(days=1))
        return rose, wanted, received.token.digits

    return make
