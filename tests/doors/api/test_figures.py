"""Figures and the forum for programs: as the desk, and never a zero for what is not said."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.figures.test_publish import give, month
from tests.doors.api.conftest import Caller, slug
from tetea.domain.figures import publish


@pytest.fixture
def quarter(organisation: Any) -> str:
    """A quarter of twenty a month in the register; the code of its last month."""
    end = month(9)
    for at in (end - 2, end - 1, end):
        give(organisation, at, 20, seed=at)
    return publish.code_of(end)


def make(caller: Caller, code: str) -> None:
    answer = caller.post("figures", {"month": code})
    assert answer.status_code == 201
    now = answer.json()
    while not now["is_ready"]:
        now = caller.post(f"figures/{code}/next").json()


def test_the_analysts_program_makes_a_quarter_and_reads_both_editions(
    member: Callable[[str], Caller], quarter: str
) -> None:
    njeri = member("njeri")
    make(njeri, quarter)

    outside = njeri.get(f"figures/{quarter}/outside").json()
    inside = njeri.get(f"figures/{quarter}/inside").json()

    assert {one["code"] for one in outside["tables"]} <= {one["code"] for one in inside["tables"]}
    assert "support" in {one["code"] for one in outside["tables"]}
    for found, threshold in ((outside, 10), (inside, 5)):
        cells = [cell for one in found["tables"] for cell in one["cells"]]
        assert any(cell["is_suppressed"] for cell in cells)
        for cell in cells:
            if cell["is_suppressed"]:
                assert cell["low"] is None
                assert cell["high"] is None
            else:
                assert cell["low"] >= threshold
    [listed] = njeri.get("figures").json()["items"]
    assert listed["month"] == quarter
    assert listed["is_ready"]


def test_the_register_has_no_id_no_day_and_no_station(
    member: Callable[[str], Caller], quarter: str
) -> None:
    found = member("njeri").get("register").json()
    assert len(found["items"]) == 60
    assert found["next"] is None
    for row in found["items"]:
        assert set(row) == {"month", "act", "aggressor", "words", "people", "reports"}
        assert "station" not in row["words"]
    assert found["items"] == sorted(
        found["items"], key=lambda one: (one["month"], one["act"], one["aggressor"])
    )


@pytest.mark.parametrize("code", ["2026-13", "soon", "1999-01"])
def test_a_month_that_was_never_counted_is_not_there(
    member: Callable[[str], Caller], organisation: Any, code: str
) -> None:
    njeri = member("njeri")
    for address in (f"figures/{code}/inside", f"figures/{code}/secret"):
        assert slug(njeri.get(address)) == "not-found"
    assert slug(njeri.post(f"figures/{code}/next")) == "not-found"


def test_a_month_that_is_not_over_is_refused(
    member: Callable[[str], Caller], organisation: Any
) -> None:
    answer = member("njeri").post("figures", {"month": "2999-01"})
    assert (answer.status_code, slug(answer)) == (409, "wrong-state")
    wrong = member("njeri").post("figures", {"month": "January"})
    assert wrong.status_code == 422


def test_a_forum_is_planned_held_and_its_promise_followed(
    member: Callable[[str], Caller], organisation: Any
) -> None:
    amina = member("amina")
    planned = amina.post(
        "forums", {"day": "2026-10-30", "issues": "Receipts", "topics": ["POL-01"]}
    )
    forum = planned.json()["id"]
    held = {
        "day": "2026-10-30", "topics": ["POL-01"], "decisions": "A receipt each time",
        "seats": {"police": 3}, "came": [{"sign": "A.O.", "may_be_shown": True}],
    }  # fmt: skip
    assert amina.post(f"forums/{forum}/minutes", held).status_code == 200
    made = amina.post(
        f"forums/{forum}/commitments", {"owner": "OCS", "what": "Receipts", "due": "2999-01-01"}
    )
    said = amina.post(
        f"commitments/{made.json()['id']}/state", {"state": "kept", "evidence": "Nine shown"}
    )
    assert said.json()["state"] == "kept"

    rose = member("rose")
    assert "A.O." not in rose.get(f"forums/{forum}").content.decode()
    [row] = rose.get("forums").json()["items"]
    assert (row["people"], row["is_held"], row["topics"]) == (3, True, ["POL-01"])
    [promise] = rose.get("commitments").json()["items"]
    assert [one["evidence"] for one in promise["words"]] == ["Nine shown"]


def test_what_is_wrong_is_named_by_its_field(
    member: Callable[[str], Caller], organisation: Any
) -> None:
    amina = member("amina")
    wrong = amina.post("forums", {"day": "2026-10-30", "topics": ["NOT-01"]})
    assert wrong.status_code == 422
    assert [one["name"] for one in wrong.json()["errors"]] == ["topics"]
    said = amina.post("changes", {"en": "Call 0712345678", "sw": "Sawa"})
    assert [one["name"] for one in said.json()["errors"]] == ["en"]
    assert amina.post("changes", {"en": "Receipts.", "sw": "Risiti."}).status_code == 200
    [line] = amina.get("changes").json()["items"]
    assert amina.call("DELETE", f"changes/{line['number']}").json() == {"items": []}
