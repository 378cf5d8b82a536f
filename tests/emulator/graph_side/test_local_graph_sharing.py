"""Links, permissions, shares, copies elsewhere, conversions, columns: what other people's clients ask for."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from graph_peer import Client, Local, MakeGroup
from pypdf import PdfReader

from local_microsoft365.tenant.members import Part

FULL = ("Files.ReadWrite.All", "Sites.ReadWrite.All", "Group.ReadWrite.All")


def encoded(address: str) -> str:
    """As Graph wants an address in `/shares`."""
    return "u!" + base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")


@pytest.fixture
def document(admin: Client, drive: str) -> dict[str, Any]:
    """A file in a folder."""
    made = admin.put(f"{drive}/root:/Dossier/é 1.pdf:/content", data=b"%PDF-1")
    facts: dict[str, Any] = made.json()
    return facts | {"path": f"{drive}/items/{facts['id']}"}


def link_of(client: Client, document: dict[str, Any], **asked: str) -> dict[str, Any]:
    body = {"type": "view", "scope": "organization"} | asked
    facts: dict[str, Any] = client.post(f"{document['path']}/createLink", json=body).json()
    return facts


def test_a_permission_is_had_by_its_id_and_a_link_is_taken_back(
    admin: Client, document: dict[str, Any]
) -> None:
    link = link_of(admin, document)
    path = f"{document['path']}/permissions"
    for one in admin.get(path).json()["value"]:
        alone = admin.get(f"{path}/{one['id']}")
        assert alone.status_code == 200
        assert {name: alone.json()[name] for name in one} == one
    assert set(admin.get(f"{path}/{link['id']}?$select=roles").json()) == {
        "@odata.context",
        "roles",
    }
    assert admin.delete(f"{path}/{link['id']}").status_code == 204
    assert admin.get(f"{path}/{link['id']}").status_code == 404
    [inherited] = admin.get(path).json()["value"]
    assert admin.delete(f"{path}/{inherited['id']}").status_code == 403
    assert admin.get(f"{path}/none").status_code == 404


@pytest.mark.parametrize("of", ["link", "page"])
def test_an_address_leads_to_its_item(
    local: Local, admin: Client, document: dict[str, Any], of: str
) -> None:
    address = link_of(admin, document)["link"]["webUrl"] if of == "link" else document["webUrl"]
    share = f"/shares/{encoded(address)}"
    for path in (f"{share}/driveItem", f"{share}/root", f"{share}?$expand=driveItem"):
        facts = admin.get(path).json()
        assert facts.get("driveItem", facts)["id"] == document["id"], path
    assert admin.get(share).json()["name"] == "é 1.pdf"
    content = admin.get(f"{share}/driveItem/content").headers["Location"]
    assert local.anonymous.get(content).content == b"%PDF-1"
    assert admin.get(f"{share}/site").json()["name"] == "sage-bijou"
    assert admin.get(f"{share}/permission").status_code == (200 if of == "link" else 404)


def test_a_folders_address_leads_to_what_lies_in_it(
    admin: Client, drive: str, document: dict[str, Any]
) -> None:
    folder = admin.get(f"{drive}/root:/Dossier").json()["webUrl"]
    share = f"/shares/{encoded(folder)}/driveItem"
    inside = admin.get(f"{share}/children").json()["value"]
    assert [one["id"] for one in inside] == [document["id"]]
    assert admin.get(f"{share}:/é 1.pdf").json()["id"] == document["id"]


def test_a_link_lets_the_organisation_read_and_write_as_it_says(
    local: Local, admin: Client, document: dict[str, Any]
) -> None:
    stranger = local.as_("utilisateur")
    assert stranger.get(f"/shares/{encoded(document['webUrl'])}/driveItem").status_code == 403
    view = f"/shares/{encoded(link_of(admin, document)['link']['webUrl'])}/driveItem"
    assert stranger.get(view).status_code == 200
    assert stranger.patch(view, json={"description": "x"}).status_code == 403
    edit = link_of(admin, document, type="edit")["link"]["webUrl"]
    changed = stranger.patch(f"/shares/{encoded(edit)}/driveItem", json={"description": "x"})
    assert changed.status_code == 200


def test_an_address_of_nothing_leads_nowhere(admin: Client) -> None:
    for share, status in (
        (encoded("https://elsewhere.example/sites/x/y"), 404),
        ("u!***", 400),
        ("u!gA", 400),
        ("none", 404),
    ):
        assert admin.get(f"/shares/{share}/driveItem").status_code == status, share


def test_a_copy_goes_to_another_library(
    local: Local, admin: Client, drive: str, make_group: MakeGroup, document: dict[str, Any]
) -> None:
    other = make_group(displayName="Autre", mailNickname="autre")["id"]
    there = admin.get(f"/groups/{other}/drive").json()["id"]
    root = admin.get(f"/drives/{there}/root").json()["id"]
    for number, reference in enumerate(
        (
            {"driveId": there, "id": root},
            {"driveId": there, "path": f"/drives/{there}/root:"},
            {"path": f"/drives/{there}/root:"},
            {"driveId": there},
        )
    ):
        body = {"parentReference": reference, "name": f"{number}.pdf"}
        copied = admin.post(f"{document['path']}/copy", json=body)
        assert copied.status_code == 202, copied.text
        done = local.anonymous.get(copied.headers["Location"]).json()
        assert done["status"] == "completed"
        made = admin.get(f"/drives/{there}/items/{done['resourceId']}").json()
        assert (made["name"], made["parentReference"]["driveId"]) == (f"{number}.pdf", there)
        assert made["file"] == document["file"]
    moved = admin.patch(document["path"], json={"parentReference": {"driveId": there, "id": root}})
    assert moved.status_code == 400
    assert admin.get(document["path"]).status_code == 200


def test_a_copy_does_not_go_where_its_author_may_not(
    local: Local, admin: Client, drive: str, make_group: MakeGroup, document: dict[str, Any]
) -> None:
    other = make_group(displayName="Autre", mailNickname="autre")["id"]
    there = admin.get(f"/groups/{other}/drive").json()["id"]
    marie = local.world.people.with_role("utilisateur")
    local.world.members.add(drive.split("/")[2], Part.MEMBERS, [marie])
    body = {"parentReference": {"driveId": there}}
    refused = local.as_("utilisateur").post(f"{document['path']}/copy", json=body)
    assert refused.status_code == 403
    unknown = {"parentReference": {"driveId": "b!none"}}
    assert admin.post(f"{document['path']}/copy", json=unknown).status_code == 404


def test_a_document_is_converted_to_a_pdf(local: Local, admin: Client, drive: str) -> None:
    for name in ("a.docx", "a (1).xlsx", "é.csv"):
        path = f"{drive}/root:/{name}:"
        assert admin.put(f"{path}/content", data=b"not a page").ok
        for address in (f"{path}/content", f"{path}/versions/1.0/content"):
            sent = admin.get(f"{address}?format=pdf")
            assert sent.status_code == 302, sent.text
            came = local.anonymous.get(sent.headers["Location"])
            assert came.headers["Content-Type"] == "application/pdf"
            assert PdfReader(io.BytesIO(came.content)).pages[0].extract_text() == name


def test_what_cannot_be_converted_is_refused(admin: Client, drive: str) -> None:
    for name, wanted, status in (
        ("a.txt", "pdf", 406),
        ("a.pdf", "pdf", 406),
        ("a.docx", "html", 406),
        ("a.docx", "x", 400),
    ):
        path = f"{drive}/root:/{name}:/content"
        assert admin.put(path, data=b"1").ok
        assert admin.get(f"{path}?format={wanted}").status_code == status, (name, wanted)


def test_a_column_that_cannot_be_written_is_refused_and_nothing_changes(
    local: Local, document: dict[str, Any]
) -> None:
    writer = local.as_("administrateur", FULL)
    fields = f"{document['path']}/listItem/fields"
    before = writer.get(fields).json()
    body: dict[str, Any]
    for body in (
        {"Colour": "red"},
        {"Title": "T", "Colour": "red"},
        {"Created": "2020-01-01T00:00:00Z"},
        {"id": "7"},
        {"Title": 7},
        {"FileLeafRef": None},
        {"FileLeafRef": "a?b.pdf", "Title": "T"},
    ):
        refused = writer.patch(fields, json=body)
        assert refused.status_code == 400, body
        assert refused.json()["error"]["code"] == "invalidRequest", body
        assert writer.get(fields).json() == before, body


def test_the_name_in_its_column_is_the_name_of_the_file(
    local: Local, document: dict[str, Any]
) -> None:
    writer = local.as_("administrateur", FULL)
    fields = f"{document['path']}/listItem/fields"
    changed = writer.patch(fields, json={"FileLeafRef": "b.pdf", "Title": "B"})
    assert (changed.json()["FileLeafRef"], changed.json()["Title"]) == ("b.pdf", "B")
    assert writer.get(document["path"]).json()["name"] == "b.pdf"
