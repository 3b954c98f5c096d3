"""Whatever the seeds tell of a case can be entered: each place exists, and takes it for real."""

import re

import pytest

from tetea.domain.cases import work
from tetea.domain.cases.work import Step
from tetea.domain.directory import vocabularies
from tetea.domain.directory.steps import step_book
from tools.seed_elements import DOCUMENT, Element, document, elements, label

# In the field study, section 6: how many elements each document has.
COUNTS = {"S0": 23, "S1": 13, "S2": 11, "S3-A": 10, "S3-B": 9, "S3-C": 6, "S4": 12}
KNOWN_MISSING: set[str] = set()
SAMPLE = {
    "text": "As it was told.",
    "line": "As it was told",
    "person": "The guard",
    "moment": "2026-11-20T10:00",
    "date": "2026-11-20",
    "amount": "1300",
    "yes_no": "yes",
}


def test_every_element_of_the_seeds_is_there_in_its_order_and_none_twice():
    found = [one.id for one in elements()]
    wanted = [
        f"{name}{'' if name.startswith('S3') else '-'}{number}"
        for name, count in COUNTS.items()
        for number in range(1, count + 1)
    ]

    assert found == wanted


def test_each_is_entered_somewhere_or_says_why_it_is_no_matter_of_a_case():
    for one in elements():
        assert sum(map(bool, (one.at, one.not_a_case, one.missing))) == 1, one.id
    assert {one.id for one in elements() if one.missing} == KNOWN_MISSING


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_each_place_exists_and_has_words(lang):
    for one in elements():
        for place in one.at:
            assert label(place, lang), (one.id, place)


def test_the_printed_table_is_made_from_it():
    assert DOCUMENT.read_text("utf-8") == document()


def _fields(kind: str, wanted: dict[str, str]) -> dict[str, str | list[str]]:
    """Every field of a step filled in, those that the element names with its own choice."""
    found: dict[str, str | list[str]] = {}
    for field in step_book().kinds[kind].fields:
        choices = field.codes or tuple(
            row.name for row in (vocabularies.words(field.list) if field.list else ())
        )
        value = wanted.get(field.name) or (choices[0] if choices else SAMPLE[field.type])
        found[field.name] = [value] if field.type == "choices" else value
    return found


def _steps(element: Element) -> dict[str, dict[str, str]]:
    steps: dict[str, dict[str, str]] = {}
    for place in element.at:
        match = re.fullmatch(r"step:(\w+)(?:\.(\w+))?(?:=(\w+))?", place)
        if match:
            kind, field, option = match.groups()
            steps.setdefault(kind, {})
            if field and option:
                steps[kind][field] = option
    return steps


@pytest.mark.parametrize(
    "element", [one for one in elements() if _steps(one)], ids=lambda one: one.id
)
def test_its_steps_can_be_written_into_a_case_and_read_again(element, given):
    rose, wanted, _ = given(acts=["ECO-01"], consent_contact="yes", consent_police="yes")
    for kind, named in _steps(element).items():
        fields = _fields(kind, named) | ({"how": "face"} if kind == "next_contact" else {})
        work.record_step(rose, wanted, Step(kind, element.says, fields, is_hers=True))

    found = {one.kind: one for one in work.read_case(rose, wanted).file.steps}
    for kind, named in _steps(element).items():
        assert found[kind].text == element.says
        for name, option in named.items():
            assert found[kind].fields[name] in (option, [option])
