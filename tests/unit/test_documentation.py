"""The guides name only what exists: links, pictures, tests, places in the code, commands, settings."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import certifi
import click
import pytest

import stockage_partage
from stockage_partage.cli.root import app
from stockage_partage.diagnosis import CheckName
from stockage_partage.errors import SettingsRefused
from stockage_partage.messages.diagnosis import NAMES
from stockage_partage.messages.panel import LABELS
from stockage_partage.settings import CLOUDS, FILE_NAME, PREFIX, Settings, load

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SOURCES = ROOT / "src" / "stockage_partage"
PAGES = [
    *(ROOT / page for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(DOCS.rglob("*.md")),
]
ENGLISH = {DOCS / "architecture.md"}
FRENCH = [ROOT / "CHANGELOG.md", *sorted(set(DOCS.glob("*.md")) - ENGLISH)]
ADMINISTRATION = DOCS / "guide-administrateur.md"
DECISIONS = DOCS / "decisions"
CONFORMITY = DOCS / "conformite.md"
MEGABYTE = 1_000_000

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
# Where this repository was written is nobody's business, and a registry is the installer's.
ELSEWHERE = re.compile(
    r"/work/|/tmp/|/root/|/home/[a-z]|pythonhosted|pypi\.|npmjs|index-url", re.IGNORECASE
)


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """Without code: what a person reads as sentences."""
    return SPAN.sub("", FENCE.sub("", text(page)))


def spans(page: Path) -> list[str]:
    return SPAN.findall(FENCE.sub("", text(page)))


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(FENCE.sub("", text(page))):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_page_names_a_machine_or_a_registry(page: Path) -> None:
    assert not ELSEWHERE.findall(text(page))


@pytest.mark.parametrize("page", FRENCH, ids=name)
def test_french_pages_keep_their_punctuation_with_their_words(page: Path) -> None:
    assert not re.findall(r"\w+ [:;?!»]|« \w+|\w+'\w+", prose(page))


# --- Pictures ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def captures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("captures", ROOT / "scripts" / "captures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_are_exactly_those_that_are_redrawn(captures: ModuleType) -> None:
    assert {file.stem for file in (DOCS / "images").iterdir()} == set(captures.names())


def test_every_picture_is_shown_and_all_are_small() -> None:
    shown = {
        (page.parent / link).resolve() for page in PAGES for link in PICTURE.findall(text(page))
    }
    files = set((DOCS / "images").iterdir())
    assert files == shown
    assert sum(file.stat().st_size for file in files) < 4 * MEGABYTE


# --- Conformity ----------------------------------------------------------------------------------


def test_every_test_named_by_the_conformity_exists() -> None:
    files = "\n".join(text(file) for file in (ROOT / "tests").rglob("test_*.py"))
    known = set(re.findall(r"^ *def (test_\w+)", files, re.MULTILINE))
    named = {span for span in spans(CONFORMITY) if span.startswith("test_")}
    assert named
    assert named <= known


def test_every_place_in_the_code_named_by_the_conformity_exists() -> None:
    places = [span.split("::") for span in spans(CONFORMITY) if "::" in span]
    assert places
    for file, thing in places:
        defined = rf"^\s*(def|class) {thing}\b|^{thing}\b"
        assert re.search(defined, text(SOURCES / file), re.MULTILINE), f"{file}::{thing}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_file_and_function_named_by_a_page_exists(page: Path) -> None:
    for span in spans(page):
        file, _, thing = span.partition("::")
        if not re.fullmatch(r"[\w/]+\.py", file):
            continue
        [found] = [base / file for base in (ROOT, ROOT / "src", SOURCES) if (base / file).exists()]
        for part in filter(None, thing.split(".")):
            assert re.search(rf"^\s*(def|class) {part}\b|^{part}\b", text(found), re.MULTILINE), (
                span
            )


def test_the_decisions_are_listed_in_order_each_with_its_page() -> None:
    listed = re.findall(
        r"^\| \[(\d+)\]\((\1-[\w-]+\.md)\)", text(DECISIONS / "README.md"), re.MULTILINE
    )
    pages = sorted(page.name for page in DECISIONS.glob("0*.md"))
    assert [page for _, page in listed] == pages
    assert all(text(DECISIONS / page).startswith(f"# {number} · ") for number, page in listed)


def test_every_demand_has_a_place_and_a_test() -> None:
    demands = [line for line in text(CONFORMITY).splitlines() if line.count(" | ") == 2]
    shown = [line for line in demands if "::" in line]
    assert len(shown) > 30
    assert all("`test_" in line for line in shown)


# --- Commands ------------------------------------------------------------------------------------

COMMANDS = app.list_commands(click.Context(app))


def known_options(words: list[str]) -> set[str]:
    """What the command takes that these words call."""
    command: click.Command | None = app
    for word in words:
        if not isinstance(command, click.Group):
            break
        command = command.get_command(click.Context(command), word)
    assert command is not None, words
    return {option for parameter in command.params for option in parameter.opts}


def written_commands(page: Path) -> Iterator[list[str]]:
    """Each command line of the page, without the program's name."""
    for _, block in FENCE.findall(text(page)):
        for line in block.replace("\\\n", " ").splitlines():
            words = line.split("#")[0].strip().removeprefix(".venv/bin/")
            if words.startswith("stockage-partage "):
                yield shlex.split(words)[1:]
    for span in spans(page):
        words = span.removeprefix("stockage-partage ")
        if words.split()[0] in COMMANDS:
            yield words.split()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_and_option_written_in_a_page_exists(page: Path) -> None:
    for words in written_commands(page):
        options = {word for word in words if word.startswith("--")}
        assert options <= known_options(words) | {"--help"}, words


