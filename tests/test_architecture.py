"""Who may import whom, where French is spoken, and how large things may grow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "stockage_partage"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "versions" not in path.parts)
FRENCH = re.compile("[àâçéèêëîïôùûüœÀÂÇÉÈÊËÎÏÔÙÛÜŒ«»’]")

#: Data, not sentences: folders of the tree, names of made-up people, letters to recognise.
SPEAKS_DATA = {
    "documents/invoices/invoice_checks.py",
    "documents/tree/document_types.py",
    "documents/tree/filing_plan.py",
    "documents/printing/folder_settings.py",
    "documents/export/target_folder.py",
    "company/third_parties/identity.py",
    "company/third_parties/csv_file.py",
    "graph/library/names.py",
    "example_company.py",
}
LARGEST_FILE = 400
SHORT_FILE, SHORTEST_FILE = 40, 20
#: Of those that hold code: more than that nobody finds their way among.
MOST_FILES = 360
LONGEST_FUNCTION = 50

#: What ships and what it is shown with; migrations are what they were on the day they ran.
DOCUMENTED = sorted(
    path for path in SOURCE.parent.rglob("*.py") if not {"versions", "migrations"} & set(path.parts)
)
FEWEST_WORDS = 4
#: Such a beginning leans on a sentence above, which a tooltip does not show.
LEANING = re.compile(
    r"(The same|All of them|The (second|first|other) one|See|Likewise|As above|And|Or|But|Then|Also|Both"
    r"|It|They|One of them|None either|Either|Those|Its|Their|Others|To|By|With|Under|From now on)\b"
)


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def may_speak_french(path: Path) -> bool:
    name = relative(path)
    return name.startswith("messages/") or name in SPEAKS_DATA


def strings_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """String constants that are no docstring."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            yield node.lineno, node.value


def docstrings_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each docstring of a module, its classes and functions, with the line where it begins."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.get_docstring(node)
            if said is not None:
                yield node.body[0].lineno, said


def stands_alone(docstring: str) -> bool:
    """False for a docstring of too few words, and for one that goes on with what another says."""
    return len(docstring.split()) >= FEWEST_WORDS and not LEANING.match(docstring)


def test_imports_go_down_the_layers_and_each_library_has_its_place() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=SOURCE.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.fixture(scope="module")
def parsed() -> dict[Path, ast.Module]:
    """Every module of the program."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def test_french_is_spoken_in_one_place(parsed: dict[Path, ast.Module]) -> None:
    spoken = [
        f"{relative(path)}:{line}: {text!r}"
        for path, tree in parsed.items()
        if not may_speak_french(path)
        for line, text in strings_of(tree)
        if FRENCH.search(text)
    ]
    assert not spoken


def test_files_stay_readable() -> None:
    lines = {relative(path): path.read_text(encoding="utf-8").count("\n") for path in FILES}
    assert not {name: count for name, count in lines.items() if count > LARGEST_FILE}


def test_files_are_few_enough_to_be_found() -> None:
    assert sum(path.stem not in ("__init__", "__main__") for path in FILES) <= MOST_FILES


def test_a_short_file_has_a_life_of_its_own(parsed: dict[Path, ast.Module]) -> None:
    """It is used from several places, or loaded at a moment of its own; else it belongs to its one user."""
    users: dict[str, int] = {}
    for tree in parsed.values():
        at_once = set(imported_by(tree.body))
        later = set(imported_by(ast.walk(tree))) - at_once
        for name in at_once | later:
            users[name] = users.get(name, 0) + (2 if name in later else 1)
    short = {}
    for path in FILES:
        name, lines = module_name(path), len(path.read_text(encoding="utf-8").splitlines())
        if path.stem not in ("__init__", "__main__") and lines < SHORT_FILE:
            short[name] = (users.get(name, 0), lines)
    assert {name for name, (count, _) in short.items() if count < 2} == set()
    assert {name for name, (_, lines) in short.items() if lines < SHORTEST_FILE} == set()


def imported_by(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The modules that these statements import, by their whole names."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_functions_stay_readable(parsed: dict[Path, ast.Module]) -> None:
    functions = (
        (f"{relative(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path, tree in parsed.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert not [each for each in functions if each[1] >= LONGEST_FUNCTION]


@pytest.mark.parametrize(
    ("library", "parts"),
    [
        ("requests", {"graph"}),
        ("msal", {"graph"}),
        ("keyring", {"graph"}),
        ("pypdf", {"documents"}),
        ("lxml", {"documents"}),
        ("rfc3161_client", {"documents"}),
    ],
)
def test_a_library_is_imported_by_one_module(library: str, parts: set[str]) -> None:
    importers = {
        relative(path)
        for path in FILES
        if re.search(rf"^\s*(import|from) {library}\b", path.read_text(encoding="utf-8"), re.M)
    }
    assert {name.split("/")[0] for name in importers} <= parts
    assert len(importers) == 1, importers


def test_unexpected_exceptions_are_caught_in_two_places_only() -> None:
    catching = [
        relative(path)
        for path in FILES
        for _ in re.findall(
            # `except BaseException` that gives back and re-raises catches nothing.
            r"except Exception\b|except:",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert len(catching) <= 2, catching


def test_what_is_said_is_never_compared(parsed: dict[Path, ast.Module]) -> None:
    """A sentence may be put otherwise or in another language: nothing is decided by it."""
    compared = [
        f"{relative(path)}:{node.lineno}"
        for path, tree in parsed.items()
        if not relative(path).startswith(("messages/", "journey/"))
        for modules in [names_of_messages(tree)]
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.Is | ast.IsNot)
        and any(is_sentence(each, modules) for each in (node.left, *node.comparators))
    ]
    assert not compared


def names_of_messages(tree: ast.Module) -> set[str]:
    """What the modules of sentences are called in a file: `words`, `window`…"""
    return {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "stockage_partage.messages"
        for name in node.names
    }


def is_sentence(node: ast.expr, modules: set[str]) -> bool:
    """`words.RETRY`: a constant of a module of sentences."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr.isupper()
        and isinstance(node.value, ast.Name)
        and node.value.id in modules
    )


