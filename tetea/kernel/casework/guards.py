"""What must not be done, or not by this person, or not without her decision on record.

Sources: docs/threat-model.md and the by-laws of the product: nothing that concerns a child is ever
settled; a sexual offence, a weapon or a serious injury only with the legal officer and with the
informed decision of the person it happened to; an officer who helps never sees a case of the own
unit; adult sex work is work.
"""

from collections.abc import Mapping
from typing import Final

from tetea.kernel.casework import safeguarding
from tetea.kernel.clocks.answers import words

YES: Final = "yes"
SETTLES: Final = frozenset({"mediation", "payment"})
FRIENDLY: Final = "friendly_contact"

Fields = Mapping[str, str | list[str]]


def settlement_bars(answers: Mapping[str, object]) -> tuple[str, ...]:
    """Return why this may not be settled like any debt: codes of `settlement_bars.csv`, or ().

    Read from the answers of the report: acts, red flags, injury, age.
    """
    acts = {act.upper().replace("_", "-") for act in words(answers, "acts")}
    flags = words(answers, "red_flags")
    bars = {
        "child": safeguarding.is_child(answers),
        "sexual_offence": any(act.startswith("SEX") for act in acts),
        "weapon": "weapon" in flags or "PHY-02" in acts,
        "serious_injury": "serious" in words(answers, "injury"),
    }
    return tuple(code for code, holds in bars.items() if holds)


def refusal(kind: str, fields: Fields, answers: Mapping[str, object], role: str) -> str:
    """Return why this step must not be done as it is, a code for the door's words; "" if it may.

    no_child: never, by nobody. legal_officer: only she may. her_decision: her informed decision
    must be on record with it. own_unit: the officer must be of another unit than the accused.
    two_adults: nobody meets a child alone. `answers` are those of the report with what is known
    now, see safeguarding.answers_now.
    """
    if kind in SETTLES:
        return _settling(fields, settlement_bars(answers), role)
    is_against_police = "police" in words(answers, "aggressors")
    if kind == FRIENDLY and is_against_police and fields.get("other_unit") != YES:
        return "own_unit"
    if safeguarding.is_child(answers) and safeguarding.is_lone(kind, fields):
        return "two_adults"
    return ""


def _settling(fields: Fields, bars: tuple[str, ...], role: str) -> str:
    if "child" in bars:
        return "no_child"
    if not bars:
        return ""
    if role != "legal":
        return "legal_officer"
    return "" if fields.get("her_decision") == YES else "her_decision"
