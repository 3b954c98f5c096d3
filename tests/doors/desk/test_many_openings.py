"""Somebody opens very much: her page says why it stops, and a colleague finds the question."""

from tetea.domain.reports.models import Report
from tetea.domain.reports.work import pace


def test_the_desk_stops_asks_a_colleague_and_goes_on(desk, report, member_id, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 2)
    halima, amina, rose = desk("halima"), desk("amina"), desk("rose")
    for _ in range(3):
        report()
    first, second, third = Report.objects.values_list("id", flat=True)
    halima.post("open", first)
    halima.post("open", second)
    stopped = halima.post("open", third)

    assert stopped.status_code == 409
    assert "A second person has to look" in stopped.content.decode()
    assert "halima opened fifty reports" in amina.text("queue", "now")
    assert "opened fifty reports" not in rose.text("queue", "now")
    assert "opened fifty reports" not in halima.text("queue", "now")
    assert halima.post("approve", member=member_id("halima")).status_code == 404

    amina.post("open", first)
    assert "halima opened fifty reports" in amina.text("report", first)
    amina.post("approve", member=member_id("halima"), do="approve")
    # A report has stopped clocks of its own, which are nobody's openings.
    assert "opened fifty reports" not in amina.text("report", first)
    assert halima.post("open", third).status_code == 303


def test_or_the_colleague_ends_her_sessions(desk, report, member_id, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 1)
    halima, amina = desk("halima"), desk("amina")
    report()
    report()
    first, second = Report.objects.values_list("id", flat=True)
    halima.post("open", first)
    halima.post("open", second)
    amina.post("approve", member=member_id("halima"), do="lock")

    assert halima.get("queue", "now")["Location"].endswith("?over=1")
