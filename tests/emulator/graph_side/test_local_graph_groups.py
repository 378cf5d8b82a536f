"""Groups: creation, upsert, conflicts, policies, deletion and return."""

from __future__ import annotations

from typing import Any

import pytest
from graph_peer import Client, Local, MakeGroup

UPSERT = {"Prefer": "create-if-missing"}
BODY: dict[str, Any] = {
    "displayName": "Sage – BIJOU",
    "mailNickname": "sage-bijou",
    "mailEnabled": True,
    "securityEnabled": False,
    "groupTypes": ["Unified"],
    "visibility": "Private",
}


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_created_group_is_described_whole_and_owned_by_its_creator(admin: Client) -> None:
    made = admin.post("/groups", json=BODY)
    assert made.status_code == 201
    assert "directoryObjects" in made.headers["Location"]
    group = made.json()
    assert group["@odata.context"].endswith("/v1.0/$metadata#groups/$entity")
    assert group["mail"] == "sage-bijou@bijou.example"
    owners = admin.get(f"/groups/{group['id']}/owners").json()["value"]
    assert [owner["@odata.type"] for owner in owners] == ["#microsoft.graph.user"]
    assert [owner["userPrincipalName"] for owner in owners] == ["admin@bijou.example"]


def test_without_visibility_a_group_is_public(admin: Client) -> None:
    body = {name: value for name, value in BODY.items() if name != "visibility"}
    assert admin.post("/groups", json=body).json()["visibility"] == "Public"


@pytest.mark.parametrize(
    "change",
    [
        {"displayName": None},
        {"mailNickname": None},
        {"displayName": "x" * 257},
        {"mailNickname": "x" * 65},
        {"mailNickname": "sage été"},
        {"mailNickname": "a@b"},
        {"visibility": "Secret"},
        {"mailEnabled": "yes"},
        {"groupTypes": ["Teams"]},
        {"groupTypes": []},
        {"mailEnabled": False},
    ],
)
def test_a_group_that_cannot_be_is_refused(admin: Client, change: dict[str, Any]) -> None:
    body = {name: value for name, value in (BODY | change).items() if value is not None}
    assert error(admin.post("/groups", json=body)) == (400, "Request_BadRequest")


def test_a_taken_alias_is_an_object_conflict_but_a_display_name_is_not(
    admin: Client, make_group: MakeGroup
) -> None:
    make_group()
    refused = admin.post("/groups", json=BODY)
    assert error(refused) == (400, "Request_BadRequest")
    assert refused.json()["error"]["details"] == [
        {"target": "mailNickname", "code": "ObjectConflict"}
    ]
    assert admin.post("/groups", json=BODY | {"mailNickname": "other"}).status_code == 201


def test_a_security_group_may_hold_the_same_alias(admin: Client, make_group: MakeGroup) -> None:
    make_group()
    security = BODY | {"groupTypes": [], "mailEnabled": False, "securityEnabled": True}
    assert admin.post("/groups", json=security).status_code == 201


def test_the_upsert_needs_its_header_to_create(admin: Client) -> None:
    key = "/groups(uniqueName='sage-1')"
    assert error(admin.patch(key, json=BODY)) == (404, "Request_ResourceNotFound")
    assert admin.patch(key, json=BODY, headers=UPSERT).status_code == 201
    assert admin.get(key + "?$select=id").json().keys() == {"@odata.context", "id"}


def test_the_upsert_of_an_existing_group_really_updates_it(admin: Client) -> None:
    key = "/groups(uniqueName='sage-1')"
    admin.patch(key, json=BODY, headers=UPSERT)
    assert admin.patch(key, json={"displayName": "Other"}, headers=UPSERT).status_code == 204
    assert admin.get(key).json()["displayName"] == "Other"


def test_a_unique_name_never_changes_but_can_be_given_later(
    admin: Client, make_group: MakeGroup
) -> None:
    path = f"/groups/{make_group()['id']}"
    assert admin.patch(path, json={"uniqueName": "late"}).status_code == 204
    assert admin.get("/groups(uniqueName='late')").status_code == 200
    assert error(admin.patch(path, json={"uniqueName": "x"})) == (400, "Request_BadRequest")


def test_an_alias_conflict_within_an_upsert_is_the_same_refusal(
    admin: Client, make_group: MakeGroup
) -> None:
    make_group()
    refused = admin.patch("/groups(uniqueName='k')", json=BODY, headers=UPSERT)
    assert refused.json()["error"]["details"][0]["code"] == "ObjectConflict"


def test_the_naming_policy_tells_the_name_it_wants(local: Local) -> None:
    local.world.set_naming_policy(prefix="GRP ", suffix=" FR", blocked_words=("payroll",))
    manager = local.as_("double-authentification")
    refused = manager.post("/groups", json=BODY)
    detail = refused.json()["error"]["details"][0]
    assert detail["code"] == "MissingPrefixSuffix"
    assert detail["suggestedPropertyValue"] == "GRP Sage – BIJOU FR"
    blocked = manager.post("/groups", json=BODY | {"displayName": "GRP Payroll FR"})
    assert blocked.json()["error"]["details"][0]["code"] == "ContainsBlockedWord"
    named = BODY | {"displayName": detail["suggestedPropertyValue"]}
    assert manager.post("/groups", json=named).status_code == 201
    assert local.as_("administrateur").post(
        "/groups", json=BODY | {"mailNickname": "free"}
    ).status_code == 201  # fmt: skip


