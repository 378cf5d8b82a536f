"""Building the parts that talk to Microsoft costs a start-up nothing."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"requests", "urllib3", "msal", "keyring", "truststore", "cryptography"}
PROGRAM = """
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
import stockage_partage.graph as graph
for module in walk_packages(graph.__path__, "stockage_partage.graph."):
    if not module.name.endswith("requests_session"):  # imported by the first request
        import_module(module.name)
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.auth.session_store import SessionStore
door = HttpClient()
sign_in = SignIn(Registration("https://login.example/organizations", "x"), SessionStore(Path(sys.argv[1]), KeyringStore()), door)
assert sign_in.account() is None
graph = GraphClient(door, sign_in, "https://graph.example/v1.0")
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