def module_name(path: Path) -> str:
    """`stockage_partage.ui.pages.settings_page`, from its file."""
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, modules: set[str]) -> Iterator[str]:
    """The modules that a file names, at the top, in its functions and for its types alike."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in modules else node.module


def test_nothing_is_imported_in_a_circle() -> None:
    files = {module_name(path): path for path in SOURCE.parent.rglob("*.py")}
    graph = {name: set(imports_of(path, set(files))) for name, path in files.items()}
    TopologicalSorter(graph).prepare()  # CycleError names the modules of a circle


#: Modules that stand for a library, and the package whose modules give all that they define.
HANDING_ON = {
    "graph/http/requests_session.py",
    "documents/invoices/bounded_parsers.py",
    "errors/__init__.py",
}


def test_names_are_imported_from_where_they_are_defined(parsed: dict[Path, ast.Module]) -> None:
    """`import X as X`, `__all__` and `import *` give a name a second address."""
    handed_on = [
        f"{relative(path)}:{node.lineno}"
        for path, tree in parsed.items()
        if relative(path) not in HANDING_ON
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.ImportFrom)
            and any(each.name == "*" or each.asname == each.name for each in node.names)
        )
        or (isinstance(node, ast.Name) and node.id == "__all__")
    ]
    assert not handed_on


def test_no_sentence_is_repaired_once_it_is_made(parsed: dict[Path, ast.Module]) -> None:
    repaired = [
        f"{relative(path)}:{node.lineno}"
        for path, tree in parsed.items()
        if relative(path).startswith("messages/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "replace"
        and any(
            isinstance(each, ast.Constant) and re.search("[a-z]{2}|^ :", str(each.value))
            for each in node.args
        )
    ]
    assert not repaired


def test_docstrings_stand_alone() -> None:
    """A tooltip shows one of them, without its neighbours."""
    assert len(DOCUMENTED) > len(FILES), (
        "the local Microsoft 365 and the previews are looked at too"
    )
    leaning = [
        f"{path.relative_to(SOURCE.parent).as_posix()}:{line}: {said!r}"
        for path in DOCUMENTED
        for line, said in docstrings_of(ast.parse(path.read_text(encoding="utf-8")))
        if not stands_alone(said)
    ]
    assert not leaning


@pytest.mark.parametrize(
    ("said", "alone"),
    [
        ("", False),
        ("Adds bytes.", False),
        ("The same for single documents.", False),
        ("Both, one after the other.", False),
        ("It is not to be taken again.", False),
        ("Those of that number.", False),
        ("To the page that was left.", False),
        ("Item by item, until stopped.", True),
        ("The second of two tries.", True),
    ],
)
def test_a_docstring_that_leans_is_recognised(said: str, alone: bool) -> None:
    assert stands_alone(said) is alone


def test_no_public_class_name_is_used_twice_in_the_product(parsed: dict[Path, ast.Module]) -> None:
    where: dict[str, list[str]] = {}
    for path, tree in parsed.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, []).append(relative(path))
    assert not {name: files for name, files in where.items() if len(files) > 1}
