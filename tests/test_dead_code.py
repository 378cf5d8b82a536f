"""What stands at the top of a module is used by the program, not by its tests alone."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: The steps of older databases, tools and measurements use the program; who names theirs is not asked.
USERS = ("src/**/versions/*.py", "scripts/*.py", "benchmarks/**/*.py")


def users() -> dict[str, ast.Module]:
    """Who uses the program from outside."""
    found = sorted(path for pattern in USERS for path in ROOT.glob(pattern))
    return {str(path): ast.parse(path.read_text(encoding="utf-8")) for path in found}


def modules() -> dict[str, ast.Module]:
    """Every module of the program by its name."""
    found = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        if "versions" not in parts:
            name = ".".join(parts).removesuffix(".__init__")
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def defined(tree: ast.Module) -> Iterator[str]:
    """Its top-level names, and those that it only hands on."""
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.ImportFrom(names=names):
                yield from (each.name for each in names if each.asname == each.name)


class Uses:
    """Which names of which module somebody refers to."""

    def __init__(self, known: dict[str, ast.Module]) -> None:
        self._known = known
        self.of: dict[str, set[str]] = defaultdict(set)
        #: Of a module that only running tells, or named in a text as `module:name`.
        self.of_any: set[str] = set()
        self._handed_on: list[tuple[str, str]] = []

    def read(self, module: str, tree: ast.Module) -> None:
        aliases: dict[str, set[str]] = defaultdict(set)
        other: set[str] = set()  # what is imported and is no module of ours
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                self._imported(module, node, aliases, other)
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name, ctx=ast.Load()):
                    self.of[module].add(name)
                case ast.Attribute(value=ast.Name(id=base), attr=name) if base not in other:
                    for used in [self.of[each] for each in aliases[base]] or [self.of_any]:
                        used.add(name)
                case ast.Constant(value=str(text)):
                    self._named(module, text)

    def _named(self, module: str, text: str) -> None:
        if text.isidentifier():
            self.of[module].add(text)
        elif re.fullmatch(r"\w+:\w+", text):
            self.of_any.add(text.partition(":")[2])

    def _imported(
        self, module: str, node: ast.ImportFrom, aliases: dict[str, set[str]], other: set[str]
    ) -> None:
        source = node.module or ""
        for each in node.names:
            if each.name == "*":
                self._handed_on.append((module, source))
            elif f"{source}.{each.name}" in self._known:
                aliases[each.asname or each.name].add(f"{source}.{each.name}")
            else:
                self.of[source].add(each.name)
                other.add(each.asname or each.name)

    def settle(self) -> None:
        """What is used of a package that hands on all of a module is used of that module."""
        for package, source in self._handed_on:
            self.of[source] |= self.of[package]


def unused(known: dict[str, ast.Module], outside: dict[str, ast.Module]) -> list[str]:
    """The names that only tests can know."""
    uses = Uses(known)
    for module, tree in {**known, **outside}.items():
        uses.read(module, tree)
    uses.settle()
    return [
        f"{module}.{name}"
        for module, tree in known.items()
        for name in defined(tree)
        if not name.startswith("__") and name not in uses.of[module] | uses.of_any
    ]


def test_what_only_tests_use_is_theirs() -> None:
    assert unused(modules(), users()) == []


def test_a_name_that_nobody_uses_is_found() -> None:
    program = {
        "shop.words": "HELLO = 'a'\nGONE = 'b'\n",
        "shop.window": "from shop import words\nfrom shop.table import Row as Row\n"
        "def _show(): print(words.HELLO)\n_show()\n",
        "shop.table": "class Row: GONE = 1\n",
        "shop.started": "from shop.table import Row\nprint(Row.GONE)\n",
    }
    known = {name: ast.parse(text) for name, text in program.items()}
    assert unused(known, {}) == ["shop.words.GONE", "shop.window.Row"]
