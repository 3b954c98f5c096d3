"""From a case to the register: coded by its holder, read by who counts, withdrawn by her."""

import datetime as dt
from typing import Any

import pytest

from tetea.domain import moment
from tetea.domain.cases import closing, coded, merging, review, work
from tetea.domain.cases.closing import Ending
from tetea.domain.cases.errors import NotToBeCounted
from tetea.domain.cases.work import Step
from tetea.domain.figures import register
from tetea.domain.figures.errors import Damaged, NotForFigures
from tetea.domain.figures.models import Segment, Waiting
from tetea.domain.reports import thread
from tetea.domain.reports.models import Recall
from tetea.domain.reports.work import opening, triage
from tetea.kernel.register import query
from tetea.kernel.register.coding import Coding
from tetea.kernel.register.contribution import Act
from tetea.kernel.register.query import Axis

POLICE = Coding((Act("ECO-01", "police"),), {"county": "040"})


def acts(holder):
    """What the analyst counts: acts by class."""
    rows = register.read(holder)
    found = query.count(rows, (Axis("act"), Axis("aggressor")), of=query.ROWS)
    return {words: count for (words, _month), count in found.items()}


def code(holder, wanted, made=None):
    return coded.code(holder, wanted, made or coded.look(holder, wanted).proposed)


def test_what_rose_codes_is_counted_by_the_analyst_who_cannot_open_the_case(counted, sign_in):
    rose, wanted, _ = counted(acts=["ECO-01", "PHY-02"], aggressors=["stranger", "police"])
    njeri = sign_in("njeri")
    assert acts(njeri) == {}

    assert code(rose, wanted) == "once"

    # What a body of the state did is not lost behind a stranger.
    assert acts(njeri) == {("ECO-01", "police"): 1, ("PHY-02", "police"): 1}
    with pytest.raises(NotForFigures):
        register.read(rose)
    assert not opening.may_open(njeri, wanted)


def test_a_case_of_which_she_did_not_say_yes_is_not_counted(counted, sign_in):
    rose, wanted, _ = counted(consent_stats="no")
    with pytest.raises(NotToBeCounted):
        code(rose, wanted)
    assert not Waiting.objects.exists()
    assert not Recall.objects.exists()


def test_a_case_of_which_nobody_asked_her_is_not_counted_until_somebody_does(counted, sign_in):
    rose, wanted, _ = counted(consent_stats="not_asked")
    assert not coded.look(rose, wanted).may_count
    asked: Any = {"which": ["stats"], "answer": "yes", "how": "said"}
    work.record_step(rose, wanted, Step("consent_taken", "", asked))
    code(rose, wanted)
    assert acts(sign_in("njeri")) == {("ECO-01", "client"): 1}


def test_she_withdraws_with_her_token_and_is_gone_before_anything_is_counted(counted, sign_in):
    rose, wanted, token = counted()
    code(rose, wanted)
    njeri = sign_in("njeri")
    assert len(register.read(njeri)) == 1

    visitor = thread.open_token(rose.organisation, token)
    thread.change_consents(visitor, {"stats": False})

    assert not Recall.objects.exists()
    assert acts(njeri) == {}
    assert len(register.read(njeri)) == 0
    # What is written to the case afterwards does not bring it back.
    work.record(rose, wanted, "She thought again.")
    assert acts(njeri) == {}


def test_a_no_that_rose_wrote_down_takes_it_out_as_well(counted, sign_in):
    rose, wanted, _ = counted()
    code(rose, wanted)
    no: Any = {"which": ["stats"], "answer": "no", "how": "said"}
    line = work.record_step(rose, wanted, Step("consent_taken", "", no))
    assert acts(sign_in("njeri")) == {}
    # Undone because it was a slip: it counts again, once.
    work.strike(rose, wanted, line)
    assert acts(sign_in("njeri")) == {("ECO-01", "client"): 1}


def test_withdrawing_another_consent_leaves_it_counted(counted, sign_in):
    rose, wanted, token = counted(consent_alert="yes")
    code(rose, wanted)
    visitor = thread.open_token(rose.organisation, token)
    thread.change_consents(visitor, {"alert": False})
    assert acts(sign_in("njeri")) == {("ECO-01", "client"): 1}


