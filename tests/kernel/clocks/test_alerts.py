"""The alert time that stands readable tells as little as it can, and never comes late."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tetea.kernel.clocks.alerts import public_alert_time

ALERT = datetime(2026, 11, 22, 14, 44, 31, 500, tzinfo=UTC)

START = datetime(2025, 1, 1, tzinfo=UTC)
moments = st.integers(0, 4 * 365 * 24 * 60).map(lambda n: START + timedelta(minutes=n))


def test_an_urgent_alert_is_told_to_the_quarter_of_an_hour():
    assert public_alert_time(ALERT, "A") == datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def test_another_alert_is_told_to_the_hour_minus_chance():
    assert public_alert_time(ALERT, "B", lambda _: 0) == datetime(2026, 11, 22, 14, tzinfo=UTC)
    assert public_alert_time(ALERT, "B", lambda n: n - 1) == datetime(
        2026, 11, 22, 12, 30, tzinfo=UTC
    )


def test_chance_is_drawn_from_nought_to_ninety_minutes():
    latest = public_alert_time(ALERT, "B", lambda _: 0)
    earliest = public_alert_time(ALERT, "B", lambda n: n - 1)

    assert latest - earliest == timedelta(minutes=90)


@settings(max_examples=50, deadline=None)
@given(moments, st.sampled_from(["A", "B"]))
def test_no_alert_is_told_late_or_much_too_early(alert_at, alert_class):
    told = public_alert_time(alert_at, alert_class)

    assert told <= alert_at
    assert alert_at - told < timedelta(minutes=15 if alert_class == "A" else 150)


@settings(max_examples=50, deadline=None)
@given(moments, st.integers(0, 14))
def test_two_urgent_alerts_of_one_quarter_cannot_be_told_apart(quarter, minutes):
    start = public_alert_time(quarter, "A")

    assert public_alert_time(start + timedelta(minutes=minutes), "A") == start
