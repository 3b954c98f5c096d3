"""The vocabularies: complete in both languages, fit for a phone, traceable to a source."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tetea.kernel.dialogue import fits_a_phone

FOLDER = Path(__file__).resolve().parents[2] / "tetea" / "data" / "vocabularies"
FILES = sorted(FOLDER.glob("*.csv"))
MENU_LINE = 30  # a numbered line of a phone's menu, so that four fit one screen
SLURS = re.compile(
    r"\b(victim|prostitut\w*|whore|malaya|kahaba|mwathiriwa|waathiriwa|he|she|his|her|him)\b",
    re.IGNORECASE,
)
VIOLATIONS = """
    SEX-01 SEX-02 SEX-03 SEX-04 SEX-05 PHY-01 PHY-02 PHY-03 PHY-04 PHY-05
    EMO-01 EMO-02 EMO-03 EMO-04 EMO-05 ECO-01 ECO-02 ECO-03 ECO-04 ECO-05
    POL-01 POL-02 POL-03 POL-04 POL-05 POL-06 POL-07 POL-08 POL-09 POL-10
    HLT-01 HLT-02 HLT-03 HLT-04 HLT-05 BYL-01 HRD-01
"""
AGGRESSORS = """
    client police county_askari partner ex_partner family religious_leader employer manager
    health_worker landlord official guard neighbour community_group stranger colleague
    organisation_staff prison_staff military other not_sure
"""


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


def everything() -> Iterator[tuple[str, dict[str, str]]]:
    for file in FILES:
        for row in rows(file.name):
            yield f"{file.stem} {row['code']}", row


def test_every_code_stands_once_and_is_a_choice_name() -> None:
    for file in FILES:
        codes = [row["code"] for row in rows(file.name)]
        assert len(codes) == len(set(codes)), file.name
        assert all(re.fullmatch(r"[A-Za-z0-9_-]+", code) for code in codes), file.name


@pytest.mark.parametrize("column", ["label_en", "label_sw", "short_en", "short_sw", "source"])
def test_every_row_is_complete(column: str) -> None:
    assert [key for key, row in everything() if not row[column].strip()] == []


@pytest.mark.parametrize("column", ["short_en", "short_sw"])
def test_every_short_text_fits_a_line_of_a_phone_menu(column: str) -> None:
    too_long = [key for key, row in everything() if not fits_a_phone(row[column], MENU_LINE)]

    assert too_long == []


def test_two_choices_of_a_list_never_look_the_same() -> None:
    for file in FILES:
        for column in ("label_en", "label_sw", "short_en", "short_sw"):
            texts = [row[column] for row in rows(file.name)]
            assert len(texts) == len(set(texts)), (file.name, column)


def test_no_row_calls_anybody_names_or_guesses_a_gender() -> None:
    texts = (
        (key, row[f"{kind}_{lang}"])
        for key, row in everything()
        for kind in ("label", "short")
        for lang in ("en", "sw")
    )

    assert [key for key, text in texts if SLURS.search(text)] == []


def test_every_act_has_its_group_and_its_class() -> None:
    groups = {row["code"] for row in rows("act_groups.csv")}

    for row in rows("acts.csv"):
        assert row["parent"] in groups
        assert row["code"].startswith(row["parent"] + "-")
        assert row["swit"] in {"PHY", "SEX", "EMO", "HRV"} or row["code"] == "OTH-01"


def test_the_whole_list_of_violations_and_of_aggressors_is_there() -> None:
    assert set(VIOLATIONS.split()) <= {row["code"] for row in rows("acts.csv")}
    assert set(AGGRESSORS.split()) <= {row["code"] for row in rows("aggressors.csv")}


def test_a_crosswalk_cell_is_a_huridocs_number_or_empty() -> None:
    for key, row in everything():
        for column in row:
            if column.startswith("huri_"):
                assert re.fullmatch(r"(\d\d)*", row[column]), (key, column)


def test_every_source_is_explained() -> None:
    told = (FOLDER / "SOURCES.md").read_text()
    named = {part.strip() for _, row in everything() for part in row["source"].split(";")}

    for source in named:
        # "SWIT Box 2.1" and "SWIT p. 46" are places in one document.
        assert f"| {source.removesuffix(' Box 2.1').removesuffix(' p. 46')} |" in told, source
