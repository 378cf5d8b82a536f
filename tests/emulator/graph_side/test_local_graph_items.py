"""Files and folders: contents, conflicts, names, moves, versions."""

from __future__ import annotations

from typing import Any

import pytest
from graph_peer import Client, Local, MakeGroup

CONFLICT = "@microsoft.graph.conflictBehavior"


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def put(client: Client, drive: str, path: str, data: bytes, query: str = "") -> dict[str, Any]:
    answer = client.put(f"{drive}/root:/{path}:/content{query}", data=data)
    assert answer.status_code in (200, 201), answer.text
    item: dict[str, Any] = answer.json()
    return item


def read(local: Local, client: Client, path: str) -> bytes:
    where = client.get(path)
    assert where.status_code == 302, where.text
    return local.anonymous.get(where.headers["Location"], timeout=10).content


def test_an_item_is_described_whole(local: Local, admin: Client, drive: str) -> None:
    item = put(admin, drive, "A/B%20%C3%A9.pdf", b"x")
    assert len(item["id"]) == 34
    assert item["id"].startswith("01")
    assert item["eTag"].startswith('"{')
    assert item["eTag"].endswith(',1"')
    assert item["cTag"].startswith('"c:{')
    parent = item["parentReference"]
    assert parent["driveId"].startswith("b!")
    assert parent["path"] == f"/drives/{parent['driveId']}/root:/A"
    assert (parent["name"], parent["driveType"]) == ("A", "documentLibrary")
    assert item["webUrl"] == (
        f"{local.addresses.sharepoint}/sites/sage-bijou/Documents%20partages/A/B%20%C3%A9.pdf"
    )
    assert item["createdBy"]["user"]["displayName"] == "Camille Moreau"
    assert item["file"]["mimeType"] == "application/pdf"
    assert item["size"] == 1
    url = item["@microsoft.graph.downloadUrl"]
    assert local.anonymous.get(url, timeout=10).content == b"x"


def test_names_keep_their_case_and_are_found_without_it(admin: Client, drive: str) -> None:
    item = put(admin, drive, "Facture.PDF", b"x")
    assert admin.get(f"{drive}/root:/FACTURE.pdf").json()["name"] == "Facture.PDF"
    assert put(admin, drive, "facture.pdf", b"y")["id"] == item["id"]


def test_a_put_replaces_by_default_and_keeps_versions(
    local: Local, admin: Client, drive: str
) -> None:
    first = put(admin, drive, "a.txt", b"one")
    second = put(admin, drive, "a.txt", b"three")
    assert second["id"] == first["id"]
    assert second["cTag"] != first["cTag"]
    path = f"{drive}/items/{first['id']}/versions"
    versions = admin.get(path).json()["value"]
    assert [(one["id"], one["size"]) for one in versions] == [("2.0", 5), ("1.0", 3)]
    assert read(local, admin, f"{path}/1.0/content") == b"one"
    assert admin.post(f"{path}/1.0/restoreVersion").status_code == 204
    assert read(local, admin, f"{drive}/root:/a.txt:/content") == b"one"
    assert len(admin.get(path).json()["value"]) == 3


def test_fail_and_rename_do_what_they_say(admin: Client, drive: str) -> None:
    put(admin, drive, "a.txt", b"one")
    path = f"{drive}/root:/a.txt:/content?{CONFLICT}="
    assert error(admin.put(path + "fail", data=b"x")) == (409, "nameAlreadyExists")
    renamed = admin.put(path + "rename", data=b"x")
    assert (renamed.status_code, renamed.json()["name"]) == (201, "a 1.txt")
    assert error(admin.put(path + "perhaps", data=b"x"))[0] == 400


def test_a_write_with_an_old_etag_is_refused(admin: Client, drive: str) -> None:
    item = put(admin, drive, "a.txt", b"one")
    put(admin, drive, "a.txt", b"two")
    old = {"If-Match": item["eTag"]}
    path = f"{drive}/items/{item['id']}"
    refused = (412, "resourceModified")
    assert error(admin.put(f"{path}/content", data=b"x", headers=old)) == refused
    assert error(admin.patch(path, json={"name": "b.txt"}, headers=old)) == refused
    assert error(admin.delete(path, headers=old)) == refused


