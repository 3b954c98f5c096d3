"""The rule by which silence is noticed, as data."""

import tomllib
from datetime import timedelta
from functools import cache

from tetea.domain.directory.sources import data_text, field, words
from tetea.kernel.casework.touch import SilenceRule

FILE = "silence.toml"


@cache
def silence_rule() -> SilenceRule:
    """Return the rule. Raises DirectoryDataError when the file cannot be read."""
    content = tomllib.loads(data_text(FILE))
    return SilenceRule(
        after=timedelta(days=field(content, "after_days", int, FILE)),
        tries=field(content, "tries", int, FILE),
        spoke=frozenset(words(content, "spoke", FILE)),
    )
