"""Rules are data, and a fault in them names itself."""

import pytest

from tetea.kernel.clocks.rules import ClockDataError, parse_rules

RULE = """
[court]
opens = 08:00:00
closes = 17:00:00
weekdays = [0, 1]
country = "KE"

[[clock]]
kind = "pep"
starts_from = "incident"
hours = 72
court_days = false
always = false
keep_when_past = false
alert_class = "A"
alert_hours_before = 72
public = true
source = "a document"
reviewer = ""
review_date = 2026-11-22
confirmed = false
label.en = "PEP"
label.sw = "PEP"
advice.en = "Go."
advice.sw = "Nenda."

[[clock.when]]
acts = ["SEX-01"]
unless.condom = ["yes"]
"""


def test_a_rule_is_read_with_its_grounds():
    (rule,) = parse_rules(RULE)

    assert (rule.kind, rule.hours, rule.court_days) == ("pep", 72, False)
    assert rule.applies[0].acts == ("SEX-01",)
    assert rule.applies[0].unless == (("condom", ("yes",)),)
    assert rule.labels["sw"] == "PEP"


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("hours = 72", "hours = true", "pep: hours"),
        ("hours = 72", "hours = -1", "pep: hours"),
        ('label.sw = "PEP"', 'label.sw = ""', "pep: label"),
        ('advice.sw = "Nenda."', "", "pep: advice"),
        ('starts_from = "incident"', 'starts_from = "birth"', "pep: starts_from"),
        ('alert_class = "A"', 'alert_class = "C"', "pep: alert_class"),
        ("review_date = 2026-11-22", 'review_date = "soon"', "pep: review_date"),
        ("always = false", "always = true", "pep: give either"),
        ('acts = ["SEX-01"]', 'act = ["SEX-01"]', "pep: when does not know act"),
        ('acts = ["SEX-01"]', 'acts = "SEX-01"', "pep: a condition"),
        ('kind = "pep"', "", "a clock without kind"),
        ("[[clock]]", "[[clok]]", "clocks: "),
        ("hours = 72", "hours = ", "clocks: not TOML"),
    ],
)
def test_a_fault_is_refused_by_rule_and_field(good, bad, complaint):
    with pytest.raises(ClockDataError, match=complaint):
        parse_rules(RULE.replace(good, bad, 1))


def test_a_kind_given_twice_is_refused():
    head, _, rule = RULE.partition("[[clock]]")

    with pytest.raises(ClockDataError, match="twice: pep"):
        parse_rules(f"{head}[[clock]]{rule}[[clock]]{rule}")


def test_court_days_without_court_hours_are_refused():
    _, _, rule = RULE.partition("[[clock]]")

    with pytest.raises(ClockDataError, match=r"pep: court_days needs the \[court\] table"):
        parse_rules("[[clock]]" + rule.replace("court_days = false", "court_days = true"))