def test_a_known_content_is_not_sent_again(admin: Client, drive: str) -> None:
    item = put(admin, drive, "a.txt", b"one")
    known = {"If-None-Match": item["eTag"]}
    assert admin.get(f"{drive}/root:/a.txt:/content", headers=known).status_code == 304


def test_a_range_is_served_by_the_signed_address(local: Local, admin: Client, drive: str) -> None:
    put(admin, drive, "a.txt", b"0123456789")
    url = admin.get(f"{drive}/root:/a.txt:/content").headers["Location"]
    part = local.anonymous.get(url, headers={"Range": "bytes=2-4"}, timeout=10)
    assert (part.status_code, part.content) == (206, b"234")
    assert local.anonymous.get(url[:-40], timeout=10).status_code == 401


def test_a_signed_address_lives_one_hour(local: Local, admin: Client, drive: str) -> None:
    url = put(admin, drive, "a.txt", b"x")["@microsoft.graph.downloadUrl"]
    local.clock.advance(3700)
    assert local.anonymous.get(url, timeout=10).status_code == 401


def test_folders_are_created_once(admin: Client, drive: str) -> None:
    body: dict[str, Any] = {"name": "Clients", "folder": {}}
    made = admin.post(f"{drive}/root/children", json=body)
    assert (made.status_code, made.json()["folder"]) == (201, {"childCount": 0})
    assert error(admin.post(f"{drive}/root/children", json=body)) == (409, "nameAlreadyExists")
    renamed = admin.post(f"{drive}/root/children", json=body | {CONFLICT: "rename"})
    assert renamed.json()["name"] == "Clients 1"
    same = admin.post(f"{drive}/root/children", json=body | {CONFLICT: "replace"})
    assert (same.status_code, same.json()["id"]) == (200, made.json()["id"])


@pytest.mark.parametrize(
    "name",
    ["a*b", "a%22b", "a%7Cb", " a", "a ", "a.", "CON", "nul.txt", "COM7", "lpt0", ".lock",
     "desktop.ini", "x_vti_y", "~$a.docx", "forms"],
)  # fmt: skip
def test_forbidden_names_are_refused(admin: Client, drive: str, name: str) -> None:
    refused = admin.put(f"{drive}/root:/{name.replace(' ', '%20')}:/content", data=b"x")
    assert error(refused) == (400, "invalidRequest")


@pytest.mark.parametrize("name", ["a%23b%25c.txt", "a%2Bb%20c.txt", "~a.txt", "L'%C3%89t%C3%A9"])
def test_odd_but_legal_names_work(admin: Client, drive: str, name: str) -> None:
    item = put(admin, drive, name, b"x")
    assert admin.get(f"{drive}/root:/{name}").json()["id"] == item["id"]


def test_a_path_of_more_than_four_hundred_characters_is_refused(admin: Client, drive: str) -> None:
    # « sites/sage-bijou/Documents partages/ » takes 36 of them.
    folder = "/".join(["d" * 99] * 3)
    assert put(admin, drive, f"{folder}/{'e' * 64}", b"x")["size"] == 1
    refused = admin.put(f"{drive}/root:/{folder}/{'e' * 65}:/content", data=b"x")
    assert error(refused) == (400, "invalidRequest")
    assert refused.json()["error"]["innerError"]["code"] == "pathIsTooLong"


def test_children_come_in_pages_in_the_order_asked(admin: Client, drive: str) -> None:
    for number in range(5):
        put(admin, drive, f"f/{number}.txt", b"x" * number)
    path = f"{drive}/root:/f:/children?$top=2&$orderby=name desc&$select=name"
    page = admin.get(path).json()
    names = [one["name"] for one in page["value"]]
    while "@odata.nextLink" in page:
        page = admin.get(page["@odata.nextLink"]).json()
        names += [one["name"] for one in page["value"]]
    assert names == [f"{number}.txt" for number in (4, 3, 2, 1, 0)]
    assert set(page["value"][0]) == {"@odata.etag", "name"}


