"""House rules of the code that no linter knows."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tetea"
MAX_LINES = 400
WRITTEN_BY_HAND = {".py", ".js", ".css", ".html"}
# The import contracts do not see what these load.
HIDDEN_IMPORTS = {
    "import_module", "__import__", "get_model", "import_string", "run_module", "run_path",
    "exec", "eval", "find_spec", "load_module", "exec_module",
}  # fmt: skip
TABLE_WORDS = {
    "objects", "save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "_base_manager", "_default_manager", "refresh_from_db",
}  # fmt: skip
# Whether the database answers at all is asked by the health page and told by the API.
DATABASE_ALLOWED = {
    "doors/health.py": {"django.db.DatabaseError", "django.db.connection"},
    "doors/api/assemble.py": {"django.db.InterfaceError", "django.db.OperationalError"},
}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
SAYS = {"cli.py"}


def files(*endings: str, under: str = "tetea") -> list[Path]:
    found = (path for path in (ROOT / under).rglob("*") if path.suffix in endings)
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def short(path: Path) -> str:
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


def name_of(node: ast.AST) -> str:
    """The last word of what is called or read: `b` of `a.b`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def calls(node: ast.AST) -> str:
    """The name that is called here."""
    return name_of(node.func) if isinstance(node, ast.Call) else ""


def offenders(paths: list[Path], is_wrong: Callable[[ast.AST], bool]) -> list[str]:
    """Where in these files something is wrong: file, line and word."""
    return [
        f"{short(path)}:{getattr(node, 'lineno', 0)} {name_of(node)}"
        for path in paths
        for node in ast.walk(tree(path))
        if is_wrong(node)
    ]


def imported(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Every imported module, and the name under which it is used."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((one.name, one.asname or one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                yield f"{node.module}.{one.name}", one.asname or one.name


@cache
def actions(path: Path) -> set[str]:
    """The names that a file has from us: modules of actions, not rows."""
    return {alias for name, alias in imported(tree(path)) if name.startswith("tetea.")}


CODE = files(".py")
DOORS = files(".py", under="tetea/doors")
WRITTEN = [
    path
    for folder in ("tetea", "tests", "tools", "bench")
    for path in files(*WRITTEN_BY_HAND, under=folder)
    if ".min." not in path.name
]


def test_files_stay_short() -> None:
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in WRITTEN}

    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_a_file_begins_by_saying_what_it_is_for() -> None:
    trees = {short(path): tree(path) for path in CODE}

    assert not [name for name, one in trees.items() if one.body and not ast.get_docstring(one)]


def test_nothing_is_imported_behind_the_contracts() -> None:
    """The import contracts cannot see what is loaded by its name in a text."""
    assert offenders(CODE, lambda node: name_of(node) in HIDDEN_IMPORTS) == []


def test_only_the_command_line_prints() -> None:
    silent = [path for path in CODE if short(path) not in SAYS]

    assert offenders(silent, lambda node: calls(node) == "print") == []


def test_no_action_hides_behind_a_signal() -> None:
    assert not [
        (short(path), name)
        for path in CODE
        for name, _alias in imported(tree(path))
        if name.startswith(SIGNALS)
    ]


def test_no_text_is_declared_safe() -> None:
    """Use format_html: it escapes what it is given."""
    unsafe = {"mark_safe", "SafeString", "SafeText"}

    assert offenders(CODE, lambda node: name_of(node) in unsafe) == []


def test_no_error_is_swallowed() -> None:
    def swallows(node: ast.AST) -> bool:
        if not isinstance(node, ast.ExceptHandler):
            return False
        anything = node.type is None or name_of(node.type) in {"Exception", "BaseException"}
        return anything and isinstance(node.body[0], ast.Pass)

    assert offenders(CODE, swallows) == []


def test_doors_never_touch_a_table() -> None:
    """`drafts.save(...)` is a domain action; `draft.save()` would be a door that writes."""
    assert not [
        f"{short(path)}:{node.lineno} .{node.attr}"
        for path in DOORS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in TABLE_WORDS
        and getattr(node.value, "id", "") not in actions(path)
    ]


def test_doors_do_not_know_the_database() -> None:
    assert not [
        (short(path), name)
        for path in DOORS
        for name, _alias in imported(tree(path))
        if name.startswith("django.db") and name not in DATABASE_ALLOWED.get(short(path), ())
    ]
