"""Which scopes the sign-in takes: Graph's own, however they are written, and no others."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from signin_driver import Application, Browser, TrustingSession, token_request

from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.signin.authorize_request import scopes_of
from local_microsoft365.signin.refusals import Refusal

GRAPH = "https://graph.microsoft.com"


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("user.read", "User.Read"),
        ("OPENID Offline_Access FILES.READWRITE.ALL", "openid offline_access Files.ReadWrite.All"),
        (f"{GRAPH}/user.read", f"{GRAPH}/User.Read"),
        (f"{GRAPH}//.DEFAULT", f"{GRAPH}//.default"),
        (f"{GRAPH}/.default openid", f"{GRAPH}/.default openid"),
        ("https://localhost:8443/Sites.Read.All", "https://localhost:8443/Sites.Read.All"),
        ("User.Read user.read", "User.Read"),
    ],
)
def test_a_scope_is_put_as_graph_writes_it(asked: str, taken: str) -> None:
    assert " ".join(scopes_of(asked)) == taken


@pytest.mark.parametrize(
    "asked",
    [
        "Files.ReadWrit.All",
        "User.Read Colour.Read",
        "https://vault.example/User.Read",
        f"{GRAPH}/Colour.Read",
        f"{GRAPH}/.default User.Read",
    ],
)
def test_a_scope_that_does_not_exist_is_refused(asked: str) -> None:
    with pytest.raises(Refusal) as refused:
        scopes_of(asked)
    assert (refused.value.error, refused.value.code) == ("invalid_scope", 70011)


def test_small_letters_give_the_same_rights(microsoft365: LocalMicrosoft365) -> None:
    user = microsoft365.people.with_role("administrateur")
    answer = token_request(
        microsoft365, grant_type="password", username=user.username, password=user.password,
        scope="user.read group.readwrite.all offline_access",
    ).json()  # fmt: skip
    assert answer["scope"].split()[:2] == ["User.Read", "Group.ReadWrite.All"]
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert claims["scp"] == "Group.ReadWrite.All User.Read"
    me = TrustingSession(microsoft365).get(
        f"{microsoft365.addresses.graph}/v1.0/me",
        headers={"Authorization": f"Bearer {answer['access_token']}"},
        timeout=10,
    )
    assert me.status_code == 200
    again = token_request(
        microsoft365, grant_type="refresh_token", refresh_token=answer["refresh_token"],
        scope="colour.read",
    )  # fmt: skip
    assert_refused(again.json())


def test_every_way_in_refuses_an_unknown_scope(
    microsoft365: LocalMicrosoft365, application: Application, browser: Browser
) -> None:
    user = microsoft365.people.with_role("administrateur")
    assert_refused(
        token_request(
            microsoft365, grant_type="password", username=user.username, password=user.password,
            scope="Colour.Read",
        ).json()
    )  # fmt: skip
    browser.open(application.flow(["Colour.Read"])["auth_uri"])
    assert browser.answer["error"] == "invalid_scope"
    assert browser.answer["error_description"].startswith("AADSTS70011")
    device = application.msal.initiate_device_flow(["Colour.Read"])
    assert_refused(device)
    client_id = microsoft365.description()["client_id"]
    browser.open(
        f"{microsoft365.addresses.login}/{microsoft365.people.tenant.id}/v2.0/adminconsent"
        f"?client_id={client_id}&scope=Colour.Read"
    )
    assert browser.status == 400
    assert "Droit inconnu" in browser.page


def assert_refused(answer: dict[str, Any]) -> None:
    assert answer["error"] == "invalid_scope"
    assert answer["error_description"].startswith("AADSTS70011")
