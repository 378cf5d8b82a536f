"""`$batch`: several requests at once, each with its own answer."""

from __future__ import annotations

from typing import Any

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
