"""Authorization code with PKCE, by the real MSAL and the pages."""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
import pytest
from signin_driver import Application, Browser, TrustingSession, me, token_request

from local_microsoft365.people import User
from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import ShiftedClock


def admin_of(running: LocalMicrosoft365) -> User:
    return running.people.with_role("administrateur")


def test_a_person_signs_in_and_graph_knows_them(
    application: Application, microsoft365: LocalMicrosoft365
) -> None:
    admin = microsoft365.people.with_role("administrateur")
    result = application.sign_in(admin)

    assert result["id_token_claims"]["preferred_username"] == admin.username
    assert me(microsoft365, result["access_token"]).json()["userPrincipalName"] == admin.username
    (account,) = application.msal.get_accounts()
    assert account["home_account_id"] == f"{admin.id}.{microsoft365.people.tenant.id}"


def test_the_id_token_is_signed_for_this_application_and_says_what_was_sent(
    application: Application, microsoft365: LocalMicrosoft365
) -> None:
    flow = application.flow()
    browser = Browser(microsoft365).open(flow["auth_uri"])
    admin = microsoft365.people.with_role("administrateur")
    result = application.finish(flow, browser.sign_in(admin))
    sent = dict(parse_qsl(urlsplit(flow["auth_uri"]).query))

    address = f"{microsoft365.addresses.login}/common/discovery/v2.0/keys"
    keys = jwt.PyJWKSet.from_dict(TrustingSession(microsoft365).get(address, timeout=10).json())
    claims = jwt.decode(
        result["id_token"],
        keys.keys[0].key,
        algorithms=["RS256"],
        audience=application.msal.client_id,
        issuer=f"{microsoft365.addresses.login}/{microsoft365.people.tenant.id}/v2.0",
    )
    assert claims["nonce"] == sent["nonce"]
    assert (claims["oid"], claims["tid"]) == (admin.id, microsoft365.people.tenant.id)


@pytest.mark.parametrize("tenant", ["organizations", "common", "bijou.example"])
def test_every_name_of_the_tenant_works(microsoft365: LocalMicrosoft365, tenant: str) -> None:
    result = Application(microsoft365, tenant).sign_in(microsoft365.people.with_role("utilisateur"))
    assert "access_token" in result


def test_an_unknown_tenant_is_refused(microsoft365: LocalMicrosoft365) -> None:
    with pytest.raises(ValueError, match="authority configuration"):
        Application(microsoft365, "inconnu.example")


def test_a_code_serves_once(application: Application, browser: Browser) -> None:
    flow = application.flow()
    browser.open(flow["auth_uri"]).sign_in(admin_of(browser.running))
    form = {
        "grant_type": "authorization_code",
        "code": browser.answer["code"],
        "redirect_uri": flow["redirect_uri"],
        "code_verifier": flow["code_verifier"],
    }
    assert token_request(browser.running, **form).status_code == 200
    again = token_request(browser.running, **form)
    assert (again.status_code, again.json()["error_codes"]) == (400, [54005])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code_verifier": "x" * 43}, 501481),
        ({"code_verifier": "short"}, 50148),
        ({"redirect_uri": "http://localhost/other"}, 500112),
        ({"client_id": "somebody-else"}, 700016),
        ({"client_secret": "secret"}, 700025),
    ],
)
def test_a_code_is_worth_nothing_to_others(
    application: Application, browser: Browser, changed: dict[str, str], code: int
) -> None:
    flow = application.flow()
    browser.open(flow["auth_uri"]).sign_in(admin_of(browser.running))
    form = {
        "grant_type": "authorization_code",
        "code": browser.answer["code"],
        "redirect_uri": flow["redirect_uri"],
        "code_verifier": flow["code_verifier"],
    }
    refused = token_request(browser.running, **(form | changed)).json()
    assert refused["error_codes"] == [code]
    assert refused["error_description"].startswith(f"AADSTS{code}: ")
    assert {"timestamp", "trace_id", "correlation_id"} <= refused.keys()


def test_a_code_is_late_after_ten_minutes(application: Application, browser: Browser) -> None:
    flow = application.flow()
    browser.open(flow["auth_uri"]).sign_in(admin_of(browser.running))
    clock = browser.running.clock
    assert isinstance(clock, ShiftedClock)
    clock.advance(601)
    assert "AADSTS70008" in application.finish(flow, browser)["error_description"]


