"""Old reports stay readable with the questionnaire that they were answered with."""

import json
import zlib

import pytest

from tetea.domain.reports import intake, questionnaire
from tetea.domain.reports.models import Sheet
from tetea.domain.reports.work import opening
from tetea.kernel.dialogue import Questionnaire, Value


@pytest.fixture
def older(db) -> Questionnaire:
    """Last year's questionnaire, in which one act had another name."""
    source = json.loads(questionnaire._source())
    acts = source["lists"]["acts"].replace("ECO-01,", "ECO-91,", 1)
    content = json.dumps({**source, "lists": {**source["lists"], "acts": acts}})
    sheet = questionnaire._compile(content)
    Sheet.objects.create(version=sheet.version, content=zlib.compress(content.encode()))
    questionnaire.version.cache_clear()
    return sheet


def test_the_current_questionnaire_is_kept_once(db):
    questionnaire.keep()
    questionnaire.keep()

    assert Sheet.objects.get().version == questionnaire.current().version


def test_a_report_of_an_older_version_shows_the_words_of_that_version(organisation, older, sign_in):
    answers: dict[str, Value] = {"danger": "no", "acts": ["ECO-91"]}
    received = intake.receive(organisation, intake.Submission(older, answers, "en", "web"))
    from tetea.domain.reports import thread

    wanted = thread.open_token(organisation, received.token.digits).thread.report_id

    story = opening.open_report(sign_in("amina"), wanted).story
    sheet = questionnaire.version(story.version)

    assert sheet.version == older.version != questionnaire.current().version
    assert "ECO-91" in sheet["acts"].choice_names
    assert "ECO-91" not in questionnaire.current()["acts"].choice_names


def test_a_version_that_was_never_kept_falls_back_on_the_current_one(db):
    assert questionnaire.version("no-such-version") is questionnaire.current()
