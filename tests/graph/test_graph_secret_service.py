"""The session on a real Secret Service, on a D-Bus of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365

HERE = Path(__file__).parent
PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
SCRIPT = """
printf 'a password' | gnome-keyring-daemon --unlock --components=secrets > /dev/null
exec "$0" "$@"
"""


@pytest.mark.secret_service
@pytest.mark.skipif(
    any(shutil.which(program) is None for program in PROGRAMS),
    reason=f"needs {' and '.join(PROGRAMS)} (packages dbus and gnome-keyring)",
)
def test_a_session_is_kept_by_a_real_secret_service(
    microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    administrator = microsoft365.people.with_role("administrateur")
    told = {
        **microsoft365.description(),
        "folder": str(tmp_path / "session"),
        "username": administrator.username,
        "password": administrator.password,
    }
    home = tmp_path / "home"
    folders = {
        "HOME": home,
        "XDG_RUNTIME_DIR": home / "run",
        "XDG_DATA_HOME": home / "data",
        "XDG_CONFIG_HOME": home / "config",
        "XDG_CACHE_HOME": home / "cache",
    }
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True)
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{HERE}:{HERE.parent}"}
    done = subprocess.run(
        [
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            SCRIPT,
            sys.executable,
            str(HERE / "one_secret_service.py"),
            json.dumps(told),
        ],
        env=kept | {name: str(folder) for name, folder in folders.items()},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "keyring": "keyring.backends.SecretService",
        "remembered": True,
        "found": True,
        "forgotten": True,
    }
