"""Small sheets to try the engine on."""

from collections.abc import Callable
from datetime import date

import pytest

from tetea.kernel.dialogue import Questionnaire, compile_questionnaire

CHOICES = """
| choices |
| | list_name | name | label::English (en) | label::Kiswahili (sw) | exclusive | county |
| | yn | yes | Yes | Ndiyo | | |
| | yn | no | No | Hapana | | |
| | act | SEX-01 | Rape | Ubakaji | | |
| | act | ECO-01 | Not paid | Kutolipwa | | |
| | act | none | None | Hakuna | yes | |
| | county | 040 | Busia | Busia | | |
| | county | 042 | Kisumu | Kisumu | | |
| | sub | teso | Teso | Teso | | 040 |
| | sub | seme | Seme | Seme | | 042 |
| | sub | nyando | Nyando | Nyando | | 042 |
"""


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def sheet() -> Callable[..., str]:
    """Make a sheet: one dict of cells for each row; labels and messages fill themselves."""

    def make(*rows: dict[str, str]) -> str:
        columns = ["label::English (en)", "label::Kiswahili (sw)"]
        columns += ["constraint_message::English (en)", "constraint_message::Kiswahili (sw)"]
        own = list(dict.fromkeys(key for row in rows for key in row))
        columns = [*own, *(column for column in columns if column not in own)]
        lines = ["| survey |", "| | " + " | ".join(columns) + " |"]
        for row in rows:
            cells = [row.get(column, _filled(column, row)) for column in columns]
            lines.append("| | " + " | ".join(cells) + " |")
        return "\n".join(lines) + "\n" + CHOICES

    return make


def _filled(column: str, row: dict[str, str]) -> str:
    if row["type"].startswith("end"):
        return ""
    if column.startswith("constraint_message"):
        return "Try again" if row.get("constraint") else ""
    return row["name"] if column.startswith("label") else ""


@pytest.fixture(scope="session")
def form(sheet: Callable[..., str]) -> Questionnaire:
    """A little questionnaire with every kind of condition."""
    return compile_questionnaire(
        sheet(
            {"type": "select_one yn", "name": "danger", "core": "yes", "required": "yes"},
            {"type": "text", "name": "story", "channels": "web api"},
            {"type": "select_multiple act", "name": "acts", "core": "yes"},
            {
                "type": "date",
                "name": "day",
                "constraint": ". <= today() and . >= date('2020-01-01')",
                "relevant": "${acts} != ''",
            },
            {"type": "integer", "name": "hours", "relevant": "selected(${acts}, 'SEX-01')"},
            {"type": "select_one county", "name": "county", "core": "yes"},
            {
                "type": "select_one sub",
                "name": "sub",
                "relevant": "${county} != ''",
                "choice_filter": "county = ${county}",
            },
            {"type": "begin_group", "name": "contact", "relevant": "${danger} = 'no'"},
            {"type": "text", "name": "number", "constraint": "regex(., '[0-9]{3,}')"},
            {"type": "end_group", "name": ""},
        )
    )
