"""Refreshing, revoking, challenging; device codes; what a restart keeps."""

from __future__ import annotations

import base64
import json
import re
import threading
from typing import Any

import msal
import pytest
from signin_driver import SCOPES, Application, Browser, TrustingSession, me, token_request

from local_microsoft365.people import User
from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.tokens import DEFAULT_SCOPES
from microsoft365_tricks import ShiftedClock, token_for


@pytest.fixture
def admin(microsoft365: LocalMicrosoft365) -> User:
    return microsoft365.people.with_role("administrateur")


def challenge_of(header: str) -> str:
    found = re.search(r'claims="([^"]+)"', header)
    assert found, header
    return base64.b64decode(found[1]).decode()


def test_a_refresh_gives_new_tokens(application: Application, admin: User) -> None:
    first = application.sign_in(admin)
    second = application.refreshed()
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]


def test_a_session_survives_a_restart_of_the_service(application: Application, admin: User) -> None:
    token = application.sign_in(admin)["access_token"]
    running = application.running
    running.stop()
    running.start()
    assert me(running, token).status_code == 200
    assert "access_token" in application.refreshed()


def test_an_access_token_is_refused_after_its_hour(application: Application, admin: User) -> None:
    token = application.sign_in(admin)["access_token"]
    clock = application.running.clock
    assert isinstance(clock, ShiftedClock)
    clock.advance(3601)
    refused = me(application.running, token)
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert "expired" in refused.json()["error"]["message"]
    assert me(application.running, application.refreshed()["access_token"]).status_code == 200


def test_a_refresh_token_dies_of_ninety_days_without_use(
    application: Application, admin: User
) -> None:
    application.sign_in(admin)
    clock = application.running.clock
    assert isinstance(clock, ShiftedClock)
    clock.advance(91 * 24 * 3600)
    assert "AADSTS700082" in application.refreshed()["error_description"]


@pytest.mark.parametrize("token", ["", "1.garbage", "x"])
def test_a_made_up_refresh_token_is_refused(microsoft365: LocalMicrosoft365, token: str) -> None:
    refused = token_request(
        microsoft365, grant_type="refresh_token", refresh_token=token, scope="User.Read"
    ).json()
    assert (refused["error"], refused["suberror"]) == ("invalid_grant", "bad_token")


def test_a_challenge_is_answered_by_a_refresh_with_its_claims(
    application: Application, admin: User
) -> None:
    running = application.running
    token = application.sign_in(admin)["access_token"]
    running.tokens.challenge(admin)
    refused = me(running, token)
    header = refused.headers["WWW-Authenticate"]
    assert refused.status_code == 401
    assert 'error="insufficient_claims"' in header
    claims = challenge_of(header)
    assert json.loads(claims)["access_token"]["nbf"]["essential"] is True

    fresh = application.refreshed(force_refresh=False, claims_challenge=claims)
    assert me(running, fresh["access_token"]).status_code == 200


def test_a_revoked_session_needs_the_person_again(application: Application, admin: User) -> None:
    running = application.running
    browser = Browser(running)
    token = application.sign_in(admin, browser)["access_token"]
    running.tokens.revoke(admin)
    assert me(running, token).status_code == 401
    refused = application.refreshed()
    assert refused["error"] == "invalid_grant"
    assert "AADSTS50173" in refused["error_description"]
    # The browser's cookie is worth nothing either.
    assert browser.open(application.flow()["auth_uri"]).shows("Se connecter")
    again = application.sign_in(admin)
    assert me(running, again["access_token"]).status_code == 200


def test_a_revocation_is_remembered_over_a_restart(application: Application, admin: User) -> None:
    running = application.running
    application.sign_in(admin)
    running.tokens.revoke(admin)
    running.stop()
    running.start()
    assert "AADSTS50173" in application.refreshed()["error_description"]


def test_a_challenge_at_sign_in_asks_the_password_of_an_older_session(
    application: Application, admin: User
) -> None:
    running = application.running
    browser = Browser(running)
    application.sign_in(admin, browser)
    later = str(int(running.clock.now().timestamp()) + 5)
    claims = json.dumps({"access_token": {"nbf": {"essential": True, "value": later}}})
    flow = application.flow(claims_challenge=claims, login_hint=admin.username)
    assert browser.open(flow["auth_uri"]).shows("Entrer le mot de passe")


def test_an_authentication_context_asked_is_in_the_token(
    application: Application, admin: User
) -> None:
    application.sign_in(admin)
    claims = json.dumps({"access_token": {"acrs": {"essential": True, "value": "c1"}}})
    token = application.refreshed(force_refresh=False, claims_challenge=claims)["access_token"]
    body = token.split(".")[1]
    assert json.loads(base64.urlsafe_b64decode(body + "=="))["acrs"] == ["c1"]


def test_withdrawn_consent_ends_the_refreshes(application: Application, admin: User) -> None:
    application.sign_in(admin)
    application.running.desk.consents.withdraw(application.msal.client_id)
    refused = application.refreshed()
    assert refused["suberror"] == "consent_required"


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x.y.z", "Basic abc"])
def test_a_request_without_a_good_token_is_refused(
    microsoft365: LocalMicrosoft365, header: str | None
) -> None:
    http = Browser(microsoft365).http
    headers = {} if header is None else {"Authorization": header}
    refused = http.get(f"{microsoft365.addresses.graph}/v1.0/me", headers=headers, timeout=10)
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert refused.headers["WWW-Authenticate"].startswith('Bearer realm=""')


