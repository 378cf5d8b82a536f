"""`$batch`: several requests at once, each with its own answer."""

from __future__ import annotations

from typing import Any

import pytest
from graph_peer import Client, Local, MakeGroup


def batch(client: Client, *requests: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = client.post("/$batch", json={"requests": list(requests)})
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["responses"]}


def test_each_request_has_its_own_answer(admin: Client, make_group: MakeGroup) -> None:
    group = make_group()["id"]
    answers = batch(
        admin,
        {"id": "1", "method": "GET", "url": "/me?$select=id"},
        {"id": "2", "method": "GET", "url": f"/groups/{group}/drive/root:/None"},
        {"id": "3", "method": "PATCH", "url": f"/groups/{group}", "body": {"description": "d"},
         "headers": {"Content-Type": "application/json"}},
    )  # fmt: skip
    assert answers["1"]["status"] == 200
    assert answers["1"]["body"]["id"]
    assert (answers["2"]["status"], answers["2"]["body"]["error"]["code"]) == (404, "itemNotFound")
    assert answers["3"]["status"] == 204
    assert "body" not in answers["3"]
    assert admin.get(f"/groups/{group}").json()["description"] == "d"


def test_what_depends_on_a_failure_fails(admin: Client) -> None:
    answers = batch(
        admin,
        {"id": "1", "method": "GET", "url": "/groups/none"},
        {"id": "2", "method": "GET", "url": "/me", "dependsOn": ["1"]},
        {"id": "3", "method": "GET", "url": "/me", "dependsOn": ["2"]},
    )
    assert [answers[number]["status"] for number in "123"] == [404, 424, 424]


def test_too_many_or_ambiguous_requests_are_refused(admin: Client) -> None:
    one = {"id": "1", "method": "GET", "url": "/me"}
    for requests in ([one] * 2, [one | {"id": str(n)} for n in range(21)], [], [{"id": "1"}]):
        assert admin.post("/$batch", json={"requests": requests}).status_code == 400


def test_throttling_stays_inside_the_batch(local: Local, admin: Client) -> None:
    local.world.switches.set(units_a_minute=2)
    answers = batch(admin, *({"id": str(n), "method": "GET", "url": "/me"} for n in range(3)))
    assert [answers[number]["status"] for number in "012"] == [200, 200, 429]
    assert int(answers["2"]["headers"]["Retry-After"]) > 0


@pytest.mark.parametrize(
    "write",
    [
        {"method": "PATCH", "body": {"description": "d"}},
        {"method": "PATCH", "body": {"description": "d"}, "headers": {}},
        {"method": "post", "body": {}, "headers": {"Accept": "*/*"}},
        {"method": "PATCH", "headers": {"Content-Type": "application/json"}},
    ],
)
def test_a_write_without_its_type_or_body_refuses_the_whole_batch(
    admin: Client, make_group: MakeGroup, write: dict[str, Any]
) -> None:
    path = f"/groups/{make_group()['id']}"
    requests = [
        {"id": "1", "method": "PATCH", "url": path, "body": {"description": "first"},
         "headers": {"content-type": "application/json"}},
        {"id": "2", "url": path, **write},
    ]  # fmt: skip
    refused = admin.post("/$batch", json={"requests": requests})
    assert refused.status_code == 400
    assert "Write request id : 2" in refused.json()["error"]["message"]
    assert admin.get(path).json()["description"] != "first"


def test_a_body_says_its_type_outside_a_batch_too(admin: Client, make_group: MakeGroup) -> None:
    body = b'{"requests":[{"id":"1","method":"GET","url":"/me"}]}'
    assert admin.post("/$batch", data=body).status_code == 400
    path = f"/groups/{make_group()['id']}"
    assert admin.patch(path, data=b'{"description":"d"}').status_code == 400
    wrong = {"Content-Type": "text/plain"}
    assert admin.patch(path, data=b'{"description":"d"}', headers=wrong).status_code == 415
