"""What nobody may settle, what only the legal officer may, and which officer may be asked."""

import pytest

from tetea.kernel.casework.guards import refusal, settlement_bars

RAPE = {"acts": ["SEX-01"], "aggressors": ["client"]}
DEBT = {"acts": ["ECO-01"], "aggressors": ["client"]}
ROLES = ("coordinator", "paralegal", "hotline", "legal", "outside")
PAID = {"paid": "1000"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ["mediation", "payment"])
def test_what_concerns_a_child_is_settled_by_nobody(role: str, kind: str) -> None:
    answers = {**DEBT, "age_band": "under_18"}

    assert refusal(kind, {"her_decision": "yes"}, answers, role) == "no_child"


@pytest.mark.parametrize("role", ROLES)
def test_an_unpaid_price_may_be_settled_by_everybody_on_the_case(role: str) -> None:
    assert refusal("mediation", PAID, DEBT, role) == ""


@pytest.mark.parametrize(
    "answers",
    [
        RAPE,
        {**DEBT, "red_flags": ["weapon"]},
        {**DEBT, "acts": ["PHY-02"]},
        {**DEBT, "injury": "serious"},
    ],
    ids=["rape", "weapon", "weapon as act", "serious injury"],
)
def test_a_grave_act_is_settled_only_by_the_legal_officer_with_her_decision(answers) -> None:
    decided = {"her_decision": "yes"}

    assert refusal("mediation", decided, answers, "paralegal") == "legal_officer"
    assert refusal("mediation", PAID, answers, "legal") == "her_decision"
    assert refusal("mediation", {"her_decision": "no"}, answers, "legal") == "her_decision"
    assert refusal("mediation", decided, answers, "legal") == ""


def test_bars_are_told_each_by_its_name() -> None:
    answers = {"acts": ["SEX-02", "PHY-02"], "injury": "serious", "age_band": "under_18"}

    assert set(settlement_bars(answers)) == {"child", "sexual_offence", "weapon", "serious_injury"}
    assert settlement_bars({"acts": ["ECO-01"], "age_band": "20_24"}) == ()


def test_a_friendly_officer_of_the_accused_unit_is_never_asked() -> None:
    against_police = {"acts": ["ECO-01"], "aggressors": ["police"]}

    assert refusal("friendly_contact", {}, against_police, "paralegal") == "own_unit"
    assert refusal("friendly_contact", {"other_unit": "no"}, against_police, "legal") == "own_unit"
    assert refusal("friendly_contact", {"other_unit": "yes"}, against_police, "legal") == ""
    assert refusal("friendly_contact", {}, DEBT, "paralegal") == ""


def test_other_steps_are_never_held_up() -> None:
    assert refusal("ob_entry", {}, {**RAPE, "age_band": "under_18"}, "paralegal") == ""
