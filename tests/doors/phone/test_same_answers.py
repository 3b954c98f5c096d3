"""The same answers give the same report, whichever way they came; what was not asked says so."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tetea.domain import moment
from tetea.domain.directory import vocabularies
from tetea.domain.reports import intake, questionnaire, thread
from tetea.domain.reports.models import Report
from tetea.domain.reports.work import reach
from tetea.kernel.clocks.moments import NAIROBI
from tetea.kernel.dialogue import NOT_ASKED, choices_for, complete, next_question, read_all

ONE_BY_ONE = settings(
    max_examples=8,
    deadline=None,
    # An example costs a second: what fails is shown as it was drawn.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    # The organisation is shared: every example is one more report in it.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TOKEN = re.compile(r"(\d{4} ){4}\d{4}")
# Key 1 of a screen that asks nothing: go on, tell more.
ON = ("Go on", "Endelea", "Tell more", "Ongeza")
LINE = re.compile(r"(\d) (.+)")


def _today():
    return moment.now().astimezone(NAIROBI).date()


@st.composite
def told(draw, channel):
    """What somebody answers who is asked everything on this channel; None is left out."""
    sheet = questionnaire.current()
    answers: dict[str, Any] = {}
    while question := next_question(sheet, answers, channel, _today()):
        answers[question.name] = draw(_answers(sheet, question, answers))
    return {name: value for name, value in answers.items() if sheet[name].type != "note"}


def _answers(sheet, question, answers):
    offered = [one.name for one in choices_for(sheet, question, answers)]
    if question.type == "select_one":
        return st.none() | st.sampled_from(offered)
    if question.type == "select_multiple":
        alone = [one.name for one in question.choices if one.exclusive]
        others = [one for one in offered if one not in alone]
        several = st.lists(st.sampled_from(others), min_size=1, max_size=4, unique=True)
        single = st.sampled_from(offered).map(lambda one: [one])
        # In the order of the list, as every channel gives them back.
        return st.none() | single | several.map(lambda some: [o for o in offered if o in some])
    if question.type == "date":
        days = st.integers(0, 300).map(lambda back: _today() - dt.timedelta(days=back))
        return st.none() | days.map(dt.date.isoformat)
    return st.none()


class Thumb:
    """Finds on the screen what she means, leafs where it is not there, and presses it."""

    def __init__(self, call, lang):
        self.call, self.lang, self.sheet = call, lang, questionnaire.current()

    def tell(self, answers):
        """Answer every question that comes, to the end."""
        self.call.press("2")
        said: dict[str, Any] = {}
        while question := next_question(self.sheet, said, "ussd", _today()):
            self._pass_by()
            asked = question.short.get(self.lang) or question.label[self.lang]
            assert asked.split("{")[0][:20] in self.call.screen, (asked, self.call.screen)
            said[question.name] = answers.get(question.name)
            self._answer(question, said[question.name], said)
        assert self.call.screen.startswith("END "), self.call.screen

    def _pass_by(self):
        """Screens between questions: her number, the officer outside, the choice to stop."""
        while any(f"\n1 {words}" in self.call.screen for words in ON):
            self.call.press("1")

    def _answer(self, question, value, said):
        if question.type == "date":
            self.call.press("8" if value is None else f"{value[8:]}{value[5:7]}{value[:4]}")
        elif value is None:
            self.call.press("8")
        elif vocabularies.groups(question.name):
            self._pick_in_groups(question, value, said)
        else:
            wanted = value if isinstance(value, list) else [value]
            labels = self._labels(question, wanted, said)
            self._pick(labels, one=question.type == "select_one")

    def _labels(self, question, codes, said):
        earlier = {name: value for name, value in said.items() if name != question.name}
        return [
            one.short.get(self.lang) or one.label[self.lang]
            for one in choices_for(self.sheet, question, earlier)
            if one.name in codes
        ]

    def _pick_in_groups(self, question, codes, said):
        rows = vocabularies.groups(question.name)
        parents = {one.name: one.extra["parent"] for one in question.choices}
        groups = [row for row in rows if any(parents[code] == row.name for code in codes)]
        # A group is named by its own words; what is in it comes on the screens after it.
        self._pick([row.short.get(self.lang, row.labels[self.lang]) for row in groups], one=False)
        for row in groups:
            inside = [code for code in codes if parents[code] == row.name]
            self._pick(self._labels(question, inside, said), one=False)

    def _pick(self, labels, *, one):
        """Press what is on this page, and leaf on while something is missing."""
        left = list(labels)
        for _ in range(30):
            keys = {text: key for key, text in self._lines()}
            here = [label for label in left if label in keys]
            left = [label for label in left if label not in here]
            pressed = "".join(keys[label] for label in here)
            if not left:
                self.call.press(pressed or "8")
                return
            assert not one or not here
            self.call.press(f"{pressed}9")
        raise AssertionError((labels, self.call.screen))

    def _lines(self):
        lines = self.call.screen.removeprefix("CON ").split("\n")[:-1]
        return [found.groups() for line in lines if (found := LINE.fullmatch(line))]


@pytest.fixture
def opened(sign_in):
    """Return a function that opens the newest report as whoever may."""
    readers = {"inside": sign_in("amina"), "outside": sign_in("wanjiru")}
    known: set[str] = set()

    def open_newest():
        [report] = Report.objects.exclude(pk__in=known)
        known.add(report.pk)
        group = "outside" if report.thread.group == "outside" else "inside"
        # Below the desk, which shows who somebody is only when that is opened on purpose.
        reader = readers[group]
        story = reach.open_story(reader, report, reach.body_key(reader, report))
        return {**story.answers, **story.identity}

    return open_newest


def _by_web(organisation, answers):
    """As the web door does: read all that the form holds, then complete it."""
    sheet, today = questionnaire.current(), _today()
    read, faults = read_all(sheet, answers, "web", today)
    assert faults == []
    whole = complete(sheet, read, "web", today)
    intake.receive(organisation, intake.Submission(sheet, whole, "sw", "web"))


def _by_api(client, answers):
    body = json.dumps({"lang": "sw", "answers": answers})
    answer = client.post("/api/v1/reports", body, "application/json")
    assert answer.status_code == 201, answer.content


@ONE_BY_ONE
@given(answers=told("ussd"), lang=st.sampled_from(["en", "sw"]))
def test_the_same_answers_by_menu_web_and_api_are_the_same_report(
    phone, client, organisation, opened, answers, lang
):
    call = phone(f"+25471{Report.objects.count():07}").dial()
    if lang == "sw":
        call.press("9")
    Thumb(call, lang).tell(answers)
    by_menu = opened()
    shown = TOKEN.search(call.screen)
    assert shown is not None
    assert thread.open_token(organisation, shown[0]).thread.report_id
    _by_web(organisation, answers)
    by_web = opened()
    _by_api(client, answers)
    by_api = opened()

    assert by_menu == by_web == by_api
    assert {name: by_menu[name] for name in answers} == answers
    others = {value for name, value in by_menu.items() if name not in answers}
    assert others == {NOT_ASKED}


@st.composite
def written(draw):
    """What somebody answers by SMS: her own words, and the little that is asked."""
    words = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
    answers = {
        "story": f"Jana usiku nilikuwa kazini na {words}",
        "about_us": draw(st.sampled_from(["yes", "no", "not_sure"])),
        "consent_contact": draw(st.sampled_from(["yes", "no"])),
    }
    if answers["consent_contact"] == "yes":
        codes = [one.name for one in questionnaire.current()["contact_hours"].choices]
        some = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True)
        hours = ["any"] if "any" in (drawn := draw(some)) else sorted(drawn, key=codes.index)
        answers |= {"contact_way": "sms", "contact_hours": hours}
    return answers


@ONE_BY_ONE
@given(answers=written())
def test_the_same_answers_by_sms_web_and_api_are_the_same_report(
    phone, client, organisation, opened, answers
):
    codes = [one.name for one in questionnaire.current()["contact_hours"].choices]
    her = phone(f"+25472{Report.objects.count():07}")
    her.text(answers["story"])
    her.text({"yes": "Ndiyo", "no": "2", "not_sure": "sijui"}[answers["about_us"]])
    her.text(answers["consent_contact"].upper())
    if "contact_hours" in answers:
        her.text("".join(str(codes.index(one) + 1) for one in answers["contact_hours"]))
    by_sms = opened()
    _by_web(organisation, answers)
    by_web = opened()
    _by_api(client, answers)

    assert by_sms == by_web == opened()
    assert {name for name, value in by_sms.items() if value != NOT_ASKED} == set(answers)
