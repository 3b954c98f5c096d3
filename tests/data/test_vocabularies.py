"""The vocabularies: complete in both languages, fit for a phone, traceable to a source."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tetea.domain.directory import vocabularies
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
CASEWORK = sorted(vocabularies.NAMES)
WRITTEN = date(2026, 11, 26)  # no list of casework can have been looked at before
COLUMNS = ["code", "label_en", "label_sw", "short_en", "short_sw", "parent", "huri", "source"]
# Words that would call adult work something else, in both languages.
WRONG_NAMES = re.compile(r"exploit|prostitut|unyonya|ukahaba|umalaya", re.IGNORECASE)
# What casework cannot do without. A code stays when it is no longer used, so this only grows.
NEEDED = {
    "party_roles": """
        survivor aggressor witness ally guarantor source intervening counter_claimant
    """,
    "involvement": "carried_out ordered planned stood_by present suspected did_not_prevent",
    "violation_status": "confirmed likely possible unlikely unknown",
    "chain_links": "precedes causes follows consequence part_of contains parallel",
    "statement_signed": "forced not_asked refused understood not_understood unknown",
    "rights": """
        life liberty health work privacy freedom_from_torture equality housing justice movement
        expression association
    """,
    "outcomes": """
        resolved agreement agreement_kept court_conviction court_acquittal court_withdrawn
        released complaint_upheld complaint_rejected referred withdrawn_by_reporter lost_contact
        no_action_by_police not_pursued duplicate other
    """,
    "dropout_reasons": """
        drags_on fear_reprisal fear_exposure cost settled_privately moved pressure_family
        pressure_aggressor no_trust busy_working health wants_no_more not_reached other
    """,
    "adjournment_reasons": """
        magistrate_absent police_witness_absent file_missing accused_absent survivor_absent
        advocate_absent no_time holiday strike interpreter other
    """,
    "aggressor_stance": """
        denies silent apologises offers_money threatens in_custody transferred fled
    """,
    "identity_reasons": "call_now clinic court safety correct",
    "counting_units": "individual family group community organisation",
    "date_precision": "exact day month year estimate",
    "settlement_bars": """
        child sexual_offence weapon serious_injury official_aggressor no_informed_decision
    """,
}
# HURIDOCS micro-thesauri: the number of each and the terms that it has, as far as lists use them.
TERMS = {
    "involvement": ("18", "0101 0102 0103 0104 0105 0106 0501 0502 0503 90 99"),
    "violation_status": ("41", "01 0101 0102 0103 02 03 04 99"),
    "reliability": ("42", "01 02 03 04 05 99"),
    "source_connection": ("19", "01 0101 0102 0103 02 0201 0202 03 0301 04 0401 0402 0404 99"),
    "chain_links": ("22", "01 02 03 11 21 22 23"),
    "intervention_response": (
        "27",
        "01 0101 0102 0103 0104 02 0201 0202 0203 0204 0205 0206 0207 03 0301 0302 04 05 06 90",
    ),
    "impact": ("44", "01 02 03 04 05 06 99"),
    "victim_status": (
        "25",
        """
        0101 0102 010201 010202 010203 0103 0201 020101 020102 020103 020104 020105 0202 020201
        020202 020203 020204 0301 0302 90 99
        """,
    ),
    "aggressor_status": (
        "26",
        "01 0101 0102 010201 010202 010301 010302 02 0201 0202 020201 020202 020301 020302 99",
    ),
    "source_material": (
        "16",
        """
        010219201801 011616050101 012104091501 012120151601 030805130901 031521182001 091420051801
        120501061201 120520200501 140523191601 160815201501 160825190901 161519200501 161805191901
        161805191902 161805191903 172105192001 180104091501 190907140501 200512051601 200512052201
        201801141901 220903200901 220904051501 230920140501
        """,
    ),
    "statement_signed": ("36", "01 02 03 04 05 99"),
    "counting_units": ("7", "01 02 03"),
    "date_precision": ("48", "01 02 03"),
}
# Lists that say all that their micro-thesaurus says.
WHOLE = [
    "violation_status",
    "reliability",
    "chain_links",
    "impact",
    "statement_signed",
    "date_precision",
]
# An article of the Constitution is a place in one document, and so are a box and a page of SWIT.
PLACE_IN_DOCUMENT = re.compile(r" (Box 2\.1|p\. 46|art\. \d+)$")


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


def told_of(name: str) -> list[str]:
    """The cells that SOURCES.md has about one list of casework."""
    text = (FOLDER / "SOURCES.md").read_text()
    [line] = [line for line in text.splitlines() if line.startswith(f"| `{name}.csv` |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_source_is_explained() -> None:
    told = (FOLDER / "SOURCES.md").read_text()
    named = {part.strip() for _, row in everything() for part in row["source"].split(";")}

    for source in named:
        assert f"| {PLACE_IN_DOCUMENT.sub('', source)} |" in told, source


@pytest.mark.parametrize("name", CASEWORK)
def test_a_list_of_casework_has_the_columns_that_its_readers_expect(name: str) -> None:
    with (FOLDER / f"{name}.csv").open(newline="") as file:
        table = list(csv.reader(file))

    assert table[0] == COLUMNS
    assert {len(line) for line in table} == {len(COLUMNS)}


@pytest.mark.parametrize("name", NEEDED)
def test_the_codes_that_casework_needs_are_there(name: str) -> None:
    assert set(NEEDED[name].split()) <= {row["code"] for row in rows(f"{name}.csv")}


@pytest.mark.parametrize("name", CASEWORK)
def test_a_broader_row_stands_in_the_same_list(name: str) -> None:
    codes = {row["code"] for row in rows(f"{name}.csv") if not row["parent"]}

    assert {row["parent"] for row in rows(f"{name}.csv")} <= codes | {""}


@pytest.mark.parametrize("name", CASEWORK)
def test_a_number_of_huridocs_belongs_to_the_micro_thesaurus_that_is_named(name: str) -> None:
    number, terms = TERMS.get(name, ("-", ""))

    assert {row["huri"] for row in rows(f"{name}.csv")} <= {"", *terms.split()}
    assert told_of(name)[2] == number


@pytest.mark.parametrize("name", WHOLE)
def test_a_list_taken_whole_leaves_no_term_without_a_word(name: str) -> None:
    assert set(TERMS[name][1].split()) <= {row["huri"] for row in rows(f"{name}.csv")}


@pytest.mark.parametrize("name", CASEWORK)
def test_a_list_of_casework_is_confirmed_only_by_a_person(name: str) -> None:
    reviewer, day, confirmed = told_of(name)[3:]

    assert date.fromisoformat(day) >= WRITTEN
    assert confirmed == ("true" if reviewer else "false")


def test_every_right_names_its_article() -> None:
    for row in rows("rights.csv"):
        assert re.match(r"Constitution of Kenya art\. \d\d", row["source"]), row["code"]


def test_no_list_calls_adult_work_something_else() -> None:
    for file in [*FILES, FOLDER / "SOURCES.md"]:
        assert not WRONG_NAMES.search(file.read_text()), file.name
