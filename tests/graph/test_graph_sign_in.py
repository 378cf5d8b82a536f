"""Signing in by the embedded browser: right, wrong, refused, forged."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from meddling_http_client import MeddlingDoor, with_claims
from plain_browser import PlainBrowser

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient

Browse = Callable[..., PlainBrowser]
SignInAs = Callable[[str], Account]
DAY = 86_400.0


@pytest.fixture
def meddling(microsoft365: LocalMicrosoft365) -> Iterator[MeddlingDoor]:
    http_client = MeddlingDoor(microsoft365.certificate.authority)
    yield http_client
    http_client.close()


def test_a_person_signs_in_and_is_known_afterwards(
    sign_in: SignIn, sign_in_as: SignInAs, microsoft365: LocalMicrosoft365
) -> None:
    account = sign_in_as("administrateur")
    admin = microsoft365.people.with_role("administrateur")
    assert account.username == admin.username
    assert account.name == admin.display_name
    assert account.tenant_id == microsoft365.people.tenant.id
    assert account.id.startswith(admin.id)
    assert sign_in.account() == account
    assert sign_in.remembered
    assert not sign_in.session_ended


def test_the_attempt_asks_for_what_was_agreed(
    sign_in: SignIn, microsoft365: LocalMicrosoft365
) -> None:
    attempt = sign_in.begin(login_hint="marie@bijou.example", claims='{"access_token":{"x":null}}')
    asked = {name: values[0] for name, values in parse_qs(urlsplit(attempt.url).query).items()}
    assert attempt.host == urlsplit(microsoft365.addresses.login).netloc
    assert attempt.redirect_uri == f"{microsoft365.addresses.login}/common/oauth2/nativeclient"
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    assert asked["prompt"] == "select_account"
    assert asked["login_hint"] == "marie@bijou.example"
    assert "xms_cc" in asked["claims"]
    assert '"x"' in asked["claims"]
    assert {"User.Read", "Group.ReadWrite.All", "Files.ReadWrite.All", "offline_access"} <= set(
        asked["scope"].split()
    )


def test_an_attempt_prints_no_secret(sign_in: SignIn) -> None:
    attempt = sign_in.begin()
    assert attempt.flow["code_verifier"] not in repr(attempt)
    assert attempt.flow["state"] not in repr(attempt)


def test_the_account_is_known_at_the_next_start_without_any_network(
    registration: Registration, session_store: SessionStore, administrator: Account, tmp_path: Path
) -> None:
    elsewhere = HttpClient(None)  # trusts nobody here: any request would fail
    again = SignIn(registration, SessionStore(tmp_path / "session", KeyringStore()), elsewhere)
    assert again.account() == administrator
    assert again.remembered


def test_another_registration_has_another_session(
    registration: Registration,
    session_store: SessionStore,
    http_client: HttpClient,
    administrator: Account,
) -> None:
    other = Registration(registration.authority, "00000000-0000-4000-8000-000000000000")
    assert SignIn(other, session_store, http_client).account() is None


def test_an_answer_with_another_state_is_forged_and_nothing_is_asked(
    sign_in: SignIn, browse: Browse, microsoft365: LocalMicrosoft365
) -> None:
    attempt = sign_in.begin()
    landed = browse().land(attempt.url, attempt.redirect_uri) | {"state": "another"}
    with pytest.raises(errors.SignInForged, match="state"):
        sign_in.finish(attempt, landed)
    assert sign_in.account() is None
    assert not microsoft365.journal.of_kind("token")


@pytest.mark.parametrize("landed", [{}, {"code": "stolen"}])
def test_an_answer_without_a_state_is_forged(sign_in: SignIn, landed: dict[str, str]) -> None:
    with pytest.raises(errors.SignInForged):
        sign_in.finish(sign_in.begin(), landed)


def test_an_answer_without_a_code_is_forged(sign_in: SignIn) -> None:
    attempt = sign_in.begin()
    with pytest.raises(errors.SignInForged, match="code"):
        sign_in.finish(attempt, {"state": attempt.flow["state"]})


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", "another-client"),
        ("iss", "https://login.evil.example/7d0c2f5e-41b9-4f0e-9a67-3c5b8e21d904/v2.0"),
        ("tid", "another-tenant"),
        ("exp", 1_000_000_000),
        ("nonce", "another nonce"),
    ],
)
def test_an_id_token_with_a_wrong_claim_is_forged_and_nothing_is_kept(
    registration: Registration,
    session_store: SessionStore,
    meddling: MeddlingDoor,
    browse: Browse,
    claim: str,
    value: object,
) -> None:
    sign_in = SignIn(registration, session_store, meddling)
    meddling.meddle = with_claims(**{claim: value})
    attempt = sign_in.begin()
    with pytest.raises(errors.SignInForged) as caught:
        sign_in.finish(attempt, browse().land(attempt.url, attempt.redirect_uri))
    assert caught.value.detail == claim
    assert sign_in.account() is None
    with pytest.raises(errors.SignInNeeded):
        sign_in.token()


def test_an_answer_without_an_id_token_is_forged(
    registration: Registration, session_store: SessionStore, meddling: MeddlingDoor, browse: Browse
) -> None:
    sign_in = SignIn(registration, session_store, meddling)
    meddling.meddle = lambda answer: {k: v for k, v in answer.items() if k != "id_token"}
    attempt = sign_in.begin()
    with pytest.raises(errors.SignInForged, match="token"):
        sign_in.finish(attempt, browse().land(attempt.url, attempt.redirect_uri))
    assert sign_in.account() is None


def test_a_clock_one_day_ahead_is_named_rather_than_the_token(
    registration: Registration,
    session_store: SessionStore,
    microsoft365: LocalMicrosoft365,
    browse: Browse,
) -> None:
    def ahead() -> float:
        return time.time() + DAY

    http_client = HttpClient(microsoft365.certificate.authority, now=ahead)
    sign_in = SignIn(registration, session_store, http_client, clock=ahead)
    attempt = sign_in.begin()
    with pytest.raises(errors.ClockWrong) as caught:
        sign_in.finish(attempt, browse().land(attempt.url, attempt.redirect_uri))
    assert caught.value.seconds == pytest.approx(DAY, abs=60)
    http_client.close()


def test_another_account_than_the_expected_one_leaves_everything_as_it_was(
    sign_in: SignIn, administrator: Account, browse: Browse, graph: GraphClient
) -> None:
    attempt = sign_in.begin()
    landed = browse("utilisateur").land(attempt.url, attempt.redirect_uri)
    with pytest.raises(errors.WrongAccount) as caught:
        sign_in.finish(attempt, landed, expected=administrator.username)
    assert caught.value.expected == administrator.username
    assert caught.value.actual == "marie.durand@bijou.example"
    assert sign_in.account() == administrator
    assert graph.me().username == administrator.username


def test_the_expected_account_is_recognised_whatever_its_case(
    sign_in: SignIn, browse: Browse
) -> None:
    attempt = sign_in.begin()
    landed = browse().land(attempt.url, attempt.redirect_uri)
    assert sign_in.finish(attempt, landed, expected="ADMIN@Bijou.Example") == sign_in.account()


def test_somebody_else_replaces_the_former_account(
    sign_in: SignIn, administrator: Account, sign_in_as: SignInAs, graph: GraphClient
) -> None:
    other = sign_in_as("utilisateur")
    assert other.id != administrator.id
    assert sign_in.account() == other
    assert graph.me().username == other.username


def test_refusing_consent_is_said_as_such(sign_in: SignIn, browse: Browse) -> None:
    attempt = sign_in.begin()
    landed = browse(refuses=True).land(attempt.url, attempt.redirect_uri)
    with pytest.raises(errors.ConsentDeclined):
        sign_in.finish(attempt, landed)
    assert sign_in.account() is None


@pytest.mark.parametrize(
    ("role", "trouble"),
    [
        ("poste-non-conforme", errors.BrowserRefused),
        ("acces-conditionnel", errors.BrowserRefused),
        ("accord-administrateur", errors.ConsentMissing),
    ],
)
def test_a_refusal_by_policy_says_which_way_out(
    sign_in: SignIn, browse: Browse, role: str, trouble: type[errors.Trouble]
) -> None:
    attempt = sign_in.begin()
    with pytest.raises(trouble):
        sign_in.finish(attempt, browse(role).land(attempt.url, attempt.redirect_uri))
    assert sign_in.account() is None


def test_the_consent_address_is_for_an_administrator(registration: Registration) -> None:
    parts = urlsplit(registration.consent_url)
    asked = parse_qs(parts.query)
    assert parts.path == "/organizations/v2.0/adminconsent"
    assert asked["client_id"] == [registration.client_id]
    assert asked["scope"] == [" ".join(registration.scopes)]


def test_a_code_is_redeemed_once(sign_in: SignIn, browse: Browse) -> None:
    attempt = sign_in.begin()
    landed = browse().land(attempt.url, attempt.redirect_uri)
    account = sign_in.finish(attempt, landed)
    with pytest.raises(errors.SignInNeeded):
        sign_in.finish(attempt, landed)
    assert sign_in.account() == account


def test_two_factors_lead_to_a_session_as_well(sign_in_as: SignInAs) -> None:
    assert sign_in_as("double-authentification").username == "lea.fontaine@bijou.example"


def test_an_authority_that_does_not_know_the_organisation_is_said(
    microsoft365: LocalMicrosoft365, session_store: SessionStore, http_client: HttpClient
) -> None:
    nowhere = Registration(f"{microsoft365.addresses.login}/nowhere.example", "client")
    with pytest.raises(errors.ApplicationUnknown):
        SignIn(nowhere, session_store, http_client).begin()


def test_a_service_that_fails_while_redeeming_keeps_the_former_session(
    sign_in: SignIn, administrator: Account, browse: Browse, microsoft365: LocalMicrosoft365
) -> None:
    attempt = sign_in.begin()
    landed = browse("utilisateur").land(attempt.url, attempt.redirect_uri)
    microsoft365.faults.add("503", kind="token", retry_after=7)
    with pytest.raises(errors.ServiceUnavailable) as caught:
        sign_in.finish(attempt, landed)
    assert caught.value.retry_after == 7
    assert sign_in.account() == administrator


def test_an_identity_platform_that_asks_to_wait_says_how_long(
    sign_in: SignIn, browse: Browse, microsoft365: LocalMicrosoft365
) -> None:
    attempt = sign_in.begin()
    landed = browse().land(attempt.url, attempt.redirect_uri)
    microsoft365.faults.add("429", kind="token", retry_after=11)
    with pytest.raises(errors.Throttled) as caught:
        sign_in.finish(attempt, landed)
    assert caught.value.retry_after == 11


def test_without_microsoft_a_sign_in_cannot_begin(
    sign_in: SignIn, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.stop()
    with pytest.raises(errors.Offline):
        sign_in.begin()
