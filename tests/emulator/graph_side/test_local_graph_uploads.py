"""Upload sessions: pieces in order, resumed, refused, finished."""

from __future__ import annotations

import os
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from graph_peer import Client, Local

from microsoft365_tricks import quick_xor

PIECE = 320 * 1024
CONFLICT = "@microsoft.graph.conflictBehavior"


def error(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


class Upload:
    """A session that a test drives by hand."""

    def __init__(self, local: Local, url: str, content: bytes) -> None:
        self.url = url
        self._local = local
        self._content = content

    def send(self, first: int, last: int, total: int | None = None) -> requests.Response:
        total = total or len(self._content)
        headers = {"Content-Range": f"bytes {first}-{last}/{total}"}
        body = self._content[first : last + 1]
        return self._local.anonymous.put(self.url, data=body, headers=headers, timeout=30)

    def status(self) -> requests.Response:
        return self._local.anonymous.get(self.url, timeout=30)


def begin(
    local: Local,
    client: Client,
    drive: str,
    content: bytes,
    name: str = "big.bin",
    **options: Any,
) -> Upload:
    item = options.pop("item", {})
    answer = client.post(
        f"{drive}/root:/{name}:/createUploadSession", json={"item": item, **options}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["nextExpectedRanges"] == ["0-"]
    return Upload(local, answer.json()["uploadUrl"], content)


@pytest.fixture
def content() -> bytes:
    return os.urandom(2 * PIECE + 1000)


def test_a_file_arrives_in_pieces(local: Local, admin: Client, drive: str, content: bytes) -> None:
    upload = begin(local, admin, drive, content, name="A/big.bin")
    assert "/_api/v2.0/drives/b!" in upload.url
    first = upload.send(0, PIECE - 1)
    missing = [f"{PIECE}-{len(content) - 1}"]
    assert (first.status_code, first.json()["nextExpectedRanges"]) == (202, missing)
    assert upload.status().json()["nextExpectedRanges"] == missing
    assert upload.send(PIECE, 2 * PIECE - 1).status_code == 202
    last = upload.send(2 * PIECE, len(content) - 1)
    assert last.status_code == 201
    item = last.json()
    assert item["file"]["hashes"]["quickXorHash"] == quick_xor([content])
    url = admin.get(f"{drive}/root:/A/big.bin").json()["@microsoft.graph.downloadUrl"]
    assert local.anonymous.get(url, timeout=30).content == content
    assert error(upload.status()) == (404, "itemNotFound")
    assert local.world.writes("A/big.bin") == 1


def test_pieces_out_of_order_or_of_a_wrong_size_are_refused(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content)
    assert error(upload.send(PIECE, 2 * PIECE - 1)) == (416, "invalidRange")
    assert error(upload.send(0, 999)) == (400, "invalidRequest")
    assert upload.send(0, PIECE - 1).status_code == 202
    assert error(upload.send(0, PIECE - 1)) == (416, "invalidRange")
    changed = upload.send(PIECE, 2 * PIECE - 1, total=len(content) + 5)
    assert error(changed) == (400, "invalidRequest")
    assert upload.send(PIECE, len(content) - 1).status_code == 201


def test_a_piece_above_sixty_mebibytes_is_refused_before_it_is_read(
    local: Local, admin: Client, drive: str
) -> None:
    upload = begin(local, admin, drive, b"")
    size = 192 * PIECE + PIECE
    headers = {"Content-Range": f"bytes 0-{size - 1}/{2 * size}", "Content-Length": str(size)}
    request = requests.Request("PUT", upload.url, headers=headers).prepare()
    request.headers["Content-Length"] = str(size)
    assert error(local.anonymous.send(request, timeout=30)) == (413, "invalidRequest")


def test_a_bearer_token_is_not_welcome(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content)
    refused = admin.get(upload.url)
    assert error(refused) == (401, "unauthenticated")
    tampered = local.anonymous.get(upload.url[:-4], timeout=10)
    assert error(tampered) == (401, "unauthenticated")


def test_a_second_session_for_the_name_has_to_wait(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content, item={CONFLICT: "replace"})
    again = admin.post(
        f"{drive}/root:/BIG.bin:/createUploadSession", json={"item": {CONFLICT: "replace"}}
    )
    assert error(again) == (409, "nameAlreadyExists")
    assert local.anonymous.delete(upload.url, timeout=10).status_code == 204
    assert begin(local, admin, drive, content).send(0, len(content) - 1).status_code == 201


def test_a_silent_session_ends_and_each_piece_prolongs_it(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content)
    local.clock.advance(600)
    assert upload.send(0, PIECE - 1).status_code == 202
    local.clock.advance(600)
    assert upload.status().status_code == 200
    local.clock.advance(901)
    assert error(upload.send(PIECE, 2 * PIECE - 1)) == (404, "itemNotFound")


def test_expired_sessions_have_to_start_over(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content)
    upload.send(0, PIECE - 1)
    local.world.expire_upload_sessions()
    assert error(upload.status()) == (404, "itemNotFound")
    fresh = begin(local, admin, drive, content)
    assert error(fresh.send(PIECE, 2 * PIECE - 1)) == (416, "invalidRange")


def test_a_deferred_commit_waits_for_its_post(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content, deferCommit=True)
    assert error(local.anonymous.post(upload.url, timeout=10)) == (400, "invalidRequest")
    assert upload.send(0, len(content) - 1).status_code == 202
    assert admin.get(f"{drive}/root:/big.bin").status_code == 404
    assert local.anonymous.post(upload.url, timeout=10).status_code == 201


def test_a_file_that_came_up_meanwhile_is_not_overwritten(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content)
    admin.put(f"{drive}/root:/big.bin:/content", data=b"mine")
    assert error(upload.send(0, len(content) - 1)) == (409, "nameAlreadyExists")
    assert admin.get(f"{drive}/root:/big.bin").json()["size"] == 4
    body = {"name": "big.bin", CONFLICT: "rename", "@microsoft.graph.sourceUrl": upload.url}
    committed = admin.put(f"{drive}/root", json=body)
    assert (committed.status_code, committed.json()["name"]) == (201, "big 1.bin")
    assert committed.json()["size"] == len(content)


def test_a_session_over_an_existing_file(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    item = admin.put(f"{drive}/root:/big.bin:/content", data=b"old").json()
    path = f"{drive}/root:/big.bin:/createUploadSession"
    assert error(admin.post(path)) == (409, "nameAlreadyExists")
    stale = admin.post(path, json={"item": {CONFLICT: "replace"}}, headers={"If-Match": '"x"'})
    assert error(stale) == (412, "resourceModified")
    upload = begin(local, admin, drive, content, item={CONFLICT: "replace"})
    done = upload.send(0, len(content) - 1)
    assert (done.status_code, done.json()["id"]) == (200, item["id"])
    renamed = begin(local, admin, drive, content, item={CONFLICT: "rename"})
    assert renamed.send(0, len(content) - 1).json()["name"] == "big 1.bin"


def test_a_size_that_does_not_fit_is_refused_at_once(
    local: Local, admin: Client, drive: str
) -> None:
    local.world.switches.set(drive_bytes=1000)
    path = f"{drive}/root:/big.bin:/createUploadSession"
    refused = admin.post(path, json={"item": {"fileSize": 1001}})
    assert error(refused) == (507, "quotaLimitReached")
    assert error(admin.post(path, json={"item": {"fileSize": 0}})) == (400, "invalidRequest")


@pytest.mark.parametrize("text", ["", "bytes 0-9", "bytes 9-0/10", "bytes 0-10/10", "x"])
def test_a_range_that_makes_no_sense_is_refused(
    local: Local, admin: Client, drive: str, text: str
) -> None:
    upload = begin(local, admin, drive, b"")
    answer = local.anonymous.put(
        upload.url, data=b"0123456789", headers={"Content-Range": text}, timeout=10
    )
    assert error(answer) == (400, "invalidRequest")


def test_an_interrupted_piece_counts_for_nothing_and_can_be_sent_again_at_once(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content)
    address = urlsplit(upload.url)
    with socket.create_connection((address.hostname or "", address.port or 0)) as interrupted:
        head = (
            f"PUT {address.path}?{address.query} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Content-Length: {PIECE}\r\nContent-Range: bytes 0-{PIECE - 1}/{len(content)}\r\n\r\n"
        )
        interrupted.sendall(head.encode() + bytes(PIECE // 2))
        # The first connection is still open, as when a network has silently gone.
        assert upload.send(0, PIECE - 1).status_code == 202
    assert upload.send(PIECE, len(content) - 1).status_code == 201
    assert local.world.content(local.world.files()["big.bin"]) == content


def test_uploads_and_downloads_end_with_their_group(
    local: Local, admin: Client, drive: str, content: bytes
) -> None:
    upload = begin(local, admin, drive, content)
    file = admin.put(f"{drive}/root:/a.txt:/content", data=b"x").json()
    local.world.delete_group()
    assert error(upload.send(0, PIECE - 1)) == (404, "itemNotFound")
    gone = local.anonymous.get(file["@microsoft.graph.downloadUrl"], timeout=10)
    assert error(gone) == (404, "itemNotFound")