def test_a_file_is_renamed_and_moved(admin: Client, drive: str) -> None:
    item = put(admin, drive, "a/one.txt", b"1")
    put(admin, drive, "b/two.txt", b"2")
    target = admin.get(f"{drive}/root:/b").json()["id"]
    moved = admin.patch(
        f"{drive}/items/{item['id']}",
        json={"name": "three.txt", "parentReference": {"id": target}, "description": "moved"},
    )
    assert moved.status_code == 200
    assert moved.json()["parentReference"]["path"].endswith("root:/b")
    assert moved.json()["description"] == "moved"
    assert admin.get(f"{drive}/root:/b/three.txt").json()["id"] == item["id"]
    taken = admin.patch(f"{drive}/items/{item['id']}", json={"name": "two.txt"})
    assert error(taken) == (409, "nameAlreadyExists")


def test_a_folder_cannot_go_into_itself(admin: Client, drive: str) -> None:
    put(admin, drive, "a/b/c.txt", b"1")
    inner = admin.get(f"{drive}/root:/a/b").json()["id"]
    refused = admin.patch(f"{drive}/root:/a", json={"parentReference": {"id": inner}})
    assert error(refused) == (400, "invalidRequest")


def test_a_deleted_folder_takes_everything_along(admin: Client, drive: str) -> None:
    item = put(admin, drive, "a/b/c.txt", b"1")
    assert admin.delete(f"{drive}/root:/a").status_code == 204
    assert error(admin.get(f"{drive}/items/{item['id']}")) == (404, "itemNotFound")
    assert put(admin, drive, "a/b/c.txt", b"1")["id"] != item["id"]


def test_a_copy_is_announced_and_followed(local: Local, admin: Client, drive: str) -> None:
    put(admin, drive, "a/b/c.txt", b"1")
    accepted = admin.post(f"{drive}/root:/a:/copy", json={"name": "z"})
    assert accepted.status_code == 202
    status = local.anonymous.get(accepted.headers["Location"], timeout=10).json()
    assert status["status"] == "completed"
    assert admin.get(f"{drive}/items/{status['resourceId']}").json()["name"] == "z"
    assert read(local, admin, f"{drive}/root:/z/b/c.txt:/content") == b"1"


def test_a_locked_file_is_left_alone(local: Local, admin: Client, drive: str) -> None:
    put(admin, drive, "a.txt", b"1")
    local.world.lock("a.txt")
    refused = admin.put(f"{drive}/root:/a.txt:/content", data=b"2")
    assert refused.status_code == 423
    assert refused.json()["error"]["innerError"]["code"] == "resourceLocked"
    local.world.lock("a.txt", by="")
    assert admin.put(f"{drive}/root:/a.txt:/content", data=b"2").status_code == 200


def test_a_full_drive_takes_nothing_more(local: Local, admin: Client, drive: str) -> None:
    put(admin, drive, "a.txt", b"1")
    local.world.fill_quota()
    refused = admin.put(f"{drive}/root:/b.txt:/content", data=b"1")
    assert error(refused) == (507, "quotaLimitReached")
    assert admin.get(drive).json()["quota"]["state"] == "exceeded"
    local.world.fill_quota(False)
    assert put(admin, drive, "b.txt", b"1")["size"] == 1


def test_the_service_may_lengthen_a_pdf(local: Local, admin: Client, drive: str) -> None:
    local.world.rewrite_next_pdf()
    rewritten = put(admin, drive, "a.pdf", b"%PDF")
    assert rewritten["size"] > 4
    assert read(local, admin, f"{drive}/root:/a.pdf:/content").startswith(b"%PDF\n")
    assert put(admin, drive, "b.pdf", b"%PDF")["size"] == 4
    assert local.world.writes("a.pdf") == 1


def test_search_finds_words_of_the_name_in_the_tree(admin: Client, drive: str) -> None:
    put(admin, drive, "a/Facture%20FA1.pdf", b"1")
    put(admin, drive, "b/Facture%20FA2.pdf", b"1")
    put(admin, drive, "b/L'Avoir.pdf", b"1")
    found = admin.get(f"{drive}/root/search(q='facture')").json()["value"]
    assert {one["name"] for one in found} == {"Facture FA1.pdf", "Facture FA2.pdf"}
    folder = admin.get(f"{drive}/root:/b").json()["id"]
    found = admin.get(f"{drive}/items/{folder}/search(q='facture')").json()["value"]
    assert [one["name"] for one in found] == ["Facture FA2.pdf"]
    quoted = admin.get(f"{drive}/root/search(q='L''Avoir')").json()["value"]
    assert [one["name"] for one in quoted] == ["L'Avoir.pdf"]


