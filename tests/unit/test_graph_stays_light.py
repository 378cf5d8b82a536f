"""Building the parts that talk to Microsoft costs a start-up nothing."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"requests", "urllib3", "msal", "keyring", "truststore", "cryptography"}
PROGRAM = """
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
import stockage_partage.graph as graph
for module in iter_modules(graph.__path__):
    if module.name != "http_session":  # imported by the first request
        import_module(f"stockage_partage.graph.{module.name}")
from stockage_partage.graph.client import Graph
from stockage_partage.graph.door import Door
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.groups import Groups
from stockage_partage.graph.keys import Keys
from stockage_partage.graph.sign_in import Registration, SignIn
from stockage_partage.graph.token_cache import Vault
door = Door()
sign_in = SignIn(Registration("https://login.example/organizations", "x"), Vault(Path(sys.argv[1]), Keys()), door)
assert sign_in.account() is None
graph = Graph(door, sign_in, "https://graph.example/v1.0")
Groups(graph), Drive(graph)
sys.stdout.write(" ".join(sorted(sys.modules)))
"""


def test_nothing_heavy_is_imported_before_the_first_request(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, f"{tmp_path}/session"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not HEAVY & set(done.stdout.split())
