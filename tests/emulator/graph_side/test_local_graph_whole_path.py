"""From an empty organisation to a filed document, as the program goes."""

from __future__ import annotations

import base64

from graph_peer import Client, Local

from microsoft365_tricks import quick_xor

BODY = {
    "displayName": "Sage – L'Été & Fils",
    "mailNickname": "sage-ete",
    "mailEnabled": True,
    "securityEnabled": False,
    "groupTypes": ["Unified"],
    "visibility": "Private",
}


def test_a_group_is_made_once_by_unique_name_and_takes_a_document(
    local: Local, admin: Client
) -> None:
    local.world.sites.provisioning_s = 30
    assert admin.get("/me").json()["userPrincipalName"] == "admin@bijou.example"
    key = "/groups(uniqueName='sage-4f1d')"
    assert admin.get(key).status_code == 404
    prefer = {"Prefer": "create-if-missing"}
    made = admin.patch(key, json=BODY, headers=prefer)
    assert made.status_code == 201
    assert made.json()["uniqueName"] == "sage-4f1d"
    again = admin.patch(key, json=BODY, headers=prefer)
    assert (again.status_code, again.content) == (204, b"")
    group = f"/groups/{made.json()['id']}"
    assert admin.get(group).json()["displayName"] == "Sage – L'Été & Fils"

    waiting = admin.get(f"{group}/drive")
    assert waiting.status_code == 404
    assert waiting.json()["error"]["code"] == "ResourceNotFound"
    local.clock.advance(31)
    drive = admin.get(f"{group}/drive").json()
    assert drive["driveType"] == "documentLibrary"

    path = f"/drives/{drive['id']}/root:/Sage/Clients/CARAT/Facture%20n%C2%B0%201%23.pdf"
    put = admin.put(f"{path}:/content", data=b"%PDF-1.7 bytes")
    assert put.status_code == 201
    item = put.json()
    assert item["name"] == "Facture n° 1#.pdf"
    assert item["file"]["hashes"]["quickXorHash"] == quick_xor([b"%PDF-1.7 bytes"])
    assert base64.b64decode(item["file"]["hashes"]["quickXorHash"])
    assert admin.get(path).json()["id"] == item["id"]
    children = admin.get(f"/drives/{drive['id']}/root:/Sage/Clients/CARAT:/children").json()
    assert [child["name"] for child in children["value"]] == ["Facture n° 1#.pdf"]
    assert local.world.writes("Sage/Clients/CARAT/Facture n° 1#.pdf") == 1
    where = admin.get(f"{path}:/content")
    assert where.status_code == 302
    assert local.anonymous.get(where.headers["Location"], timeout=10).content == b"%PDF-1.7 bytes"
