"""Staying signed in: refreshes one at a time, challenges, revocation, signing out."""

from __future__ import annotations

import json
import logging
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from expiry import expire_access_tokens, kept, secrets_of
from meddling_http_client import MeddlingDoor
from plain_browser import PlainBrowser

import fork_server
from local_microsoft365.server import LocalMicrosoft365
from memory_keyring import FILE_VARIABLE, MemoryKeyring
from stockage_partage import errors
from stockage_partage.file_lock import FileLock
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.session_store import SessionFile, SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient

HERE = Path(__file__).parent


@pytest.fixture
def another_start(
    registration: Registration, session_store: SessionStore, http_client: HttpClient
) -> Callable[[], SignIn]:
    """The same workstation after a restart."""
    return lambda: SignIn(registration, session_store, http_client)


def redeemed(microsoft365: LocalMicrosoft365) -> int:
    """How many times the token endpoint was asked."""
    return len(microsoft365.journal.of_kind("token"))


def test_nobody_signed_in_is_said_without_asking_anybody(
    sign_in: SignIn, microsoft365: LocalMicrosoft365
) -> None:
    with pytest.raises(errors.SignInNeeded):
        sign_in.token()
    assert not microsoft365.journal.entries


def test_a_token_is_asked_once_and_handed_out_many_times(
    sign_in: SignIn, administrator: Account, microsoft365: LocalMicrosoft365
) -> None:
    assert len({sign_in.token() for _ in range(50)}) == 1
    assert redeemed(microsoft365) == 1


def test_after_a_restart_the_kept_token_still_serves(
    another_start: Callable[[], SignIn],
    sign_in: SignIn,
    administrator: Account,
    microsoft365: LocalMicrosoft365,
) -> None:
    assert another_start().token() == sign_in.token()
    assert redeemed(microsoft365) == 1


def test_eight_threads_with_an_expired_token_refresh_once(
    another_start: Callable[[], SignIn],
    registration: Registration,
    session_store: SessionStore,
    administrator: Account,
    microsoft365: LocalMicrosoft365,
) -> None:
    expire_access_tokens(session_store, registration)
    sign_in = another_start()
    together = threading.Barrier(8)

    def ask(_: int) -> str:
        together.wait(10)
        return sign_in.token()

    before = redeemed(microsoft365)
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert redeemed(microsoft365) == before + 1


def test_eight_threads_whose_token_was_refused_renew_it_once(
    sign_in: SignIn, administrator: Account, microsoft365: LocalMicrosoft365
) -> None:
    refused = sign_in.token()
    together = threading.Barrier(8)

    def ask(_: int) -> str:
        together.wait(10)
        return sign_in.token(refused=refused)

    microsoft365.clock.advance(1)  # type: ignore[attr-defined]  # another second, another token
    before = redeemed(microsoft365)
    with ThreadPoolExecutor(8) as pool:
        fresh = set(pool.map(ask, range(8)))
    assert len(fresh) == 1
    assert refused not in fresh
    assert redeemed(microsoft365) == before + 1


@pytest.fixture
def three_processes(
    registration: Registration,
    session_store: SessionStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    microsoft365: LocalMicrosoft365,
) -> Iterator[Callable[[], list[subprocess.Popen[str]]]]:
    """Starts three, each ready and waiting for a line."""
    theirs = {FILE_VARIABLE: str(tmp_path / "keyring.json")}
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "memory_keyring.FileKeyring")
    monkeypatch.setenv(FILE_VARIABLE, theirs[FILE_VARIABLE])
    told = {
        "authority": registration.authority,
        "client_id": registration.client_id,
        "folder": str(tmp_path / "session"),
        "ca_file": str(microsoft365.certificate.authority),
    }
    running: list[subprocess.Popen[str]] = []

    def start() -> list[subprocess.Popen[str]]:
        for _ in range(3):
            process = fork_server.start(
                [str(HERE / "one_process.py"), json.dumps(told)],
                fork_server.environment() | theirs,
                stdin=subprocess.PIPE,
            )
            running.append(process)
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        return running

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_three_processes_with_an_expired_token_refresh_once(
    three_processes: Callable[[], list[subprocess.Popen[str]]],
    registration: Registration,
    session_store: SessionStore,
    administrator: Account,
    microsoft365: LocalMicrosoft365,
) -> None:
    expire_access_tokens(session_store, registration)
    started = three_processes()
    before = redeemed(microsoft365)
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(answers) == 1
    assert answers != {""}
    assert redeemed(microsoft365) == before + 1