def test_a_token_signed_by_another_installation_is_refused(
    microsoft365: LocalMicrosoft365, tmp_path: Any
) -> None:
    with LocalMicrosoft365(tmp_path / "other") as other:
        foreign = token_for(other, "administrateur")
    assert "Signature" in me(microsoft365, foreign).json()["error"]["message"]


def device_flow(application: Application) -> dict[str, Any]:
    flow: dict[str, Any] = application.msal.initiate_device_flow(SCOPES)
    return flow


def test_a_device_waits_until_somebody_typed_its_code(
    application: Application, browser: Browser, admin: User
) -> None:
    flow = device_flow(application) | {"interval": 1}  # in whole seconds, for MSAL's own loop
    assert flow["user_code"] in flow["message"]
    pending = application.msal.acquire_token_by_device_flow(flow | {"expires_at": 0})
    assert pending["error"] == "authorization_pending"

    got: dict[str, Any] = {}
    waiting = threading.Thread(
        target=lambda: got.update(application.msal.acquire_token_by_device_flow(flow))
    )
    waiting.start()
    browser.open(flow["verification_uri"])
    browser.send(user_code=flow["user_code"].lower()).sign_in(admin)
    waiting.join(timeout=20)
    assert browser.shows("Vous êtes connecté")
    assert got["id_token_claims"]["preferred_username"] == admin.username


def test_a_device_is_told_that_the_person_refused(
    application: Application, browser: Browser
) -> None:
    flow = device_flow(application)
    browser.open(flow["verification_uri"]).send(user_code=flow["user_code"]).send(action="cancel")
    assert browser.shows("Connexion abandonnée")
    result = application.msal.acquire_token_by_device_flow(flow)
    assert result["error"] == "authorization_declined"


def test_a_wrong_or_late_code_is_asked_again(application: Application, browser: Browser) -> None:
    flow = device_flow(application)
    browser.open(flow["verification_uri"]).send(user_code="AAAAAAAAA")
    assert browser.alert.startswith("Ce code est inconnu")
    clock = browser.running.clock
    assert isinstance(clock, ShiftedClock)
    clock.advance(901)
    browser.send(user_code=flow["user_code"])
    assert browser.alert.startswith("Ce code est inconnu")
    late = token_request(
        browser.running, grant_type="device_code", device_code=flow["device_code"]
    ).json()
    assert late["error"] == "expired_token"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "device_code", "device_code": "x"}, "bad_verification_code"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({}, "unsupported_grant_type"),
        ({"grant_type": "password", "username": "x"}, "invalid_grant"),
    ],
)
def test_other_grants_are_refused(
    microsoft365: LocalMicrosoft365, form: dict[str, str], error: str
) -> None:
    refused = token_request(microsoft365, **form)
    assert (refused.status_code, refused.json()["error"]) == (400, error)


@pytest.mark.parametrize(
    ("tenant", "form", "code"),
    [
        ("ailleurs.example", {"scope": "User.Read"}, 90002),
        ("organizations", {"client_id": "x", "scope": "User.Read"}, 700016),
        ("organizations", {"scope": ""}, 90014),
    ],
)
def test_a_device_code_is_not_given_to_strangers(
    application: Application, browser: Browser, tenant: str, form: dict[str, str], code: int
) -> None:
    address = f"{browser.running.addresses.login}/{tenant}/oauth2/v2.0/devicecode"
    asked = {"client_id": application.msal.client_id} | form
    refused = browser.http.post(address, asked, timeout=10).json()
    assert refused["error_codes"] == [code]


def test_msal_discovers_the_authority_through_our_instance_document(
    microsoft365: LocalMicrosoft365,
) -> None:
    login = microsoft365.addresses.login
    application = msal.PublicClientApplication(
        microsoft365.description()["client_id"],
        authority=f"{login}/organizations",
        instance_discovery=f"{login}/common/discovery/instance",
        http_client=TrustingSession(microsoft365),
    )
    flow = application.initiate_auth_code_flow(["User.Read"], redirect_uri="http://localhost")
    assert flow["auth_uri"].startswith(f"{login}/{microsoft365.people.tenant.id}/oauth2/")


def test_a_refresh_token_serves_its_own_application_only(
    application: Application, admin: User
) -> None:
    token = application.sign_in(admin)["refresh_token"]
    refused = token_request(
        application.running, grant_type="refresh_token", refresh_token=token, client_id="x"
    )
    assert refused.json()["error_codes"] == [700016]
    narrowed = token_request(
        application.running, grant_type="refresh_token", refresh_token=token, scope="User.Read"
    )
    assert application.running.tokens.read(f"Bearer {narrowed.json()['access_token']}").scopes == {
        "User.Read"
    }


def test_a_token_from_the_future_is_refused(application: Application, admin: User) -> None:
    clock = application.running.clock
    assert isinstance(clock, ShiftedClock)
    token = application.sign_in(admin)["access_token"]
    clock.advance(-3600)
    assert "not yet valid" in me(application.running, token).json()["error"]["message"]


def test_the_default_scope_stands_for_all_that_is_registered(
    microsoft365: LocalMicrosoft365,
) -> None:
    token = token_for(microsoft365, "utilisateur", [f"{microsoft365.addresses.graph}/.default"])
    assert microsoft365.tokens.read(f"Bearer {token}").scopes == set(DEFAULT_SCOPES)
