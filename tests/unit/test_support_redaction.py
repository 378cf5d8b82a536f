"""The technical journal for the support: what is ours stays, whatever else a line holds goes."""

from __future__ import annotations

import ast
import logging
import sys
from pathlib import Path

import pytest

import stockage_partage
from stockage_partage.cli.error_log import ErrorLog
from stockage_partage.support_file import LEFT_OUT, MESSAGES, journal_of, redacted

SOURCES = Path(stockage_partage.__file__).parent
AT = "2026-03-31T10:15:00+02:00"


def messages_of(tree: ast.Module) -> set[str]:
    """The constants that a module gives to its logger."""
    return {
        node.args[0].value.partition(": %")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}


def test_the_messages_are_those_of_the_code() -> None:
    found: set[str] = set()
    for file in SOURCES.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        if "getLogger" in text:
            found |= messages_of(ast.parse(text))
    assert found - {"%s"} == MESSAGES


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"{AT} ERROR stockage_partage.x: a command failed",) * 2,
        (f"{AT} WARNING stockage_partage.x: the session is not remembered: PermissionError",) * 2,
        (
            f"{AT} ERROR x: an upload could not be remembered: https://x.example/up?tempauth=ey",
            f"{AT} ERROR x: an upload could not be remembered: {LEFT_OUT}",
        ),
        (f"{AT} ERROR urllib3: GET https://x/?token=ey", f"{AT} ERROR urllib3: {LEFT_OUT}"),
        (f"{AT} ERROR x: facture dupont", f"{AT} ERROR x: {LEFT_OUT}"),
    ],
)
def test_a_record_keeps_what_this_program_wrote_of_itself(line: str, told: str) -> None:
    assert list(redacted([line])) == [told]


def test_what_is_no_record_and_no_trace_goes() -> None:
    lines = [
        "motdepasse",
        "  motdepasse: x",
        '  File "C:/Dupont/facture.py", line 3, in dupont',
        "",
    ]
    assert list(redacted(lines)) == []


class Contrat(Exception):
    """Raised with a document's name in it."""


def test_a_real_trace_keeps_its_places_and_loses_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKAGE_PARTAGE_DONNEES", str(tmp_path))

    def inner() -> None:
        secret = "jeton-eyJhbGciOi"
        raise Contrat(f"Contrat Dupont.pdf {secret}\nDupont: 12 000 EUR\n  Dupont: caché")

    try:
        try:
            inner()
        except Contrat as first:
            raise OSError(2, "absent", "/home/marie/Contrat Dupont.pdf") from first
    except OSError:
        record = logging.LogRecord(
            "stockage_partage.x", logging.ERROR, "x.py", 1, "a command failed", None, sys.exc_info()
        )
    ErrorLog().emit(record)
    kept = (tmp_path / "journal-technique.txt").read_text(encoding="utf-8")
    assert "Dupont" in kept
    told = journal_of(tmp_path / "journal-technique.txt")
    for secret in ("Dupont", "jeton", "eyJ", "marie", "EUR", "caché", str(tmp_path)):
        assert secret not in told
    lines = told.splitlines()
    assert lines[0].endswith("ERROR stockage_partage.x: a command failed")
    assert [line for line in lines if not line.startswith("    ")][1:] == [
        "  Traceback (most recent call last):",
        "  test_support_redaction.Contrat",
        "  The above exception was the direct cause of the following exception:",
        "  Traceback (most recent call last):",
        "  FileNotFoundError",
    ]
    assert any(line.endswith(" inner") for line in lines)
