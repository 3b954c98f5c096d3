"""What the order and the clear columns of a seized database still tell, and what they must not."""

import datetime as dt

import pytest
from django.db import connection

from tetea.domain import moment
from tetea.domain.cases import coded
from tetea.domain.figures import publish, register
from tetea.domain.figures.models import Frozen, Segment, Waiting
from tetea.domain.outbox.models import Alert
from tetea.domain.reports.models import Recall, Report
from tetea.kernel.dialogue import choices_for  # noqa: F401  # the questionnaire is loaded here

REPORTS = 40
KNOWN = 7


@pytest.fixture
def forty(organisation, report):
    """Forty reports of one month; the attacker knows everything about the seventh."""
    start = moment.now().replace(day=2, hour=5)
    ids: list[str] = []
    for number in range(REPORTS):
        with moment.at(start + dt.timedelta(hours=9 * number)):
            report(
                acts=["SEX-01"] if number == 7 else ["ECO-01"],
                aggressors=["police"] if number == 7 else ["client"],
                county="040",
                when_known="today",
            )
        known = set(Report.objects.values_list("id", flat=True))
        ids.append((known - set(ids)).pop())
    return start + dt.timedelta(hours=63), ids


def _clear_columns(row):
    """All that can be read of a report's row: no blob's content, but its size."""
    return (
        row.state,
        row.month,
        row.facets_generation,
        len(row.facets),
        len(row.story),
        len(row.identity),
        row.organisation_id,
    )


def test_n31_the_row_of_a_known_incident_is_not_told_from_the_others(forty):
    _, ids = forty

    kinds = {_clear_columns(row) for row in Report.objects.all()}

    # One look for all forty: whoever knows hour, act, county and class guesses at 1 in 40.
    assert len(kinds) == 1
    assert len(ids) == REPORTS


@pytest.fixture
def forty_counted(counted):
    """Forty cases of Rose's that may be counted, one of them known to the attacker; all coded."""
    cases = []
    for number in range(REPORTS):
        acts, by = (["SEX-01"], ["police"]) if number == KNOWN else (["ECO-01"], ["client"])
        rose, wanted, _token = counted(acts=acts, aggressors=by, county="040")
        coded.code(rose, wanted, coded.look(rose, wanted).proposed)
        cases.append(wanted)
    return cases


def test_n31_no_slip_for_the_register_is_told_from_the_others_or_leads_to_its_report(
    forty_counted,
):
    slips, recalls = list(Waiting.objects.all()), list(Recall.objects.all())

    assert len(slips) == len(recalls) == REPORTS
    # One size, whatever was told: whoever knows hour, act, county and class guesses at 1 in 40.
    assert len({(row.epoch, row.organisation_id, len(row.blob)) for row in slips}) == 1
    assert len({(row.epoch, len(row.blob)) for row in recalls}) == 1
    assert not {row.id for row in slips} & {row.id for row in recalls}
    held = {one.encode() for one in forty_counted}
    for row in slips:
        assert row.id not in forty_counted
        assert not any(one in bytes(row.blob) for one in held)


def test_n31_the_register_says_of_forty_cases_that_there_is_one_segment(forty_counted, sign_in):
    njeri = sign_in("njeri")
    rows = register.read(njeri)
    publish.start(njeri, publish.last_month() - 1)
    [segment] = Segment.objects.all()

    assert len(rows) == REPORTS
    assert not Waiting.objects.exists()
    content = bytes(segment.body) + b"".join(bytes(one.body) for one in Frozen.objects.all())
    for word in ("SEX-01", "police", "040", *forty_counted):
        assert word.encode() not in content
    assert not any(one.tobytes() in content for one in rows.ids)
    # Whoever opens it for counting finds rows in no order of theirs, and no id of a report.
    known = [at for at, code in enumerate(rows.words["act"]) if rows.lists["act"][code] == "SEX-01"]
    assert len(known) == 1
    assert segment.id not in forty_counted


def test_n31_rows_do_not_lie_in_the_order_in_which_they_came(forty):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps row order and transaction numbers; docs/threat-model.md")
    _, ids = forty
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM reports_report")
        stored = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'")
        tables = {row[0] for row in cursor.fetchall()}

    assert stored == sorted(ids) != ids
    assert {"reports_report", "outbox_alert", "keyring_wrap", "reports_thread"} <= tables


def test_n31_an_alert_row_names_no_report_and_is_never_late(forty):
    hour, ids = forty
    rows = list(Alert.objects.all())

    assert len(rows) == REPORTS
    for row in rows:
        assert row.next_alert_at.minute % 15 == 0 or row.alert_class == "B"
        assert row.id not in ids
        assert not [one for one in ids if one.encode() in bytes(row.target)]
    urgent = [row for row in rows if row.alert_class == "A"]
    assert all(row.next_alert_at <= hour + dt.timedelta(hours=1) for row in urgent)


def test_t07_the_same_report_twice_gives_different_bytes(organisation, report):
    report(story="the same words")
    report(story="the same words")

    one, two = Report.objects.all()
    for column in ("story", "identity", "facets"):
        assert getattr(one, column)[:57] != getattr(two, column)[:57]


def test_t08_one_word_and_a_hundred_leave_rows_of_the_same_size(organisation, report):
    report(story="no")
    report(story="word " * 40)

    sizes = {(len(row.story), len(row.identity)) for row in Report.objects.all()}
    assert len(sizes) <= 2
    assert all(
        length - 73 in {1 << power for power in range(10, 21)} for pair in sizes for length in pair
    )
