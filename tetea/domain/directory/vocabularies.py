"""Words for coded answers: groups for long questions, and the lists that casework is coded with."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from tetea.domain.directory.sources import data_text
from tetea.kernel.dialogue import ListRow, read_list

# The questions whose choices name a group in their column "parent", and where groups have words.
GROUPED = {"acts": "act_groups.csv"}

# The lists of casework. Only these names ever become the name of a file: nothing else is opened.
NAMES: Final = frozenset(
    {
        "adjournment_reasons",
        "aggressor_stance",
        "aggressor_status",
        "chain_links",
        "counting_units",
        "date_precision",
        "dropout_reasons",
        "identity_reasons",
        "impact",
        "intervention_response",
        "involvement",
        "outcomes",
        "party_roles",
        "reliability",
        "rights",
        "roster_kinds",
        "settlement_bars",
        "source_connection",
        "source_material",
        "stated_reasons",
        "statement_signed",
        "strain",
        "victim_status",
        "violation_status",
    }
)

# Lists of the questionnaire that casework uses too.
ASKED: Final = frozenset({"acts", "aggressors"})


@cache
def groups(question: str) -> tuple[ListRow, ...]:
    """Return the groups of a question's choices in the order of their file; () when it has none."""
    name = GROUPED.get(question)
    return read_list(data_text("vocabularies", name)) if name else ()


@cache
def words(name: str) -> tuple[ListRow, ...]:
    """Return a list of casework in the order of its file, which is the order of choosing.

    ``extra`` holds parent, huri (the HURIDOCS number, empty where no term says the same) and
    source; where they come from is told in tetea/data/vocabularies/SOURCES.md.
    Raises KeyError for a list that is neither in NAMES nor in ASKED.
    """
    if name not in NAMES | ASKED:
        raise KeyError(name)
    return read_list(data_text("vocabularies", f"{name}.csv"))


def word(name: str, code: str, lang: str) -> str:
    """Return what a code is called, or the code itself when it is newer than this release.

    Raises KeyError for a list that is not in NAMES or a language in which a label is missing.
    """
    row = _by_code(name).get(code)
    return code if row is None else row.labels[lang]


@cache
def _by_code(name: str) -> Mapping[str, ListRow]:
    return {row.name: row for row in words(name)}
