"""Draws the map of the code: `docs/architecture.md`, from the sources and the contracts alone.

    python scripts/architecture.py docs/architecture.md

What a module does is the first line of its docstring; what may import what is the contract of layers
in `pyproject.toml`. The three ways through the code are listed in `ways.toml`: each step names a function
that must exist, and that a step before it must name and be able to import. A map that does not hold
is refused with the step that is wrong.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src"
WRITTEN_WAYS = ROOT / "scripts" / "ways.toml"
PRODUCT = "stockage_partage"
PACKAGES = (PRODUCT, "local_microsoft365", "previews")
#: A way longer than this is no longer followed by anybody.
LONGEST_WAY = 35

MADE_BY = """\
<!-- Drawn by `make map` from the sources. Change a docstring or scripts/ways.toml, not this file. -->
"""


class MapIsWrong(Exception):
    """A step of a way does not exist or cannot be reached; the message names it."""


@dataclass(frozen=True)
class Step:
    """One module on a way, with the function by which it is entered.

    `name` is the word that the step before and this module share, when it is not the function's own: a
    signal that one emits and the other hears, or a class that one is handed. `asks` are modules of the
    same room that it needs in its turn.
    """

    module: str
    function: str
    does: str
    name: str = ""
    asks: tuple[str, ...] = ()

    @property
    def shared_name(self) -> str:
        """By what it is found in the code before it."""
        return self.name or self.function.rpartition(".")[2]


@dataclass(frozen=True)
class Way:
    """What happens from something a person does to its last effect, one module after the other."""

    title: str
    told: str
    steps: tuple[Step, ...]


@cache
def ways() -> tuple[Way, ...]:
    """The ways that the map shows, as they are written down."""
    written = tomllib.loads(WRITTEN_WAYS.read_text(encoding="utf-8"))
    return tuple(
        Way(way["title"], way["told"], tuple(_step(**each) for each in way["step"]))
        for way in written["way"]
    )


def _step(*, asks: Sequence[str] = (), **given: str) -> Step:
    return Step(**given, asks=tuple(asks))


@dataclass
class Module:
    """One file of the sources, as far as the map needs it."""

    name: str
    path: Path
    tree: ast.Module = field(repr=False)

    @property
    def first_line(self) -> str:
        """What it says of itself. Raises MapIsWrong when it says nothing."""
        told = ast.get_docstring(self.tree)
        if not told:
            raise MapIsWrong(f"{self.name} has no docstring")
        return told.split("\n\n")[0].replace("\n", " ")

    @property
    def is_package(self) -> bool:
        """True for an `__init__.py`."""
        return self.path.name == "__init__.py"

    @property
    def room(self) -> str:
        """The package that it belongs to; a package is its own."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


@cache
def modules() -> dict[str, Module]:
    """Every module of the three packages by its dotted name, migrations apart."""
    found = {}
    for package in PACKAGES:
        for path in sorted((SOURCES / package).rglob("*.py")):
            parts = path.relative_to(SOURCES).with_suffix("").parts
            if "versions" in parts:
                continue
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
    return found


@cache
def imported_by(name: str) -> frozenset[str]:
    """The modules that one module imports, at its top, in its functions and for its types alike."""
    known = modules()
    found: set[str] = set()
    for node in ast.walk(known[name].tree):
        if isinstance(node, ast.Import):
            found.update(each.name for each in node.names if each.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            inner = (f"{node.module}.{each.name}" for each in node.names)
            found.update(each if each in known else node.module for each in inner)
    return frozenset(found)


@cache
def reachable_from(name: str) -> frozenset[str]:
    """Everything that a module imports, directly or through others."""
    found: set[str] = set()
    left = [name]
    while left:
        new = imported_by(left.pop()) - found
        found |= new
        left.extend(new)
    return frozenset(found)


@cache
def names_in(name: str) -> frozenset[str]:
    """Every word that the code of a module uses: names, attributes, definitions, imports."""
    found: set[str] = set()
    for node in ast.walk(modules()[name].tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).rpartition(".")[2])
    return frozenset(found)


def is_defined(module: Module, function: str) -> bool:
    """Whether `Class.method`, `function` or `Class` is there, at the module's own level."""
    body = module.tree.body
    for part in function.split("."):
        found = [
            each
            for each in body
            if isinstance(each, ast.FunctionDef | ast.ClassDef) and each.name == part
        ]
        if not found:
            return False
        body = found[0].body
    return True


def check(way: Way) -> None:
    """Raises MapIsWrong for the first step that does not exist or is not reached from those before."""
    if len(way.steps) > LONGEST_WAY:
        raise MapIsWrong(f"{way.title}: {len(way.steps)} modules, {LONGEST_WAY} at most")
    before: list[str] = []
    for step in way.steps:
        name = step.module
        where = f"{way.title}: {name}:{step.function}"
        if name not in modules() or not is_defined(modules()[name], step.function):
            raise MapIsWrong(f"{where} does not exist")
        if name in before:
            raise MapIsWrong(f"{where} is met twice")
        if before and not _is_reached(name, step.shared_name, before):
            raise MapIsWrong(f"{where} is not reached from the steps before it")
        for asked in step.asks:
            _check_asked(asked, name, where)
        before.append(name)


def _is_reached(name: str, word: str, before: list[str]) -> bool:
    """Both name the word, and one of them can import the other, or a third puts both together."""
    return word in names_in(name) and any(
        word in names_in(earlier) and _may_meet(name, earlier) for earlier in before
    )


def _may_meet(one: str, other: str) -> bool:
    return (
        one in reachable_from(other)
        or other in reachable_from(one)
        or any({one, other} <= imported_by(each) for each in modules())
    )


