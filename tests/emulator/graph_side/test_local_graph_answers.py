"""Refusals and headers: always Graph's own JSON, whoever asks for whatever."""

from __future__ import annotations

from typing import Any

import pytest
from graph_peer import Client, Local, MakeGroup


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_an_error_carries_both_request_ids(local: Local, admin: Client) -> None:
    refused = admin.get("/groups/none", headers={"client-request-id": "mine"})
    inner = refused.json()["error"]["innerError"]
    assert inner["client-request-id"] == "mine"
    assert inner["request-id"] == refused.headers["request-id"]
    assert refused.headers["client-request-id"] == "mine"
    assert inner["date"]
    assert admin.get("/me").headers["request-id"]


def test_without_a_token_nothing_is_answered(local: Local) -> None:
    refused = local.anonymous.get(f"{local.addresses.graph}/v1.0/me", timeout=10)
    assert error(refused) == (401, "InvalidAuthenticationToken")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 400),
        ("GET", "/groups/x/nothing", 400),
        ("PATCH", "/me/memberOf", 405),
        ("DELETE", "/groups", 405),
        ("PUT", "/groups/x", 405),
        ("OPTIONS", "/me", 405),
        ("GET", "/drives/b!none/root", 404),
        ("GET", "/drives/b!none/root/nothing", 400),
        ("GET", "/sites/none", 404),
        ("GET", "/me/drive", 404),
        ("GET", "/groups(uniqueName=broken'", 400),
    ],
)
def test_unknown_addresses_and_verbs_answer_in_json(
    admin: Client, method: str, path: str, status: int
) -> None:
    refused = admin(method, path)
    assert refused.status_code == status
    assert refused.json()["error"]["code"]


def test_other_versions_are_unknown_and_beta_is_the_same(local: Local, admin: Client) -> None:
    assert admin.get(f"{local.addresses.graph}/beta/me").status_code == 200
    assert admin.get(f"{local.addresses.graph}/v9/me").status_code == 400
    assert admin.get(f"{local.addresses.graph}/").status_code == 400


@pytest.mark.parametrize("body", ["{", "[]", "é", "1"])
def test_a_body_that_is_no_object_is_a_bad_request(admin: Client, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    refused = admin.post("/groups", data=body.encode(), headers=headers)
    assert error(refused) == (400, "BadRequest")


def test_a_missing_scope_is_refused_in_the_style_of_the_service(
    local: Local, make_group: MakeGroup
) -> None:
    group = make_group()["id"]
    poor = local.as_("administrateur", ("User.Read",))
    assert error(poor.get("/groups")) == (403, "Authorization_RequestDenied")
    assert error(poor.get(f"/groups/{group}/drive")) == (403, "accessDenied")
    reader = local.as_("administrateur", ("Files.Read.All",))
    assert reader.get(f"/groups/{group}/drive").status_code == 200
    refused = reader.put(f"/groups/{group}/drive/root:/a:/content", data=b"x")
    assert error(refused) == (403, "accessDenied")


def test_lost_rights_are_refused(local: Local, admin: Client, make_group: MakeGroup) -> None:
    group = make_group()["id"]
    drive = admin.get(f"/groups/{group}/drive").json()["id"]
    local.world.lose_rights(local.world.people.with_role("administrateur"))
    assert error(admin.get(f"/drives/{drive}/root")) == (403, "accessDenied")
    assert error(admin.put(f"/drives/{drive}/root:/a:/content", data=b"x"))[0] == 403


def test_a_stranger_changes_nothing(local: Local, make_group: MakeGroup) -> None:
    group = make_group()["id"]
    marie = local.as_("utilisateur")
    denied = (403, "Authorization_RequestDenied")
    assert error(marie.patch(f"/groups/{group}", json={"displayName": "x"})) == denied
    assert error(marie.delete(f"/groups/{group}")) == denied
    assert error(marie.get(f"/groups/{group}/sites/root")) == (403, "accessDenied")


def test_the_budget_warns_then_refuses_then_opens_again(local: Local, admin: Client) -> None:
    local.world.switches.set(units_a_minute=10)
    answers = [admin.get("/me") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "RateLimit-Remaining" not in answers[6].headers
    assert answers[8].headers["RateLimit-Remaining"] == "1"
    assert answers[10].json()["error"]["code"] == "activityLimitReached"
    local.clock.advance(float(answers[10].headers["Retry-After"]))
    assert admin.get("/me").status_code == 200


def test_a_stranger_does_not_start_the_provisioning(
    local: Local, admin: Client, make_group: MakeGroup
) -> None:
    local.world.sites.provisioning_s = 10
    group = make_group()["id"]
    assert error(local.as_("utilisateur").get(f"/groups/{group}/drive"))[0] == 403
    local.clock.advance(11)
    assert error(admin.get(f"/groups/{group}/drive")) == (404, "ResourceNotFound")
    local.clock.advance(11)
    assert admin.get(f"/groups/{group}/drive").status_code == 200
