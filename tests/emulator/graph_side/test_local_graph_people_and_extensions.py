"""Who is in a group, who am I, and the facts applications leave on groups."""

from __future__ import annotations

from typing import Any

from graph_peer import Client, Local, MakeGroup


def reference(local: Local, client: Client) -> dict[str, str]:
    me = client.get("/me").json()["id"]
    return {"@odata.id": f"{local.addresses.graph}/v1.0/directoryObjects/{me}"}


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_member_enters_the_library_and_a_stranger_does_not(
    local: Local, admin: Client, make_group: MakeGroup
) -> None:
    group = f"/groups/{make_group()['id']}"
    marie = local.as_("utilisateur")
    assert error(marie.get(f"{group}/drive")) == (403, "accessDenied")
    added = admin.post(f"{group}/members/$ref", json=reference(local, marie))
    assert (added.status_code, added.content) == (204, b"")
    assert marie.get(f"{group}/drive").status_code == 200
    again = admin.post(f"{group}/members/$ref", json=reference(local, marie))
    assert error(again) == (400, "Request_BadRequest")
    assert "already exist" in again.json()["error"]["message"]
    assert [one["id"] for one in marie.get("/me/memberOf").json()["value"]] == [group[8:]]


def test_anybody_joins_a_public_group_and_nobody_a_private_one(
    local: Local, make_group: MakeGroup
) -> None:
    marie = local.as_("utilisateur")
    private = make_group()["id"]
    public = make_group(visibility="Public", mailNickname="public")["id"]
    who = reference(local, marie)
    assert error(marie.post(f"/groups/{private}/members/$ref", json=who))[0] == 403
    assert marie.post(f"/groups/{public}/members/$ref", json=who).status_code == 204


def test_unknown_people_cannot_be_added(local: Local, admin: Client, make_group: MakeGroup) -> None:
    nobody = {"@odata.id": f"{local.addresses.graph}/v1.0/users/nobody"}
    refused = admin.post(f"/groups/{make_group()['id']}/members/$ref", json=nobody)
    assert error(refused) == (404, "Request_ResourceNotFound")


def test_the_last_owner_stays(admin: Client, make_group: MakeGroup) -> None:
    group, me = make_group()["id"], admin.get("/me").json()["id"]
    assert error(admin.delete(f"/groups/{group}/owners/{me}/$ref"))[0] == 400


def test_several_members_are_added_at_once_or_not_at_all(
    local: Local, admin: Client, make_group: MakeGroup
) -> None:
    group = f"/groups/{make_group()['id']}"
    one, two = (local.as_(role) for role in ("utilisateur", "sans-groupe"))
    both = [reference(local, client)["@odata.id"] for client in (one, two)]
    assert admin.patch(group, json={"members@odata.bind": both}).status_code == 204
    assert admin.delete(f"{group}/members/{both[0][-36:]}/$ref").status_code == 204
    assert admin.patch(group, json={"members@odata.bind": both}).status_code == 400
    members = admin.get(f"{group}/members?$select=id").json()["value"]
    assert [member["id"] for member in members] == [both[1][-36:]]


def test_roles_are_told_among_memberships(admin: Client) -> None:
    roles = admin.get("/me/transitiveMemberOf/microsoft.graph.directoryRole").json()["value"]
    assert [role["displayName"] for role in roles] == ["Global Administrator"]
    assert admin.get("/me/transitiveMemberOf/microsoft.graph.group").json()["value"] == []


def test_owned_groups_are_listed(admin: Client, make_group: MakeGroup) -> None:
    group = make_group()
    owned = admin.get("/me/ownedObjects/microsoft.graph.group").json()["value"]
    assert [one["id"] for one in owned] == [group["id"]]


def test_people_are_found_by_id_and_by_name(admin: Client) -> None:
    marie = admin.get("/users/marie.durand@bijou.example").json()
    assert admin.get(f"/users/{marie['id']}?$select=displayName,usageLocation").json() | {
        "@odata.context": ""
    } == {"@odata.context": "", "displayName": "Marie Durand", "usageLocation": "FR"}
    assert len(admin.get("/users").json()["value"]) == 11
    assert error(admin.get("/users/nobody"))[0] == 404


def test_the_organisation_is_told(admin: Client) -> None:
    assert admin.get("/organization").json()["value"][0]["displayName"] == "BIJOU SA"


def test_an_extension_lives_on_a_group(admin: Client, make_group: MakeGroup) -> None:
    group = f"/groups/{make_group()['id']}"
    body = {
        "@odata.type": "microsoft.graph.openTypeExtension",
        "extensionName": "fr.example.dossier",
        "companyId": "42",
    }
    made = admin.post(f"{group}/extensions", json=body)
    assert (made.status_code, made.json()["id"]) == (201, "fr.example.dossier")
    assert error(admin.post(f"{group}/extensions", json=body)) == (400, "Request_BadRequest")
    path = f"{group}/extensions/fr.example.dossier"
    assert admin.patch(path, json={"year": 2026}).json()["companyId"] == "42"
    expanded = admin.get(f"{group}?$select=id&$expand=extensions").json()
    assert expanded["extensions"][0]["year"] == 2026
    assert admin.delete(path).status_code == 204
    assert error(admin.get(path)) == (404, "ResourceNotFound")


def settings_of(reader: Client) -> dict[str, str]:
    (found,) = reader.get("/groupSettings").json()["value"]
    return {pair["name"]: pair["value"] for pair in found["values"]}


def test_creating_groups_is_kept_to_the_members_of_one_group(local: Local) -> None:
    told = settings_of(local.as_("administrateur", ("GroupSettings.Read.All",)))
    allowed = told["GroupCreationAllowedGroupId"]
    assert told["EnableGroupCreation"] == "false"
    scopes = ("User.Read", "Group.ReadWrite.All")
    for role, inside in (("double-authentification", [allowed]), ("utilisateur", [])):
        asked = local.as_(role, scopes).post("/me/checkMemberGroups", json={"groupIds": [allowed]})
        assert asked.json()["value"] == inside, role


def test_while_creating_is_forbidden_no_group_of_people_may(local: Local) -> None:
    local.world.forbid_creation()
    told = settings_of(local.as_("administrateur", ("GroupSettings.Read.All",)))
    assert (told["EnableGroupCreation"], told["GroupCreationAllowedGroupId"]) == ("false", "")


def test_settings_of_groups_are_kept_from_who_was_not_granted_them(local: Local) -> None:
    refused = local.as_("administrateur", ("Group.ReadWrite.All",)).get("/groupSettings")
    assert error(refused) == (403, "Authorization_RequestDenied")