def _check_asked(asked: str, name: str, where: str) -> None:
    if asked not in modules() or modules()[asked].room != modules()[name].room:
        raise MapIsWrong(f"{where}: {asked} is not in its room")
    if asked not in reachable_from(name):
        raise MapIsWrong(f"{where} does not import {asked}")


def layers() -> list[list[str]]:
    """The product's layers, the highest first, as the contract of `pyproject.toml` has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [
        each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers"
    ]
    return [
        [name.strip().removeprefix(f"{PRODUCT}.") for name in layer.split(":")]
        for layer in contract["layers"]
    ]


def drawn() -> str:
    """The whole page. Raises MapIsWrong when a way does not hold."""
    for way in ways():
        check(way)
    return "\n".join([MADE_BY, *_beginning(), *_layers(), *_ways(), *_rooms()]) + "\n"


def _link(module: Module, shown: str) -> str:
    path = module.path if not module.is_package else module.path.parent
    return f"[{shown}](../{path.relative_to(ROOT).as_posix()})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _beginning() -> Iterator[str]:
    yield "# Architecture"
    yield ""
    yield (
        "Drawn from the code by `make map`, and a test compares it with the code: what each room and each "
        "module is for (the first line of its docstring), what may import what, and three ways through the "
        "code in the order in which modules are met. For where to begin, see [the README](../README.md)."
    )
    yield ""
    yield "| package | modules | what it is |"
    yield "|---|---|---|"
    for package in PACKAGES:
        count = sum(each.name.split(".")[0] == package for each in modules().values())
        module = modules()[package]
        yield f"| {_link(module, f'`{package}`')} | {count} | {_cell(module.first_line)} |"
    yield ""


def _layers() -> Iterator[str]:
    yield "## Layers"
    yield ""
    yield (
        "A module imports only from its own part and from the lines below its own; two parts of one line do "
        "not import each other. nothing below `ui` reads `messages`; "
        "`local_microsoft365` imports nothing of the product, and the product nothing of `previews`. The "
        "contracts are in `pyproject.toml`, `make check` holds them. The last column is what is imported "
        "in fact."
    )
    yield ""
    yield "| layer | part | what it is | imports |"
    yield "|---|---|---|---|"
    placed: set[str] = set()
    for number, layer in enumerate(layers(), 1):
        placed.update(layer)
        for part in layer:
            yield _part_row(str(number), part)
    others = sorted({_part_of(name) for name in modules()} - placed - {""})
    for part in others:
        yield _part_row("", part)
    yield ""


def _part_row(layer: str, part: str) -> str:
    module = modules()[f"{PRODUCT}.{part}"]
    own = [name for name in modules() if _part_of(name) == part]
    used = {_part_of(each) for name in own for each in imported_by(name)} - {part, ""}
    listed = ", ".join(f"`{each}`" for each in sorted(used))
    return f"| {layer} | {_link(module, f'`{part}`')} | {_cell(module.first_line)} | {listed} |"


def _part_of(name: str) -> str:
    """`ui` for `stockage_partage.ui.panel.exchange_page`; "" for the package itself and for other packages."""
    package, _, inner = name.partition(".")
    return inner.split(".")[0] if package == PRODUCT else ""


def _ways() -> Iterator[str]:
    yield "## Ways through the code"
    yield ""
    yield (
        "Each step names the function by which its module is entered. Most of them import the step that "
        "follows; where a signal, an event or an object handed over connects two of them, that name is in "
        "both. *Asks* lists modules of the same room, for whoever wants to know more."
    )
    yield ""
    for way in ways():
        yield f"### {way.title}"
        yield ""
        behind = {each for step in way.steps for each in step.asks}
        alone = behind - {step.module for step in way.steps}
        asked = f", which ask {len(alone)} more of their own rooms" if alone else ""
        yield f"{way.told} {len(way.steps)} modules{asked}."
        yield ""
        yield "| | module | function | what happens | asks |"
        yield "|---|---|---|---|---|"
        for number, step in enumerate(way.steps, 1):
            link = _link(modules()[step.module], f"`{_short(step.module)}`")
            asks = ", ".join(f"`{each.rpartition('.')[2]}`" for each in step.asks)
            yield f"| {number} | {link} | `{step.function}` | {_cell(step.does)} | {asks} |"
        yield ""


def _short(module: str) -> str:
    """`ui/panel` for `stockage_partage.ui.panel`."""
    return module.removeprefix(f"{PRODUCT}.").replace(".", "/")


def _rooms() -> Iterator[str]:
    yield "## Rooms"
    yield ""
    rooms: dict[str, list[Module]] = {}
    for module in modules().values():
        rooms.setdefault(module.room, [])
        if not module.is_package:
            rooms[module.room].append(module)
    in_order = sorted(rooms, key=lambda name: (PACKAGES.index(name.split(".")[0]), name))
    yield "| room | modules | what is in it |"
    yield "|---|---|---|"
    for room in in_order:
        anchor = _short(room).replace("/", "")
        told = _cell(modules()[room].first_line)
        yield f"| [{_short(room)}](#{anchor}) | {len(rooms[room])} | {told} |"
    yield ""
    for room in in_order:
        yield f"### {_short(room)}"
        yield ""
        yield modules()[room].first_line
        yield ""
        if rooms[room]:
            yield "| module | |"
            yield "|---|---|"
        for module in rooms[room]:
            link = _link(module, f"`{module.path.stem}`")
            yield f"| {link} | {_cell(module.first_line)} |"
        if rooms[room]:
            yield ""


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(drawn(), encoding="utf-8")