def test_a_claims_challenge_is_answered_once_and_the_request_goes_through(
    graph: GraphClient, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.clock.advance(5)  # type: ignore[attr-defined]
    microsoft365.tokens.challenge(microsoft365.people.with_role("administrateur"))
    assert graph.me().username == "admin@bijou.example"
    statuses = [entry.status for entry in microsoft365.journal.of_kind("me")]
    assert statuses == [401, 200]
    assert redeemed(microsoft365) == 2


def test_an_expired_token_refused_by_graph_is_renewed_once(
    graph: GraphClient, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.clock.advance(3700)  # type: ignore[attr-defined]
    assert graph.me().username == "admin@bijou.example"
    assert [entry.status for entry in microsoft365.journal.of_kind("me")] == [401, 200]


def test_a_revoked_session_ends_but_the_account_stays_known(
    graph: GraphClient,
    sign_in: SignIn,
    another_start: Callable[[], SignIn],
    administrator: Account,
    microsoft365: LocalMicrosoft365,
) -> None:
    microsoft365.clock.advance(5)  # type: ignore[attr-defined]
    microsoft365.tokens.revoke(microsoft365.people.with_role("administrateur"))
    with pytest.raises(errors.SignInNeeded) as caught:
        graph.me()
    assert caught.value.claims is not None
    assert sign_in.session_ended
    assert sign_in.account() == administrator
    after_restart = another_start()
    assert after_restart.session_ended
    assert after_restart.account() == administrator


def test_an_ended_session_is_not_asked_about_again(
    graph: GraphClient, sign_in: SignIn, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.clock.advance(5)  # type: ignore[attr-defined]
    microsoft365.tokens.revoke(microsoft365.people.with_role("administrateur"))
    with pytest.raises(errors.SignInNeeded):
        graph.me()
    microsoft365.journal.clear()
    with pytest.raises(errors.SignInNeeded):
        sign_in.token()
    assert not microsoft365.journal.entries


def test_signing_in_again_carries_the_challenge_and_ends_the_ended_state(
    graph: GraphClient,
    sign_in: SignIn,
    sign_in_as: Callable[[str], Account],
    microsoft365: LocalMicrosoft365,
) -> None:
    microsoft365.clock.advance(5)  # type: ignore[attr-defined]
    microsoft365.tokens.revoke(microsoft365.people.with_role("administrateur"))
    with pytest.raises(errors.SignInNeeded):
        graph.me()
    assert "nbf" in sign_in.begin().url
    microsoft365.clock.advance(5)  # type: ignore[attr-defined]
    sign_in_as("administrateur")
    assert not sign_in.session_ended
    assert "nbf" not in sign_in.begin().url
    assert graph.me().username == "admin@bijou.example"


def test_a_withdrawn_consent_is_no_ended_session(
    sign_in: SignIn,
    administrator: Account,
    microsoft365: LocalMicrosoft365,
) -> None:
    microsoft365.faults.add("consent-withdrawn", kind="token")
    with pytest.raises(errors.ConsentMissing) as caught:
        sign_in.token(refused=sign_in.token())
    assert caught.value.consent_url
    assert not sign_in.session_ended


def test_without_microsoft_a_good_token_still_serves_and_a_renewal_says_offline(
    sign_in: SignIn, administrator: Account, microsoft365: LocalMicrosoft365
) -> None:
    token = sign_in.token()
    microsoft365.stop()
    assert sign_in.token() == token
    with pytest.raises(errors.Offline):
        sign_in.token(refused=token)
    assert sign_in.account() == administrator
    assert not sign_in.session_ended


def test_signing_out_forgets_everything_here(
    sign_in: SignIn,
    another_start: Callable[[], SignIn],
    administrator: Account,
    tmp_path: Path,
    memory_keyring: type[MemoryKeyring],
) -> None:
    sign_in.sign_out()
    assert sign_in.account() is None
    assert another_start().account() is None
    assert not list((tmp_path / "session").glob("*.sealed"))
    assert not memory_keyring.kept
    with pytest.raises(errors.SignInNeeded):
        sign_in.token()


def test_another_process_that_signs_out_is_noticed_at_the_next_token(
    sign_in: SignIn, another_start: Callable[[], SignIn], administrator: Account
) -> None:
    assert sign_in.token()
    another_start().sign_out()
    with pytest.raises(errors.SignInNeeded):
        sign_in.token()
    assert sign_in.account() is None


def test_signing_out_when_nobody_is_signed_in_is_harmless(sign_in: SignIn) -> None:
    sign_in.sign_out()
    assert sign_in.account() is None


def test_no_secret_reaches_a_log_or_a_printed_object(
    sign_in: SignIn,
    browse: Callable[..., PlainBrowser],
    registration: Registration,
    session_store: SessionStore,
    http_client: HttpClient,
    microsoft365: LocalMicrosoft365,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    attempt = sign_in.begin()
    landed = browse().land(attempt.url, attempt.redirect_uri)
    sign_in.finish(attempt, landed)
    first = secrets_of(kept(session_store, registration))
    sign_in.token(refused=sign_in.token())
    graph = GraphClient(http_client, sign_in, microsoft365.description()["graph_url"])
    graph.me()
    session = kept(session_store, registration)
    secrets = first | secrets_of(session) | {landed["code"], str(attempt.flow["code_verifier"])}
    printed = "".join(capfd.readouterr()) + caplog.text
    printed += repr((attempt, session, sign_in, graph, registration))
    assert not [secret for secret in secrets if secret in printed]


def test_the_session_on_disk_is_no_plain_text(
    administrator: Account, registration: Registration, session_store: SessionStore, tmp_path: Path
) -> None:
    (sealed,) = (tmp_path / "session").glob("*.sealed")
    content = sealed.read_bytes()
    for secret in (*secrets_of(kept(session_store, registration)), administrator.username):
        assert secret.encode() not in content
    assert sealed.stat().st_mode & 0o777 == 0o600


def test_two_folders_on_one_computer_do_not_share_a_key(
    registration: Registration,
    http_client: HttpClient,
    sign_in_as: Callable[[str], Account],
    tmp_path: Path,
) -> None:
    account = sign_in_as("administrateur")
    other = SignIn(registration, SessionStore(tmp_path / "other", KeyringStore()), http_client)
    other.sign_out()
    here = SignIn(registration, SessionStore(tmp_path / "session", KeyringStore()), http_client)
    assert here.account() == account


def test_who_is_signed_in_is_known_while_a_refresh_is_under_way(
    administrator: Account,
    registration: Registration,
    session_store: SessionStore,
    microsoft365: LocalMicrosoft365,
) -> None:
    asked, answered = threading.Event(), threading.Event()

    def slowly(answer: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        answered.wait(30)
        return answer

    http_client = MeddlingDoor(microsoft365.certificate.authority)
    sign_in = SignIn(registration, session_store, http_client)
    refused = sign_in.token()
    http_client.meddle = slowly
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(sign_in.token, refused=refused)
        assert asked.wait(30)
        try:
            assert pool.submit(sign_in.account).result(timeout=10) == administrator
            assert not slow.done()
        finally:
            answered.set()
        assert slow.result(timeout=30)
    http_client.close()


def test_a_process_that_holds_the_session_too_long_is_passing(
    registration: Registration, tmp_path: Path
) -> None:
    cache = SessionFile(tmp_path / "s.sealed", KeyringStore(), "s", turn_timeout_s=0.05)
    with FileLock(tmp_path / "s.lock"), pytest.raises(errors.ServiceUnavailable), cache.turn():
        raise AssertionError("two at once")
