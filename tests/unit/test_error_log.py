"""Our own mistakes are kept with their trace in a file, and said to nobody's face."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from stockage_partage.cli.error_log import ErrorLog
from stockage_partage.settings import ERROR_LOG

SMALL = 2000  # bytes


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    """A logger that only a small journal listens to, its file in `tmp_path`."""
    monkeypatch.setenv("STOCKAGE_PARTAGE_DONNEES", str(tmp_path / "donnees"))
    log, journal = logging.getLogger("mistakes"), ErrorLog(SMALL)
    log.propagate = False
    log.addHandler(journal)
    yield log
    log.removeHandler(journal)


def mistaken(log: logging.Logger) -> None:
    try:
        raise OverflowError("year 33658")
    except OverflowError as error:
        log.error("a document could not be sent", exc_info=error)


def test_a_mistake_is_kept_with_its_trace_and_not_shown(
    log: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.warning("nothing to keep")
    mistaken(log)
    kept = (tmp_path / "donnees" / ERROR_LOG).read_text("utf-8")
    assert "a document could not be sent" in kept
    assert "OverflowError: year 33658" in kept
    assert "nothing to keep" not in kept
    assert capsys.readouterr() == ("", "")


def test_the_file_stays_small_and_the_latest_is_in_it(log: logging.Logger, tmp_path: Path) -> None:
    for _ in range(50):
        mistaken(log)
    files = sorted((tmp_path / "donnees").iterdir())
    assert [path.name for path in files] == ["journal-technique.ancien.txt", ERROR_LOG]
    assert sum(path.stat().st_size for path in files) < 3 * SMALL


def test_a_folder_that_cannot_be_written_to_harms_nothing(
    log: logging.Logger, tmp_path: Path
) -> None:
    (tmp_path / "donnees").write_text("a file")
    mistaken(log)


def test_a_name_in_a_mistake_makes_no_false_record(log: logging.Logger, tmp_path: Path) -> None:
    try:
        raise ValueError("a.pdf\n2026-01-01T00:00:00 CRITICAL forged: line\x1b[2J")
    except ValueError as error:
        log.error("what\nhappened", exc_info=error)
    lines = (tmp_path / "donnees" / ERROR_LOG).read_text("utf-8").splitlines()
    assert lines[0].endswith("what happened")
    assert all(line.startswith("  ") for line in lines[1:])
    assert not any("\x1b" in line for line in lines)
