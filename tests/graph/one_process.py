"""A process of its own that asks for a token once it is told to; prints only a fingerprint of it."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.http.http_client import HttpClient


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    told = json.loads(sys.argv[1])
    registration = Registration(told["authority"], told["client_id"])
    sign_in = SignIn(
        registration,
        SessionStore(Path(told["folder"]), KeyringStore()),
        HttpClient(Path(told["ca_file"])),
    )
    say("ready")
    sys.stdin.readline()
    say(hashlib.sha256(sign_in.token().encode()).hexdigest())


main()