def test_the_readme_names_every_command() -> None:
    told = {words[0] for words in written_commands(ROOT / "README.md")}
    assert told == set(COMMANDS)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_of_a_page_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", text(ROOT / page))) <= targets


# --- Settings ------------------------------------------------------------------------------------


def test_every_setting_written_in_a_page_exists(tmp_path: Path) -> None:
    authority = Path(certifi.where()).as_posix()
    fit = {"cloud": "mondial", "ca_file": authority, "authority": "https://a/b"}
    fit |= {"graph_url": "https://a/v1.0", "horodatage": "https://a/tsr"}
    variables = {
        variable.removeprefix(PREFIX).lower()
        for page in PAGES
        for variable in re.findall(rf"{PREFIX}[A-Z_]+", text(page))
    }
    # One more word than the settings: a national cloud sets two of them.
    assert len(variables) == len(fields(Settings)) + 1
    for key in variables:
        (tmp_path / FILE_NAME).write_text(f'{key} = "{fit.get(key, "x")}"\n', encoding="utf-8")
        load({}, tmp_path)


def test_a_setting_that_no_page_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('inconnu = "x"\n', encoding="utf-8")
    with pytest.raises(SettingsRefused):
        load({}, tmp_path)


def test_the_settings_files_shown_to_the_administrator_are_read(tmp_path: Path) -> None:
    files = [body for kind, body in FENCE.findall(text(ADMINISTRATION)) if kind == "toml"]
    assert files
    for body in files:
        unindented = "\n".join(line.strip() for line in body.splitlines())
        (tmp_path / FILE_NAME).write_text(unindented, encoding="utf-8")
        assert load({}, tmp_path).client_id


def test_every_national_cloud_is_shown_with_its_hosts() -> None:
    for word, addresses in CLOUDS.items():
        [row] = [
            line for line in text(ADMINISTRATION).splitlines() if line.startswith(f"| `{word}` ")
        ]
        assert all(address.split("/")[2] in row for address in addresses)


def test_every_check_of_the_diagnosis_is_explained() -> None:
    plain = text(ADMINISTRATION).replace("\u00a0", " ")
    assert all(f"| {NAMES[check]} |" in plain for check in CheckName)


# --- The rest ------------------------------------------------------------------------------------


def test_the_readme_lists_the_folders_that_exist_and_every_package() -> None:
    rows = re.findall(r"^\| `([\w/]+/)` \|", text(ROOT / "README.md"), re.MULTILINE)
    assert all((ROOT / folder).is_dir() for folder in rows)
    packages = {
        f"src/stockage_partage/{init.parent.name}/" for init in SOURCES.glob("*/__init__.py")
    }
    assert packages <= set(rows)


def test_the_guide_names_every_button_by_its_label() -> None:
    guide = text(DOCS / "guide-utilisateur.md")
    assert all(f"**{label}**" in guide for label in LABELS.values())


def test_the_changelog_tells_of_this_version() -> None:
    version = stockage_partage.__version__.removesuffix(".dev0")
    assert f"## [{version}]" in text(ROOT / "CHANGELOG.md")
