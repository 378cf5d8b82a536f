"""A tour of the local Graph: every answer is as the published description says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openapi_slice
import pytest
import requests

from local_microsoft365.server import LocalMicrosoft365

pytestmark = pytest.mark.shared
CONFLICT = "@microsoft.graph.conflictBehavior"
GROUP = {
    "displayName": "Sage – BIJOU", "mailNickname": "bijou", "mailEnabled": True,
    "securityEnabled": False, "groupTypes": ["Unified"], "visibility": "Private",
    "description": "Documents",
}  # fmt: skip


class Tour:
    """Asks, and compares each answer with the description."""

    def __init__(self, base: str, token: str, trust: Path) -> None:
        self.described = openapi_slice.load()
        self.wrong: list[str] = []
        self.steps = 0
        self._base = f"{base}/v1.0"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(trust)
        self._token = token

    def close(self) -> None:
        self._session.close()

    def __call__(self, method: str, path: str, expected: int, **options: Any) -> Any:
        signed = path.startswith("http")
        url = path if signed else self._base + path
        headers = options.pop("headers", {})
        if not signed:
            headers = {"Authorization": f"Bearer {self._token}", **headers}
        answer = self._session.request(
            method, url, headers=headers, timeout=30, allow_redirects=False, **options
        )
        self.steps += 1
        assert answer.status_code == expected, (method, path, answer.status_code, answer.text)
        body = answer.json() if answer.content else None
        operation = self.described.operation(method, urlsplit(url).path.removeprefix("/v1.0"))
        if operation is None:
            self.wrong.append(f"{method} {path}: not described")
        elif expected != 302:
            errors = self.described.answer_errors(operation, answer.status_code, body)
            self.wrong += [f"{method} {path} ({expected}): {error}" for error in errors]
        return body


@pytest.fixture
def tour(microsoft365: LocalMicrosoft365, token: str, authority_file: Path) -> Iterator[Tour]:
    going = Tour(microsoft365.addresses.graph, token, authority_file)
    yield going
    going.close()


def test_the_directory_answers_as_described(tour: Tour) -> None:
    key = "/groups(uniqueName='sage-1')"
    tour("GET", key, 404)
    group = tour("PATCH", key, 201, json=GROUP, headers={"Prefer": "create-if-missing"})
    tour("PATCH", key, 204, json={"description": "x"}, headers={"Prefer": "create-if-missing"})
    tour("POST", "/groups", 400, json=GROUP)
    path = f"/groups/{group['id']}"
    for each in ("/me", "/me/memberOf", "/me/transitiveMemberOf", "/me/ownedObjects",
                 "/me/transitiveMemberOf/microsoft.graph.directoryRole", "/me/licenseDetails",
                 "/organization", "/groups", path, key, f"{path}/owners", f"{path}/members",
                 f"{path}/owners/$ref", f"{path}/extensions", "/groupSettings", "/subscribedSkus",
                 "/groupSettingTemplates", "/directoryRoles", "/policies/authorizationPolicy",
                 "/schemaExtensions", "/directory/deletedItems/microsoft.graph.group"):  # fmt: skip
        tour("GET", each, 200)
    tour("POST", "/me/getMemberObjects", 200, json={"securityEnabledOnly": False})
    names = {"entityType": "Group", "displayName": "x", "mailNickname": "free"}
    tour("POST", "/directoryObjects/validateProperties", 204, json=names)
    tour("POST", f"{path}/validateProperties", 422, json={"mailNickname": "bijou"})
    extension = {"@odata.type": "microsoft.graph.openTypeExtension", "extensionName": "a.b"}
    tour("POST", f"{path}/extensions", 201, json=extension | {"companyId": "1"})
    tour("GET", f"{path}/extensions/a.b", 200)
    tour("PATCH", f"{path}/extensions/a.b", 200, json={"companyId": "2"})
    tour("DELETE", f"{path}/extensions/a.b", 204)
    tour("DELETE", path, 204)
    tour("GET", f"/directory/deletedItems/{group['id']}", 200)
    tour("POST", f"/directory/deletedItems/{group['id']}/restore", 200)
    assert tour.wrong == []
    assert tour.steps > 30


def test_the_library_answers_as_described(tour: Tour) -> None:
    group = f"/groups/{tour('POST', '/groups', 201, json=GROUP)['id']}"
    drive = f"/drives/{tour('GET', f'{group}/drive', 200)['id']}"
    site = tour("GET", f"{group}/sites/root", 200)
    for each in (f"{group}/drives", f"{group}/sites", f"/sites/{site['id']}", drive,
                 f"{drive}/root", f"{drive}/list", f"{drive}/list/columns"):  # fmt: skip
        tour("GET", each, 200)
    tour("POST", f"{drive}/root/children", 201, json={"name": "A", "folder": {}, CONFLICT: "fail"})
    file = f"{drive}/root:/A/b%20%C3%A9.pdf"
    item = tour("PUT", f"{file}:/content", 201, data=b"%PDF one")
    tour("PUT", f"{group}/drive/root:/A/b%20%C3%A9.pdf:/content", 200, data=b"%PDF two")
    tour("PUT", f"{file}:/content?{CONFLICT}=fail", 409, data=b"x")
    tour("PUT", f"{file}:/content", 412, data=b"x", headers={"If-Match": '"old"'})
    path = f"{drive}/items/{item['id']}"
    for each in (file, path, f"{group}/drive/root:/A/b%20%C3%A9.pdf", f"{drive}/root:/A:/children",
                 f"{drive}/root/children", f"{path}/versions", f"{path}/versions/1.0",
                 f"{path}/thumbnails", f"{path}/permissions", f"{path}/listItem",
                 f"{path}/listItem/fields", f"{drive}/root/delta",
                 f"{drive}/root/delta(token='latest')", f"{drive}/root/search(q='b')"):  # fmt: skip
        tour("GET", each, 200)
    tour("GET", f"{path}/content", 302)
    tour("GET", f"{drive}/root:/none", 404)
    tour("PATCH", f"{path}/listItem/fields", 200, json={"Title": "T"})
    tour("POST", f"{path}/createLink", 201, json={"type": "view", "scope": "organization"})
    tour("POST", f"{path}/preview", 200, json={})
    tour("POST", f"{path}/checkout", 204)
    tour("POST", f"{path}/checkin", 204, json={"comment": "x"})
    tour("POST", f"{path}/versions/1.0/restoreVersion", 204)
    tour("PATCH", path, 200, json={"name": "c.pdf", "description": "moved"})
    tour("POST", f"{path}/copy", 202, json={"name": "d.pdf"})
    tour("DELETE", path, 204)
    assert tour.wrong == []
    assert tour.steps > 35


def test_an_upload_session_and_a_batch_answer_as_described(tour: Tour) -> None:
    group = f"/groups/{tour('POST', '/groups', 201, json=GROUP)['id']}"
    drive = f"/drives/{tour('GET', f'{group}/drive', 200)['id']}"
    content = bytes(327_680 + 10)
    session = tour("POST", f"{drive}/root:/big.bin:/createUploadSession", 200, json={"item": {}})
    url = session["uploadUrl"]
    first = {"Content-Range": f"bytes 0-327679/{len(content)}"}
    tour("PUT", url, 202, data=content[:327_680], headers=first)
    tour("GET", url, 200)
    tour("PUT", url, 416, data=content[:327_680], headers=first)
    last = {"Content-Range": f"bytes 327680-{len(content) - 1}/{len(content)}"}
    tour("PUT", url, 201, data=content[327_680:], headers=last)
    tour("GET", url, 404)
    batch = {"requests": [{"id": "1", "method": "GET", "url": "/me"}]}
    tour("POST", "/$batch", 200, json=batch)
    assert tour.wrong == []
