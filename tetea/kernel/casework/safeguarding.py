"""The safeguarding branch: opened by an age under eighteen and by nothing else.

Not by the work, not by an act, not by how young somebody looks: adult sex work is work.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from tetea.kernel.casework.entries import Entry
from tetea.kernel.clocks.answers import words

AGE_BAND: Final = "age_band"
UNDER_18: Final = "under_18"
ADULT: Final = "adult"
# The step by which an age is written down later.
AGE_KNOWN: Final = "age_known"
REFERRED: Final = "safeguarding_referral"
# Steps at which a responder meets the child.
IN_PERSON: Final = frozenset({"visit", "accompaniment"})
BRANCH: Final = "child"

Fields = Mapping[str, str | list[str]]


def is_child(answers: Mapping[str, object], lines: Iterable[Entry] = ()) -> bool:
    """Whether somebody under 18 is concerned: by the newest line about age, else by the report.

    `lines` are those that were not struck out.
    """
    known = sorted(
        (one for one in lines if one.kind == AGE_KNOWN), key=lambda one: (one.at, one.id)
    )
    if known:
        return known[-1].fields.get("age") == UNDER_18
    return UNDER_18 in words(answers, AGE_BAND)


def answers_now(answers: Mapping[str, object], lines: Iterable[Entry]) -> Mapping[str, object]:
    """Return the answers with the age as it is known now, for rules that ask for it."""
    is_known = UNDER_18 in words(answers, AGE_BAND)
    if is_child(answers, lines) == is_known:
        return answers
    return {**answers, AGE_BAND: ADULT if is_known else UNDER_18}


def is_lone(kind: str, fields: Fields) -> bool:
    """Whether this step says that one responder met the child alone: two go, and both are named."""
    if kind not in IN_PERSON:
        return False
    return fields.get("two") != "yes" or not str(fields.get("with", "")).strip()


def fault(kind: str, fields: Fields) -> tuple[str, str]:
    """Return (field, code) of what is wrong with a step of the branch, or ("", "").

    tell_first: whoever is not told first what is passed on is owed the reason why not.
    """
    is_owed = kind == REFERRED and fields.get("told_first") != "yes"
    if is_owed and not str(fields.get("why_not", "")).strip():
        return "why_not", "tell_first"
    return "", ""
