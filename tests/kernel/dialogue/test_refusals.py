"""A sheet is refused by cell, never half understood."""

from collections.abc import Callable

import pytest

from tetea.kernel.dialogue import (
    ListRow,
    QuestionnaireRefused,
    compile_questionnaire,
)

Sheet = Callable[..., str]
FIRST = {"type": "select_one yn", "name": "danger"}
DAY = {"type": "date", "name": "day"}


def refusals(markdown: str, **lists: list[ListRow]) -> list[str]:
    with pytest.raises(QuestionnaireRefused) as refused:
        compile_questionnaire(markdown, lists)
    return [str(refusal) for refusal in refused.value.refusals]


@pytest.mark.parametrize(
    ("row", "cell", "words"),
    [
        ({"type": "begin_repeat", "name": "r"}, "survey!A3", "repeats are not supported"),
        ({"type": "select_one_from_file x.csv", "name": "r"}, "survey!A3", "external"),
        ({"type": "select_one_external yn", "name": "r"}, "survey!A3", "external"),
        ({"type": "select_one yn or_other", "name": "r"}, "survey!A3", "not supported"),
        ({"type": "file", "name": "r"}, "survey!A3", "'file' is not supported"),
        ({"type": "calculate", "name": "r"}, "survey!A3", "'calculate' is not supported"),
        ({"type": "select_one nolist", "name": "r"}, "survey!A3", "no list 'nolist'"),
        ({"type": "text", "name": "danger"}, "survey!B3", "used twice"),
        ({"type": "text", "name": "2nd"}, "survey!B3", "a name needs letters"),
        ({"type": "text", "name": "r", "required": "maybe"}, "survey!C3", "yes or no"),
        ({"type": "text", "name": "r", "channels": "web fax"}, "survey!C3", "'fax'"),
        ({"type": "text", "name": "r", "tier": "open"}, "survey!C3", "'open'"),
        ({"type": "text", "name": "r", "calculation": "1"}, "survey!C1", "'calculation'"),
        ({"type": "text", "name": "r", "label": "R"}, "survey!C1", "name the language"),
        ({"type": "text", "name": "r", "label::Kiswahili (sw)": ""}, "survey!C3", "missing"),
        ({"type": "begin_group", "name": "r"}, "survey!A3", "no end_group"),
        (
            {"type": "text", "name": "r", "label::English (en)": "Hello ${danger}"},
            "survey!C3",
            "inside a text",
        ),
    ],
)
def test_a_row_that_we_cannot_honour_is_named(
    sheet: Sheet, row: dict[str, str], cell: str, words: str
) -> None:
    found = refusals(sheet(FIRST, row))

    assert any(line.startswith(f"{cell}: ") and words in line for line in found), found


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("pulldata('a', 'b', 'c', ${danger}) = 1", "pulldata() is not supported"),
        ("instance('yn')/root/item = 1", "is not supported"),
        ("starts-with(${danger}, 'y')", "starts-with() is not supported"),
        ("random() > 0.5", "random() is not supported"),
        ("${dangr} = 'yes'", "${dangr} names no question"),
        ("/data/dangr = 'yes'", "the path /data/dangr names no question"),
        ("/data = 'yes'", "the path /data names no question"),
        ("../dangr = 'yes'", "the path ../dangr names no question"),
        ("dangr = 'yes'", "names neither a question"),
        ("${danger} = 'yess'", "'yess' is not a choice of danger"),
        ("selected(${danger}, 'maybe')", "'maybe' is not a choice of danger"),
        ("${day} > '2026-01-01'", "bare text"),
        ("'01/02/2026' < ${day}", "bare text"),
        ("(${day}) > '2026-01-01'", "bare text"),
        ("today() = 'Monday'", "compared with the text 'Monday'"),
        ("concat(${day}, '') = '3'", "a date inside concat()"),
        ("count(//danger) = 1", "not supported"),
        ("${danger}[1] = 'yes'", "not supported"),
        ("${danger} | ${day}", "not supported"),
        ("(${danger} = 'yes'", "cannot be read"),
        ("if(${danger} = 'yes')", "cannot be read"),
        ("${later} = 'yes'", "'later' is asked later"),
        ("${last} = 'yes'", "'last' is asked later"),
    ],
)
def test_a_condition_that_would_be_silently_false_is_refused(
    sheet: Sheet, condition: str, words: str
) -> None:
    condition = condition.replace("|", "\\|")
    asked = {"type": "text", "name": "last", "relevant": condition}

    found = refusals(sheet(FIRST, DAY, asked, {"type": "select_one yn", "name": "later"}))

    assert any(line.startswith("survey!C4: ") and words in line for line in found), found


def test_the_core_cannot_wait_for_what_is_asked_after_it(sheet: Sheet) -> None:
    core = {"type": "text", "name": "core", "core": "yes", "relevant": "${danger} = 'yes'"}

    found = refusals(sheet({**FIRST, "core": "no"}, core))

    assert found == ["survey!D3: 'danger' is asked later (the core comes first); look back only"]


@pytest.mark.parametrize("predicate", ["county = .", "conty = ${danger}", "county = ../danger"])
def test_a_choice_filter_with_a_slip_is_refused(sheet: Sheet, predicate: str) -> None:
    asked = {"type": "select_one sub", "name": "sub", "choice_filter": predicate}

    found = refusals(sheet(FIRST, asked))

    assert len(found) == 1
    assert found[0].startswith("survey!C3: ")


def test_all_cells_are_told_in_one_go(sheet: Sheet) -> None:
    found = refusals(
        sheet({"type": "image", "name": "one"}, {"type": "audio", "name": "two", "core": "x"})
    )

    assert [line.split(":")[0] for line in found] == ["survey!A2", "survey!A3", "survey!C3"]


def test_cells_of_the_choices_sheet_are_named(sheet: Sheet) -> None:
    broken = sheet(FIRST).replace("| yn | no | No |", "| yn | yes | |")

    found = refusals(broken)

    assert "choices!B3: 'yes' stands twice in its list" in found
    assert "choices!C3: the label is missing in English (en)" in found


def test_a_long_list_must_be_complete_and_in_one_place(sheet: Sheet) -> None:
    asked = {"type": "select_one towns", "name": "town"}
    rows = [ListRow("busia", {"en": "Busia", "sw": "Busia"}), ListRow("busia", {"en": "Busia"})]

    found = refusals(sheet(asked), towns=rows, yn=[])

    assert "towns!3: 'busia' is no name, or stands twice" in found
    assert "towns!3: the label is missing in sw" in found
    assert any("'yn' is already kept elsewhere" in line for line in found)


def test_a_short_text_must_fit_a_phone(sheet: Sheet) -> None:
    texts = {"short::English (en)": "x" * 131, "short::Kiswahili (sw)": "ŋ"}

    found = refusals(sheet({**FIRST, **texts}))

    assert [line.split(":")[0] for line in found] == ["survey!C2", "survey!D2"]


@pytest.mark.parametrize("nonsense", ["", "no table at all", "| survey |\n| | type |\n", "|||||"])
def test_what_is_no_sheet_is_refused_kindly(nonsense: str) -> None:
    assert refusals(nonsense)[0].startswith("survey!A1: ")


def test_a_short_text_is_not_taken_for_the_path_of_a_file(tmp_path: object) -> None:
    assert refusals(__file__)[0].startswith("survey!A1: ")
