"""Delta: everything once, then only what changed."""

from __future__ import annotations

from typing import Any

from graph_peer import Client, Local


def put(client: Client, drive: str, path: str) -> None:
    assert client.put(f"{drive}/root:/{path}:/content", data=b"x").status_code in (200, 201)


def follow(client: Client, link: str, **headers: str) -> tuple[list[dict[str, Any]], str]:
    items: list[dict[str, Any]] = []
    while True:
        page = client.get(link, headers=headers).json()
        items += page["value"]
        if "@odata.deltaLink" in page:
            return items, page["@odata.deltaLink"]
        link = page["@odata.nextLink"]


def names(items: list[dict[str, Any]]) -> set[str]:
    return {item["name"] for item in items if "name" in item}


def test_the_first_round_tells_everything_page_by_page(admin: Client, drive: str) -> None:
    for number in range(5):
        put(admin, drive, f"f/{number}.txt")
    put(admin, drive, "gone.txt")
    admin.delete(f"{drive}/root:/gone.txt")
    items, _ = follow(admin, f"{drive}/root/delta?$top=2")
    assert names(items) == {"root", "f", *(f"{number}.txt" for number in range(5))}
    assert not any("deleted" in item for item in items)
    assert all("path" not in item["parentReference"] for item in items)
    assert all("cTag" not in item for item in items)


def test_then_only_what_changed(admin: Client, drive: str) -> None:
    put(admin, drive, "a/one.txt")
    put(admin, drive, "a/two.txt")
    _, link = follow(admin, f"{drive}/root/delta")
    assert follow(admin, link)[0] == []
    put(admin, drive, "a/one.txt")
    two = admin.get(f"{drive}/root:/a/two.txt").json()["id"]
    admin.delete(f"{drive}/items/{two}")
    without_parents, _ = follow(admin, link, deltaExcludeParent="true")
    assert [item["id"] for item in without_parents if "deleted" in item] == [two]
    assert names(without_parents) == {"one.txt"}
    with_parents, after = follow(admin, link)
    assert names(with_parents) == {"root", "a", "one.txt"}
    assert follow(admin, after)[0] == []


def test_latest_tells_nothing_of_the_past(admin: Client, drive: str) -> None:
    put(admin, drive, "old.txt")
    items, link = follow(admin, f"{drive}/root/delta?token=latest")
    assert items == []
    put(admin, drive, "new.txt")
    assert names(follow(admin, link, deltaExcludeParent="1")[0]) == {"new.txt"}
    same = link.replace("delta?token=", "delta(token='") + "')"
    assert names(follow(admin, same, deltaExcludeParent="1")[0]) == {"new.txt"}


def test_an_old_token_has_to_start_afresh(local: Local, admin: Client, drive: str) -> None:
    put(admin, drive, "a.txt")
    _, link = follow(admin, f"{drive}/root/delta")
    local.world.forget_delta_tokens()
    gone = admin.get(link)
    assert gone.status_code == 410
    assert gone.json()["error"]["code"] == "resyncRequired"
    assert names(follow(admin, gone.headers["Location"])[0]) == {"root", "a.txt"}
    assert admin.get(f"{drive}/root/delta?token=nonsense").status_code == 410


def test_a_move_is_told_with_the_new_parent(admin: Client, drive: str) -> None:
    put(admin, drive, "a/one.txt")
    put(admin, drive, "b/two.txt")
    _, link = follow(admin, f"{drive}/root/delta")
    target = admin.get(f"{drive}/root:/b").json()["id"]
    admin.patch(f"{drive}/root:/a/one.txt", json={"parentReference": {"id": target}})
    (moved,), _ = follow(admin, link, deltaExcludeParent="1")
    assert moved["parentReference"]["id"] == target