def test_names_can_be_tried_without_creating(local: Local, make_group: MakeGroup) -> None:
    make_group()
    local.world.set_naming_policy(prefix="GRP ")
    manager = local.as_("double-authentification")
    body = {"entityType": "Group", "displayName": "Sage", "mailNickname": "sage-bijou"}
    refused = manager.post("/directoryObjects/validateProperties", json=body)
    assert error(refused) == (422, "Request_UnprocessableEntity")
    codes = [detail["code"] for detail in refused.json()["error"]["details"]]
    assert codes == ["MissingPrefixSuffix", "PropertyConflict"]
    body |= {"displayName": "GRP Sage", "mailNickname": "free"}
    assert manager.post("/directoryObjects/validateProperties", json=body).status_code == 204


def test_creation_is_refused_to_those_who_may_not(local: Local) -> None:
    denied = (403, "Authorization_RequestDenied")
    assert error(local.as_("sans-groupe").post("/groups", json=BODY)) == denied
    local.world.forbid_creation()
    assert error(local.as_("double-authentification").post("/groups", json=BODY)) == denied
    assert local.as_("gestionnaire").post("/groups", json=BODY).status_code == 201


def test_the_directory_quota_stops_ordinary_people(local: Local) -> None:
    local.world.switches.set(directory_quota=0)
    refused = local.as_("double-authentification").post("/groups", json=BODY)
    assert error(refused) == (403, "Directory_QuotaExceeded")
    assert local.as_("administrateur").post("/groups", json=BODY).status_code == 201


def test_an_ordinary_creator_may_not_name_itself_among_the_owners(local: Local) -> None:
    person = local.as_("double-authentification")
    me = person.get("/me").json()["id"]
    bind = {"owners@odata.bind": [f"{local.addresses.graph}/v1.0/users/{me}"]}
    assert error(person.post("/groups", json=BODY | bind)) == (400, "Request_BadRequest")


def test_a_deleted_group_takes_its_files_away_and_brings_them_back(
    admin: Client, make_group: MakeGroup
) -> None:
    group = make_group(uniqueName="sage-1")
    drive = admin.get(f"/groups/{group['id']}/drive").json()["id"]
    admin.put(f"/drives/{drive}/root:/a.txt:/content", data=b"a")
    assert admin.delete(f"/groups/{group['id']}").status_code == 204
    assert error(admin.get(f"/groups/{group['id']}")) == (404, "Request_ResourceNotFound")
    assert error(admin.get(f"/drives/{drive}/root")) == (404, "itemNotFound")
    deleted = admin.get("/directory/deletedItems/microsoft.graph.group").json()["value"]
    assert [one["id"] for one in deleted] == [group["id"]]
    assert deleted[0]["deletedDateTime"]
    restored = admin.post(f"/directory/deletedItems/{group['id']}/restore")
    assert restored.status_code == 200
    assert restored.json()["uniqueName"] == "sage-1"
    assert admin.get(f"/drives/{drive}/root:/a.txt").status_code == 200


def test_a_deleted_group_frees_its_names_and_then_cannot_come_back(
    admin: Client, make_group: MakeGroup
) -> None:
    first = make_group(uniqueName="sage-1")
    admin.delete(f"/groups/{first['id']}")
    second = make_group(uniqueName="sage-1")
    assert second["id"] != first["id"]
    assert second["mail"] == "sage-bijou1@bijou.example"
    refused = admin.post(f"/directory/deletedItems/{first['id']}/restore")
    assert error(refused) == (400, "Request_BadRequest")


def test_after_thirty_days_a_group_is_gone(
    local: Local, admin: Client, make_group: MakeGroup
) -> None:
    group = make_group()
    admin.delete(f"/groups/{group['id']}")
    local.clock.advance(31 * 24 * 3600)
    renewed = local.as_("administrateur")
    assert renewed.get(f"/directory/deletedItems/{group['id']}").status_code == 404


def test_replication_hides_a_new_group_for_a_while(local: Local, admin: Client) -> None:
    local.world.switches.set(replication_s=10)
    group = admin.post("/groups", json=BODY).json()
    assert admin.get(f"/groups/{group['id']}").status_code == 404
    local.clock.advance(12)
    assert admin.get(f"/groups/{group['id']}").status_code == 200


def test_two_sites_of_one_alias_get_two_addresses(admin: Client, make_group: MakeGroup) -> None:
    first = make_group()
    admin.delete(f"/groups/{first['id']}")
    site = admin.get(f"/groups/{make_group()['id']}/sites/root").json()
    assert site["webUrl"].endswith("/sites/sage-bijou1")


def test_odd_names_are_kept_letter_for_letter(admin: Client, make_group: MakeGroup) -> None:
    name = "Sage – L'Atelier & Fils « œuvre » 🧾 #1 +%"
    path = f"/groups/{make_group(displayName=name)['id']}"
    assert admin.get(path).json()["displayName"] == name
    doubled = name.replace("'", "''")
    found = admin.get("/groups", params={"$filter": f"displayName eq '{doubled}'"})
    assert [group["displayName"] for group in found.json()["value"]] == [name]
