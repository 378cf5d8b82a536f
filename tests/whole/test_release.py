"""What is given to people: the same wheel from the same sources, and a release that is one command."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole

ROOT = Path(__file__).resolve().parents[2]
MOMENT = "1700000000"  # of a commit


def sources(place: Path) -> Path:
    """A working copy with what a wheel is made of, elsewhere and newly written."""
    place.mkdir()
    for name in ("src", "resources", "docs", "scripts"):
        shutil.copytree(
            ROOT / name,
            place / name,
            ignore=shutil.ignore_patterns("__pycache__"),
            copy_function=shutil.copyfile,
        )
    for name in ("pyproject.toml", "README.md"):
        shutil.copyfile(ROOT / name, place / name)
    (place / "scripts" / "dist.sh").chmod(0o755)
    (place / ".venv").symlink_to(Path(sys.prefix))
    return place


def wheel_of(place: Path) -> tuple[str, str]:
    """Builds it there: its name and the SHA-256 of its bytes."""
    subprocess.run(
        [place / "scripts" / "dist.sh", "wheel"],
        env=os.environ | {"SOURCE_DATE_EPOCH": MOMENT},
        check=True,
        capture_output=True,
    )
    [wheel] = (place / "dist").glob("*.whl")
    return wheel.name, hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_wheel_is_the_same_byte_for_byte_wherever_it_is_built(tmp_path: Path) -> None:
    first = sources(tmp_path / "ici")
    second = sources(tmp_path / "là-bas")
    for path in second.rglob("*.py"):
        os.utime(path, (0, 0))
    assert wheel_of(first) == wheel_of(second)


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example", *arguments],
        cwd=place,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def to_release(tmp_path: Path) -> Path:
    """A repository of the release's own files alone; its `make` does nothing, and well."""
    place = tmp_path / "depot"
    (place / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "release.sh", place / "scripts")
    for name in ("lock_platforms.sh", "bare_debian.sh"):
        (place / "scripts" / name).write_text("#!/bin/sh\n")
        (place / "scripts" / name).chmod(0o755)
    (place / "src" / "stockage_partage").mkdir(parents=True)
    (place / "src" / "stockage_partage" / "__init__.py").write_text('__version__ = "1.0.0"\n')
    (place / "CHANGELOG.md").write_text(
        "# Journal\n\n## [1.0.0] – non publiée\n\n- Tout.\n", "utf-8"
    )
    (place / "Makefile").write_text("test dist:\n\t@true\n")
    git(place, "init", "-q")
    git(place, "config", "user.name", "t")
    git(place, "config", "user.email", "t@example")
    git(place, "add", "-A")
    git(place, "commit", "-qm", "all")
    return place


def release(place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [place / "scripts" / "release.sh", "2026-12-01"],
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_release_dates_and_tags_the_version_and_opens_the_next(to_release: Path) -> None:
    done = release(to_release)
    assert done.returncode == 0, done.stderr
    assert "## [1.0.0] – 2026-12-01" in git(to_release, "show", "v1.0.0:CHANGELOG.md")
    assert "1.0.0" in git(to_release, "show", "v1.0.0:src/stockage_partage/__init__.py")
    begun = (to_release / "CHANGELOG.md").read_text("utf-8")
    assert begun.index("## [1.1.0] – non publiée") < begun.index("## [1.0.0] – 2026-12-01")
    assert '"1.1.0.dev0"' in (to_release / "src/stockage_partage/__init__.py").read_text("utf-8")
    assert git(to_release, "status", "--porcelain") == ""


def test_a_release_whose_tests_fail_is_not_tagged(to_release: Path) -> None:
    (to_release / "Makefile").write_text("test:\n\t@false\n")
    git(to_release, "commit", "-qam", "broken")
    assert release(to_release).returncode != 0
    assert git(to_release, "tag") == ""


def test_what_is_not_committed_or_was_released_is_refused(to_release: Path) -> None:
    (to_release / "CHANGELOG.md").write_text("autre", "utf-8")
    assert "not committed" in release(to_release).stderr
    git(to_release, "checkout", "-q", ".")
    git(to_release, "tag", "v1.0.0")
    assert "exists already" in release(to_release).stderr
