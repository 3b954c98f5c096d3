"""The main job through the domain alone: reported, sealed, triaged, answered, read by token."""

import pytest

from tetea.domain.cases import clocks, closing
from tetea.domain.reports import thread
from tetea.domain.reports.errors import NotFound, NotOpened, WrongState
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import items, opening, queue, triage


def _id_of(unlocked, username):
    return next(one for one, name, _ in triage.assignable(unlocked) if name == username)


def test_the_paralegal_answers_and_the_reporter_reads_it_with_her_token(
    organisation, sign_in, report, report_id
):
    received = report(story="He did not pay.")
    coordinator, paralegal = sign_in("amina"), sign_in("rose")
    wanted = report_id(received)
    opening.open_report(coordinator, wanted)
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))

    opened = opening.open_report(paralegal, wanted)
    items.reply(paralegal, wanted, "We go with you at ten.")

    assert opened.story.answers["story"] == "He did not pay."
    seen = thread.view(thread.open_token(organisation, received.token.digits))
    assert [message.text for message in seen.messages] == ["We go with you at ten."]
    assert seen.openings == {"coordinator": 1, "paralegal": 1}


def test_before_triage_the_paralegal_neither_sees_nor_opens_a_report(sign_in, report, report_id):
    wanted = report_id(report())
    paralegal = sign_in("rose")

    assert queue.queue(paralegal, "all").rows == ()
    with pytest.raises(NotFound):
        opening.open_report(paralegal, wanted)


def test_a_colleague_who_was_not_assigned_cannot_open_the_case(sign_in, report, report_id):
    wanted = report_id(report())
    coordinator = sign_in("amina")
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))

    with pytest.raises(NotFound):
        opening.open_report(sign_in("joy"), wanted)
    with pytest.raises(NotFound):
        opening.open_report(sign_in("kamau"), wanted)


def test_nothing_is_shown_that_was_not_opened_on_purpose(sign_in, report, report_id):
    wanted = report_id(report())

    with pytest.raises(NotOpened):
        opening.read_report(sign_in("amina"), wanted)


def test_a_report_about_the_organisation_reaches_the_outside_officer_only(
    sign_in, report, report_id
):
    wanted = report_id(report(about_us="yes"))

    assert [row.id for row in queue.queue(sign_in("wanjiru"), "all").rows] == [wanted]
    assert queue.queue(sign_in("amina"), "all").rows == ()
    with pytest.raises(NotFound):
        opening.open_report(sign_in("amina"), wanted)


def test_n17_after_triage_the_epoch_key_opens_no_body(sign_in, report, report_id):
    wanted = report_id(report())
    coordinator, hotline = sign_in("amina"), sign_in("halima")
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))

    with pytest.raises(NotFound):
        opening.open_report(hotline, wanted)


def test_keys_follow_when_a_case_is_given_to_somebody_else(sign_in, report, report_id):
    wanted = report_id(report())
    coordinator = sign_in("amina")
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))

    triage.assign(coordinator, wanted, _id_of(coordinator, "joy"))

    opening.open_report(sign_in("joy"), wanted)
    with pytest.raises(NotFound):
        opening.open_report(sign_in("rose"), wanted)


def test_a_message_after_triage_is_opened_by_its_holder(organisation, sign_in, report, report_id):
    received = report()
    wanted = report_id(received)
    coordinator, paralegal = sign_in("amina"), sign_in("rose")
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))
    thread.say(thread.open_token(organisation, received.token.digits), "Are you there?")

    assert items.has_new(paralegal, [wanted]) == {wanted}
    opened = opening.open_report(paralegal, wanted)

    assert [message.text for message in opened.messages] == ["Are you there?"]
    assert items.has_new(paralegal, [wanted]) == set()


def test_n21_a_swapped_reporter_key_gets_no_reply(organisation, sign_in, report, report_id):
    received, stranger = report(), report()
    wanted = report_id(received)
    coordinator = sign_in("amina")
    opening.open_report(coordinator, wanted)
    forged = thread.open_token(organisation, stranger.token.digits).reporter_key
    row = Report.objects.get(id=wanted).thread.reporter_keys.get()
    row.enc_pk = forged.enc_pk
    row.save()

    with pytest.raises(NotFound):
        items.reply(coordinator, wanted, "secret")


def test_the_outside_officer_works_a_report_to_its_end(organisation, sign_in, report, report_id):
    received = report(about_us="yes", danger="yes")
    wanted = report_id(received)
    outside = sign_in("wanjiru")
    opening.open_report(outside, wanted)

    triage.take(outside, wanted)
    thread.say(thread.open_token(organisation, received.token.digits), "Who reads this?")
    opening.read_report(outside, wanted)
    items.reply(outside, wanted, "Only I do.")
    assert [row.id for row in queue.queue(outside, "mine").rows] == [wanted]
    closing.close(outside, wanted, closing.Ending("resolved"))

    assert queue.queue(outside, "all").rows == ()
    closing.reopen(outside, wanted)
    assert [row.id for row in queue.queue(outside, "all").rows] == [wanted]


def test_a_report_about_the_organisation_is_never_assigned_inside(sign_in, report, report_id):
    wanted = report_id(report(about_us="yes"))

    with pytest.raises(WrongState):
        triage.assign(sign_in("wanjiru"), wanted, _id_of(sign_in("amina"), "rose"))
    with pytest.raises(NotFound):
        triage.take(sign_in("amina"), wanted)


def test_of_a_case_against_an_official_the_team_sees_times_only(sign_in, report, report_id):
    wanted = report_id(
        report(acts=["SEX-01"], aggressors=["police"], county="040", when_known="today")
    )
    coordinator = sign_in("amina")
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))

    [row] = queue.queue(sign_in("joy"), "all").rows
    assert (row.facets.acts, row.facets.aggressors, row.facets.county) == ((), (), "")
    assert {clock.kind for clock in row.facets.clocks} <= {"first_support", "deadline"}
    opened = opening.open_report(sign_in("rose"), wanted)
    assert "pep" in {clock.kind for clock in opened.facets.clocks}


def test_one_clock_of_a_case_against_an_official_stops_alone(sign_in, report, report_id):
    wanted = report_id(report(acts=["SEX-01"], aggressors=["police"], when_known="today"))
    coordinator, paralegal = sign_in("amina"), sign_in("rose")
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))
    before = opening.open_report(paralegal, wanted).facets.open_clocks

    clocks.settle_clock(paralegal, wanted, "pep")

    after = opening.read_report(paralegal, wanted).facets.open_clocks
    assert {clock.kind for clock in before} - {clock.kind for clock in after} == {"pep"}


def test_danger_comes_first_then_whatever_is_lost_soonest(sign_in, report, report_id):
    slow = report_id(report())
    medicine = report_id(report(acts=["SEX-01"], condom="no", when_known="yesterday"))
    danger = report_id(report(danger="yes"))

    rows = queue.queue(sign_in("amina"), "all").rows

    assert [row.id for row in rows] == [danger, medicine, slow]


def test_mine_counts_what_she_owns_not_what_she_triaged(sign_in, report, report_id):
    wanted = report_id(report())
    coordinator, paralegal = sign_in("amina"), sign_in("rose")
    triage.assign(coordinator, wanted, _id_of(coordinator, "rose"))

    assert (queue.counts(coordinator)["mine"], queue.counts(paralegal)["mine"]) == (0, 1)
    assert [row.id for row in queue.queue(paralegal, "mine").rows] == [wanted]
    assert queue.queue(coordinator, "mine").rows == ()
