"""The paths that ship as data: what to do after an act, step by step."""

from collections.abc import Collection
from functools import cache
from importlib import resources

from tetea.domain.directory.sources import data_text
from tetea.kernel.casework.paths import Path, parse_path, paths_for


@cache
def paths() -> tuple[Path, ...]:
    """Return all paths in their order. Raises PathDataError when a file cannot be read."""
    folder = resources.files("tetea").joinpath("data", "paths")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    found = [parse_path(data_text("paths", name)) for name in names]
    return tuple(sorted(found, key=lambda path: path.order))


def path(code: str) -> Path:
    """Return one path. Raises KeyError when there is none."""
    return {one.code: one for one in paths()}[code]


def paths_for_acts(acts: Collection[str]) -> tuple[Path, ...]:
    """Return the paths to which the acts of a report lead, in their order; () for no acts."""
    return paths_for(paths(), acts)


def path_of_branch(branch: str) -> Path:
    """Return the path of a branch, such as "child". Raises KeyError when there is none."""
    return {one.branch: one for one in paths() if one.branch}[branch]