def test_a_forged_state_is_refused_by_the_application(
    application: Application, browser: Browser
) -> None:
    flow = application.flow()
    browser.open(flow["auth_uri"]).sign_in(admin_of(browser.running))
    browser.answer["state"] = "forged"
    with pytest.raises(ValueError, match="state"):
        application.finish(flow, browser)


@pytest.mark.parametrize("mode", ["query", "fragment"])
def test_the_answer_comes_the_way_it_was_asked(
    application: Application, browser: Browser, mode: str
) -> None:
    flow = application.flow()
    browser.open(f"{flow['auth_uri']}&response_mode={mode}").sign_in(admin_of(browser.running))
    assert browser.landing is not None
    separator = {"query": "?", "fragment": "#"}[mode]
    assert browser.landing.address.startswith(f"{application.native_client}{separator}code=")


def test_form_post_sends_itself_from_a_page_without_inline_script(
    application: Application, browser: Browser
) -> None:
    flow = application.flow(redirect_uri="http://localhost:4321/", response_mode="form_post")
    browser.open(flow["auth_uri"]).sign_in(admin_of(browser.running))
    assert 'action="http://localhost:4321/"' in browser.page
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', browser.page))
    result = application.msal.acquire_token_by_auth_code_flow(flow, fields)
    assert "access_token" in result
    assert "<script>" not in browser.page
    assert 'src="/_emulateur/continue.js"' in browser.page


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost",
        "http://localhost:51234/retour",
        "http://127.0.0.1:8400/",
        "https://login.microsoftonline.com/common/oauth2/nativeclient",
    ],
)
def test_registered_addresses_are_answered(
    application: Application, browser: Browser, address: str
) -> None:
    flow = application.flow(redirect_uri=address)
    browser.open(flow["auth_uri"]).sign_in(admin_of(browser.running))
    assert browser.landing is not None
    assert browser.landing.address.startswith(f"{address}?code=")


@pytest.mark.parametrize(
    "address",
    ["https://ailleurs.example/", "http://localhost@ailleurs.example/", "javascript:alert(1)", ""],
)
def test_an_unknown_address_ends_on_a_page_and_is_never_called(
    application: Application, browser: Browser, address: str
) -> None:
    flow = application.flow()
    query = dict(parse_qsl(urlsplit(flow["auth_uri"]).query)) | {"redirect_uri": address}
    browser.open(f"{flow['auth_uri'].split('?')[0]}?{urlencode(query)}")
    assert (browser.status, browser.landing) == (400, None)
    assert browser.shows("Adresse de retour refusée")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": ""}, "invalid_request"),
        ({"prompt": "curious"}, "invalid_request"),
        ({"claims": "{"}, "invalid_request"),
    ],
)
def test_a_request_that_makes_no_sense_is_answered_to_the_application(
    application: Application, browser: Browser, changed: dict[str, str], error: str
) -> None:
    flow = application.flow()
    query = dict(parse_qsl(urlsplit(flow["auth_uri"]).query)) | changed
    browser.open(f"{flow['auth_uri'].split('?')[0]}?{urlencode(query)}")
    assert (browser.answer["error"], browser.answer["state"]) == (error, flow["state"])


def test_scopes_named_after_the_published_graph_reach_the_local_one(
    application: Application, microsoft365: LocalMicrosoft365
) -> None:
    scopes = [
        "https://graph.microsoft.com/User.Read",
        f"{microsoft365.addresses.graph}/Group.ReadWrite.All",
    ]
    flow = application.flow(scopes)
    browser = Browser(microsoft365).open(flow["auth_uri"])
    result = application.finish(flow, browser.sign_in(admin_of(microsoft365)))
    caller = microsoft365.tokens.read(f"Bearer {result['access_token']}")
    assert caller.scopes == {"User.Read", "Group.ReadWrite.All"}
    # The same words again are found in MSAL's cache: they come back as they were asked.
    (account,) = application.msal.get_accounts()
    silent = application.msal.acquire_token_silent(scopes, account)
    assert silent["access_token"] == result["access_token"]


def test_the_token_carries_the_capability_that_the_client_declared(
    application: Application, microsoft365: LocalMicrosoft365
) -> None:
    token = application.sign_in(admin_of(microsoft365))["access_token"]
    body = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    assert claims["xms_cc"] == ["CP1"]
