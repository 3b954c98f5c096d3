"""Guide texts: a small, typed part of Markdown, so that templates render and nothing is trusted."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from tetea.domain.directory.sources import LANGUAGES, DirectoryDataError, data_text

NAMES: Final = (
    "rights",
    "help-now",
    "what-is-kept",
    "services-intro",
    "channels",
    "under-18",
    "about-us",
    "leave",
    "library-empty",
)

_FENCE: Final = "---"


@dataclass(frozen=True)
class Block:
    """A heading or paragraph with its text, or a list with its items. Plain text, never HTML.

    In the file a paragraph and an item are one line each, however long.
    """

    kind: Literal["heading", "paragraph", "list"]
    text: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guide:
    """One page. confirmed: somebody has put a name to it. native: a native speaker has read it."""

    title: str
    blocks: tuple[Block, ...]
    reviewed: date
    reviewer: str
    source: str
    confirmed: bool
    native: bool


@cache
def guide(name: str, lang: str) -> Guide:
    """Return a guide in one language.

    Raises KeyError for a name or language that does not exist, DirectoryDataError when the file
    cannot be read.
    """
    if name not in NAMES or lang not in LANGUAGES:
        raise KeyError(f"no guide {name} in {lang}")
    return parse_guide(data_text("guides", lang, f"{name}.md"), f"{lang}/{name}")


def parse_guide(text: str, where: str) -> Guide:
    """Read front matter and blocks. Raises DirectoryDataError naming where it is wrong."""
    opening, _, rest = text.partition("\n")
    head, fence, body = rest.partition(f"\n{_FENCE}\n")
    if opening != _FENCE or not fence:
        raise DirectoryDataError(f"{where}: no front matter between two lines of ---")
    about = _front_matter(head, where)
    try:
        reviewed = date.fromisoformat(about["reviewed"])
        return Guide(
            title=about["title"],
            blocks=_blocks(body),
            reviewed=reviewed,
            reviewer=about["reviewer"],
            source=about["source"],
            confirmed=about["confirmed"] == "yes",
            native=about["native"] == "yes",
        )
    except KeyError as error:
        raise DirectoryDataError(f"{where}: front matter lacks {error.args[0]}") from error
    except ValueError as error:
        raise DirectoryDataError(f"{where}: reviewed is no date") from error


def _front_matter(head: str, where: str) -> dict[str, str]:
    about = {}
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            raise DirectoryDataError(f"{where}: front matter line without a colon")
        about[name.strip()] = value.strip()
    return about


def _blocks(body: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for line in body.splitlines():
        text = line.strip()
        if text.startswith("- "):
            _add_item(blocks, text.removeprefix("- "))
        elif text.startswith("## "):
            blocks.append(Block("heading", text.removeprefix("## ")))
        elif text:
            blocks.append(Block("paragraph", text))
    return tuple(blocks)


def _add_item(blocks: list[Block], item: str) -> None:
    if blocks and blocks[-1].kind == "list":
        blocks[-1] = Block("list", items=(*blocks[-1].items, item))
    else:
        blocks.append(Block("list", items=(item,)))