def test_the_register_follows_the_case_to_its_end_and_counts_it_once(counted, sign_in):
    rose, wanted, _ = counted()
    amina, njeri = sign_in("amina"), sign_in("njeri")
    code(rose, wanted)
    assert query.count(register.read(njeri), (Axis("support"),)).keys() == {
        (("open",), month(moment.now()))
    }
    work.record_step(rose, wanted, Step("first_support", "", {"how": "in_person"}))
    review.ask(rose, wanted, Ending("agreement", "Paid."), amina.member_id)
    opening.open_report(amina, wanted)
    review.approve(amina, wanted)

    rows = register.read(njeri)
    assert len(rows) == 1
    assert list(query.count(rows, (Axis("support"), Axis("outcome")))) == [
        (("in_time", "agreement"), month(moment.now()))
    ]
    closing.reopen(amina, wanted)
    again = query.count(register.read(njeri), (Axis("outcome"),))
    assert again == {(("",), month(moment.now())): 1}


def month(when):
    local = when + dt.timedelta(hours=3)
    return local.year * 12 + local.month - 1


def test_a_second_member_codes_without_seeing_the_first_and_a_third_look_settles_it(
    counted, sign_in
):
    rose, wanted, _ = counted()
    amina, njeri = sign_in("amina"), sign_in("njeri")
    code(rose, wanted)
    triage.assign(rose, wanted, amina.member_id)
    opening.open_report(amina, wanted)

    seen = coded.look(amina, wanted)
    assert seen.is_second
    assert seen.coded is None
    assert code(amina, wanted, POLICE) == "differs"
    # The first look counts until it is settled.
    assert acts(njeri) == {("ECO-01", "client"): 1}

    both: Any = coded.look(amina, wanted).coded
    assert both.coding.acts == (Act("ECO-01", "client"),)
    assert both.second_coding.acts == POLICE.acts
    assert code(amina, wanted, POLICE) == "once"
    assert acts(njeri) == {("ECO-01", "police"): 1}


def test_two_who_code_alike_are_counted_as_agreeing(counted, sign_in):
    rose, wanted, _ = counted()
    amina = sign_in("amina")
    code(rose, wanted)
    triage.assign(rose, wanted, amina.member_id)
    opening.open_report(amina, wanted)
    assert code(amina, wanted) == "twice"
    found = query.count(register.read(amina), (Axis("second"),))
    assert [words for words, _ in found] == [("same",)]


def test_a_word_that_no_list_has_is_refused_by_the_name_of_its_field(counted):
    rose, wanted, _ = counted()
    with pytest.raises(coded.NoSuchWord, match="county"):
        coded.code(rose, wanted, Coding((Act("ECO-01"),), {"county": "Siaya town"}))
    assert not Waiting.objects.exists()


def test_a_report_that_was_joined_to_another_is_counted_there_alone(counted, sign_in):
    rose, first, _ = counted()
    _, second, _ = counted()
    code(rose, first)
    code(rose, second)
    merging.join(rose, first, second)
    rows = register.read(sign_in("njeri"))
    assert list(query.count(rows, ()).values()) == [2]
    assert list(query.count(rows, (), of="people").values()) == [1]


def test_nothing_of_it_is_readable_at_rest_and_no_row_names_a_case(counted, sign_in):
    rose, wanted, _ = counted(acts=["SEX-01"])
    code(rose, wanted)
    [slip] = Waiting.objects.all()
    [recall] = Recall.objects.all()
    register.read(sign_in("njeri"))
    assert not Waiting.objects.exists()
    [segment] = Segment.objects.all()
    for blob in (slip.blob, recall.blob, segment.body):
        for word in (b"SEX-01", b"040", wanted.encode()):
            assert word not in bytes(blob)


def test_a_slip_that_was_tampered_with_is_left_and_never_stops_the_counting(
    counted, sign_in, caplog
):
    rose, wanted, _ = counted()
    code(rose, wanted)
    row = Waiting.objects.get()
    Waiting.objects.create(
        organisation=rose.organisation, epoch=row.epoch, blob=bytes(row.blob)[:-1] + b"!"
    )
    assert acts(sign_in("njeri")) == {("ECO-01", "client"): 1}
    assert Waiting.objects.count() == 1
    assert "SEX" not in caplog.text


def test_a_damaged_segment_gives_no_figures_rather_than_too_small_ones(counted, sign_in):
    rose, wanted, _ = counted()
    code(rose, wanted)
    njeri = sign_in("njeri")
    register.read(njeri)
    segment = Segment.objects.get()
    body = bytearray(segment.body)
    body[100] ^= 1
    Segment.objects.update(body=bytes(body))
    with pytest.raises(Damaged):
        register.read(njeri)
