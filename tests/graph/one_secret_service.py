"""Signs in with the session's real Secret Service, then again as a new start would find it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from plain_browser import PlainBrowser

from stockage_partage.graph.auth.sealed_file import KeyringStore, chosen_keyring
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.http.http_client import HttpClient


def main() -> None:
    told = json.loads(sys.argv[1])
    ca_file = Path(told["ca_file"])

    def start() -> SignIn:
        registration = Registration(told["authority"], told["client_id"])
        return SignIn(
            registration, SessionStore(Path(told["folder"]), KeyringStore()), HttpClient(ca_file)
        )

    sign_in = start()
    attempt = sign_in.begin()
    browser = PlainBrowser(ca_file, told["username"], told["password"])
    account = sign_in.finish(attempt, browser.land(attempt.url, attempt.redirect_uri))
    again = start()
    found = again.account()
    seen = {
        "keyring": type(chosen_keyring()).__module__,
        "remembered": sign_in.remembered and again.remembered,
        "found": found == account,
    }
    again.sign_out()
    seen["forgotten"] = start().account() is None
    sys.stdout.write(json.dumps(seen) + "\n")


main()
