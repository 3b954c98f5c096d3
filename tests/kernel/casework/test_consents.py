"""T-108: what a member wrote down for her counts as far as somebody can stand for it."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tetea.kernel.casework import consents
from tetea.kernel.casework.consents import Signed, Standing, fault, missing_for, standing
from tetea.kernel.casework.entries import Entry

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
NAMES = ("store", "match", "alert", "partner", "police", "stats", "contact", "research", "media")
WAYS = ("said", "signed", "thumb_print", "recorded")
NO_TO_ALL = Signed(dict.fromkeys(NAMES, False), 1)
YES_TO_ALL = Signed(dict.fromkeys(NAMES, True), 1)
# T-108 as a table: by word of mouth, may it be acted on?
BY_WORD = {
    "store": True,
    "match": False,
    "alert": False,
    "partner": True,
    "police": False,
    "stats": True,
    "contact": True,
    "research": False,
    "media": False,
}


def line(which, answer="yes", how="signed", hours=1, **more):
    fields = {"which": [which], "answer": answer, "how": how, "statement": "1"}
    if how != "said":
        fields["witness"] = "Mama Akinyi"
    fields |= more
    at = NOW + dt.timedelta(hours=hours)
    return Entry(f"line-{hours}", consents.TAKEN, at, "rose", fields=fields)


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_t108_each_way_and_each_consent(name, how):
    found = standing(NO_TO_ALL, [line(name, how=how)])

    is_enough = how != "said" or BY_WORD[name]
    assert found[name].given is is_enough
    assert found[name].releases_identity is (how != "said")
    assert found[name].is_staff_asserted is (how == "said" and is_enough)
    assert bool(found[name].said_yes) is not is_enough
    assert not any(one.given for other, one in found.items() if other != name)


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_a_no_counts_at_once_however_it_was_said(name, how):
    found = standing(YES_TO_ALL, [line(name, "no", how)])

    assert not found[name].given
    assert found[name].how == how
    assert all(one.given for other, one in found.items() if other != name)


@pytest.mark.parametrize("answer", ["yes", "no"])
@pytest.mark.parametrize("how", WAYS)
def test_what_she_signs_later_always_wins(answer, how):
    later = Signed({**NO_TO_ALL.answers, "contact": answer == "no"}, 2)

    found = standing(later, [line("contact", answer, how)])

    assert found["contact"] == Standing(answer == "no")


def test_a_line_that_is_bound_to_nothing_she_signed_counts_for_nothing():
    for wrong in ("", "0", "one", "-1"):
        assert not standing(NO_TO_ALL, [line("police", statement=wrong)])["police"].given


def test_of_two_lines_the_one_that_was_given_last_counts_not_the_one_written_last():
    no = line("police", "no", "said", hours=5)
    paper = replace(line("police", hours=6), happened=NOW + dt.timedelta(hours=1))

    assert not standing(NO_TO_ALL, [no, paper])["police"].given
    assert standing(NO_TO_ALL, [no, line("police", hours=6)])["police"].given


def test_a_paper_from_before_her_own_later_word_is_not_brought_in_behind_her_back():
    hers = Signed({**NO_TO_ALL.answers}, 2, NOW)
    older = replace(line("police", statement="2"), happened=NOW - dt.timedelta(days=1))

    assert not standing(hers, [older])["police"].given
    assert standing(hers, [line("police", statement="2")])["police"].given


def test_a_paper_from_before_the_report_was_typed_in_counts():
    older = replace(line("police"), happened=NOW - dt.timedelta(days=1))

    assert standing(replace(NO_TO_ALL, at=NOW), [older])["police"].given


def test_saying_it_once_more_makes_a_signature_no_less():
    signed, said = line("police"), line("police", how="said", hours=2)

    assert standing(NO_TO_ALL, [signed, said])["police"].how == "signed"
    assert standing(YES_TO_ALL, [said])["police"] == Standing(given=True)


@pytest.mark.parametrize("how", ["signed", "thumb_print", "recorded"])
def test_whoever_writes_it_down_is_no_witness(how):
    for name in ("rose", " Rose", "@ROSE", "rose  "):
        assert fault({"how": how, "witness": name}, "rose") == ("witness", "witness_is_writer")
    assert fault({"how": how}, "rose") == ("witness", "witness_missing")
    assert fault({"how": how, "witness": "  "}, "rose") == ("witness", "witness_missing")
    assert fault({"how": how, "witness": "joy"}, "rose") == ("", "")


def test_word_of_mouth_needs_no_witness_and_the_writer_is_none_there_either():
    assert fault({"how": "said"}, "rose") == ("", "")
    assert fault({"how": "said", "witness": "rose"}, "rose") == ("witness", "witness_is_writer")


@pytest.mark.parametrize("witness", ["", "rose"])
def test_a_line_that_lacks_its_witness_is_no_more_than_said(witness):
    assert not standing(NO_TO_ALL, [line("police", witness=witness)])["police"].given
    assert standing(NO_TO_ALL, [line("contact", witness=witness)])["contact"].is_staff_asserted


@pytest.mark.parametrize(("reason", "needed"), [("clinic", "partner"), ("court", "police")])
def test_t108_who_she_is_goes_out_only_with_a_consent_somebody_can_stand_for(reason, needed):
    assert missing_for(reason, standing(NO_TO_ALL, [])) == needed
    assert missing_for(reason, standing(NO_TO_ALL, [line(needed, how="said")])) == needed
    for how in ("signed", "thumb_print", "recorded"):
        assert missing_for(reason, standing(NO_TO_ALL, [line(needed, how=how)])) == ""
    assert missing_for(reason, standing(YES_TO_ALL, [])) == ""
    for inside in ("call_now", "safety", "correct"):
        assert missing_for(inside, standing(NO_TO_ALL, [])) == ""


lines = st.lists(
    st.builds(
        line,
        which=st.sampled_from(NAMES),
        answer=st.sampled_from(["yes", "no"]),
        how=st.sampled_from(WAYS),
        hours=st.integers(1, 40),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(lines, st.randoms())
def test_the_order_in_which_the_database_brings_the_lines_changes_nothing(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)

    assert standing(NO_TO_ALL, shuffled) == standing(NO_TO_ALL, found)


@given(lines)
def test_t108_words_of_mouth_alone_never_reach_police_or_the_public(found):
    said = [replace(one, fields={**one.fields, "how": "said"}) for one in found]
    stands = standing(NO_TO_ALL, said)

    for name in ("police", "media", "alert", "match", "research"):
        assert not stands[name].given
    assert not any(one.releases_identity for one in stands.values())
