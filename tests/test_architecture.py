"""Who may import whom, where French is spoken, and how large things may grow."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "stockage_partage"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "versions" not in path.parts)
FRENCH = re.compile("[àâçéèêëîïôùûüœÀÂÇÉÈÊËÎÏÔÙÛÜŒ«»’]")

#: Data, not sentences: folders of the tree, names of made-up people, letters to recognise.
SPEAKS_DATA = {
    "documents/tree/document_types.py",
    "documents/tree/filing_plan.py",
    "documents/printing/labels.py",
    "documents/bring_back/paths.py",
    "emulator/people.py",
    "company/identity.py",
    "company/third_party_csv.py",
    "graph/names.py",
    "example.py",
}
LARGEST_FILE = 300
LONGEST_FUNCTION = 50


def relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def may_speak_french(path: Path) -> bool:
    name = relative(path)
    return (
        name.startswith("words/")
        or name in SPEAKS_DATA
        or (name.startswith("emulator/") and path.stem == "words")
    )


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


def test_arrows_point_down_and_each_library_has_its_door() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=SOURCE.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_french_is_spoken_in_one_place(path: Path) -> None:
    if may_speak_french(path):
        return
    spoken = [
        f"{line}: {text!r}"
        for line, text in strings_of(ast.parse(path.read_text(encoding="utf-8")))
        if FRENCH.search(text)
    ]
    assert not spoken


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_files_and_functions_stay_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LARGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length < LONGEST_FUNCTION, f"{node.name}: {length} lines"


@pytest.mark.parametrize(
    ("library", "doors"),
    [
        ("requests", {"graph"}),
        ("msal", {"graph"}),
        ("keyring", {"graph"}),
        ("pypdf", {"documents"}),
        ("lxml", {"documents"}),
    ],
)
def test_a_library_is_imported_by_one_module(library: str, doors: set[str]) -> None:
    importers = {
        relative(path)
        for path in FILES
        if re.search(rf"^\s*(import|from) {library}\b", path.read_text(encoding="utf-8"), re.M)
    }
    assert {name.split("/")[0] for name in importers} <= doors
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
