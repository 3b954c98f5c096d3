"""Words for groups of coded answers, so that a long list can be asked in two steps."""

from functools import cache

from tetea.domain.directory.sources import data_text
from tetea.kernel.dialogue import ListRow, read_list

# The questions whose choices name a group in their column "parent", and where groups have words.
GROUPED = {"acts": "act_groups.csv"}


@cache
def groups(question: str) -> tuple[ListRow, ...]:
    """Return the groups of a question's choices in the order of their file; () when it has none."""
    name = GROUPED.get(question)
    return read_list(data_text("vocabularies", name)) if name else ()