def test_a_file_can_be_reached_in_every_way(admin: Client, make_group: MakeGroup) -> None:
    group = make_group()["id"]
    drive = admin.get(f"/groups/{group}/drive").json()["id"]
    item = put(admin, f"/drives/{drive}", "A%20B/c%23.txt", b"1")
    folder = item["parentReference"]["id"]
    site = admin.get(f"/groups/{group}/sites/root").json()["id"]
    host = site.partition(",")[0]
    for path in (
        f"/drives/{drive}/items/{item['id']}",
        f"/drives/{drive}/root:/A%20B/c%23.txt",
        f"/drives/{drive}/root:/A%20B/c%23.txt:",
        f"/drives/{drive}/items/{folder}:/c%23.txt",
        f"/drives/{drive}/items/root:/A%20B/c%23.txt",
        f"/drives/{drive}/items/root%3A%2FA%20B%2Fc%23.txt%3A",
        f"/groups/{group}/drive/root:/A%20B/c%23.txt",
        f"/groups/{group}/drives/{drive}/items/{item['id']}",
        f"/groups('{group}')/drive/items/{item['id']}",
        f"/sites/{site}/drive/root:/A%20B/c%23.txt",
        f"/sites/{site}/drives/{drive}/items/{item['id']}",
    ):
        assert admin.get(path).json().get("id") == item["id"], path
    for path in (
        f"/sites/{site}",
        f"/sites/{host}:/sites/sage-bijou",
        f"/groups/{group}/sites/{site}",
    ):
        assert admin.get(path).json()["id"] == site, path
    assert admin.get(f"/sites/{host}:/sites/sage-bijou:/drive").json()["id"] == drive
    assert admin.get(f"/drives/{drive}/root:/").json()["root"] == {}


def test_columns_and_check_out(local: Local, admin: Client, drive: str) -> None:
    item = put(admin, drive, "a.txt", b"1")
    path = f"{drive}/items/{item['id']}"
    writer = local.as_("administrateur", ("Files.ReadWrite.All", "Sites.ReadWrite.All"))
    assert writer.patch(f"{path}/listItem/fields", json={"Title": "T"}).json()["Title"] == "T"
    row = admin.get(f"{path}/listItem?$expand=fields").json()
    assert row["fields"]["FileLeafRef"] == "a.txt"
    assert admin.post(f"{path}/checkout").status_code == 204
    local.world.members.add(drive.split("/")[2], *_member(local))
    marie = local.as_("utilisateur")
    assert marie.put(f"{path}/content", data=b"2").status_code == 423
    assert admin.post(f"{path}/checkin", json={"comment": ""}).status_code == 204
    assert marie.put(f"{path}/content", data=b"2").status_code == 200


def _member(local: Local) -> Any:
    from local_microsoft365.tenant.members import Part

    return Part.MEMBERS, [local.world.people.with_role("utilisateur")]


def test_links_previews_and_thumbnails(local: Local, admin: Client, drive: str) -> None:
    path = f"{drive}/items/{put(admin, drive, 'a.pdf', b'%PDF')['id']}"
    body = {"type": "view", "scope": "organization"}
    made = admin.post(f"{path}/createLink", json=body)
    same = admin.post(f"{path}/createLink", json=body)
    assert (made.status_code, same.status_code) == (201, 200)
    assert made.json()["link"]["webUrl"] == same.json()["link"]["webUrl"]
    shown = admin.post(f"{path}/preview", json={}).json()["getUrl"]
    assert local.anonymous.get(shown, timeout=10).headers["Content-Type"] == "application/pdf"
    assert admin.get(f"{path}/thumbnails").json()["value"] == []
    assert len(admin.get(f"{path}/permissions").json()["value"]) == 2
    local.world.switches.set(anonymous_links=False)
    refused = admin.post(f"{path}/createLink", json=body | {"scope": "anonymous"})
    assert error(refused) == (403, "accessDenied")
