"""Graph's client in front of a peer that answers what the test says."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.session_store import SessionStore
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import TokenForAnotherHost
from stockage_partage.graph.http.responses import Operation
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups
from tls_peer import Peer, Seen

Reply = tuple[int, dict[str, str], bytes]


def answer(status: int, body: Any = None, **headers: str) -> Reply:
    content = b"" if body is None else json.dumps(body).encode()
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, content


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with Peer(tmp_path / "peer") as peer:
        yield peer


@pytest.fixture
def strange(
    peer: Peer,
    microsoft365: LocalMicrosoft365,
    registration: Registration,
    session_store: SessionStore,
    administrator: Account,
    tmp_path: Path,
) -> Iterator[GraphClient]:
    """A signed-in person, the real sign-in service, and a Graph that is the test's own."""
    both = tmp_path / "both.pem"
    authority = Path(microsoft365.certificate.authority)
    both.write_bytes(authority.read_bytes() + peer.ca_file.read_bytes())
    http_client = HttpClient(both)
    yield GraphClient(
        http_client, SignIn(registration, session_store, http_client), f"{peer.url}/v1.0/"
    )
    http_client.close()


def replies(*given: Reply) -> Callable[[Seen], Reply]:
    """One after the other, the last one again and again."""
    waiting = list(given)
    return lambda seen: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def test_each_request_carries_the_token_an_id_of_its_own_and_who_we_are(
    peer: Peer, strange: GraphClient
) -> None:
    for _ in range(2):
        strange.get("/me", Operation.ACCOUNT)
    ids = {uuid.UUID(seen.headers["client-request-id"]) for seen in peer.seen}
    assert len(ids) == 2
    for seen in peer.seen:
        assert seen.path == "/v1.0/me"
        assert seen.headers["authorization"].startswith("Bearer ey")
        assert seen.headers["user-agent"].startswith("ISV|")


def test_a_token_turned_down_twice_needs_a_person(peer: Peer, strange: GraphClient) -> None:
    peer.reply = replies(answer(401, {"error": {"code": "InvalidAuthenticationToken"}}))
    with pytest.raises(errors.SignInNeeded):
        strange.get("/me", Operation.ACCOUNT)
    assert len(peer.seen) == 2
    assert peer.seen[0].headers["authorization"] != peer.seen[1].headers["authorization"]


def test_a_challenge_answered_by_a_403_is_taken_up_too(peer: Peer, strange: GraphClient) -> None:
    challenge = 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'
    peer.reply = replies(answer(403, {}, WWW_Authenticate=challenge), answer(200, {"id": "x"}))
    assert strange.get("/me", Operation.ACCOUNT) == {"id": "x"}


def test_a_link_to_another_host_never_gets_the_token(peer: Peer, strange: GraphClient) -> None:
    page = {"value": [{"id": "1"}], "@odata.nextLink": "https://evil.example/v1.0/groups"}
    peer.reply = replies(answer(200, page))
    with pytest.raises(TokenForAnotherHost):
        list(strange.pages("/groups", Operation.GROUP))


def test_a_body_that_is_read_little_by_little_is_sent_again_whole(
    peer: Peer, strange: GraphClient, tmp_path: Path
) -> None:
    (tmp_path / "content").write_bytes(b"0123456789")
    item = {"id": "1", "name": "content", "size": 10}
    peer.reply = replies(answer(401, {}), answer(201, item))
    with (tmp_path / "content").open("rb") as content:
        Drive(strange).put_new("d", "content", content, 10)
    assert [seen.body for seen in peer.seen] == [b"0123456789"] * 2


def test_changes_are_read_over_several_pages_and_the_last_mention_counts(
    peer: Peer, strange: GraphClient
) -> None:
    first = {
        "value": [{"id": "1", "name": "old"}, {"id": "2", "name": "two"}],
        "@odata.nextLink": f"{peer.url}/v1.0/next",
    }
    last = {"value": [{"id": "1", "name": "new"}], "@odata.deltaLink": f"{peer.url}/v1.0/later"}
    peer.reply = replies(answer(200, first), answer(200, last))
    changes = Drive(strange).delta("d")
    assert [(item.id, item.name) for item in changes.items] == [("2", "two"), ("1", "new")]
    assert changes.bookmark == f"{peer.url}/v1.0/later"


def test_bytes_answered_without_a_redirect_are_taken(peer: Peer, strange: GraphClient) -> None:
    peer.reply = lambda seen: (200, {}, b"the bytes")
    assert b"".join(Drive(strange).download("d", "i")) == b"the bytes"


def test_the_host_of_the_bytes_sees_no_token(
    peer: Peer, strange: GraphClient, tmp_path: Path
) -> None:
    library = {"id": "d", "webUrl": f"{peer.url}/sites/bijou/Documents"}
    peer.reply = replies(
        answer(302, None, Location=f"{peer.url}/elsewhere?tempauth=signed"),
        answer(200, library),  # whose host vouches for that of the bytes
        (200, {}, b"the bytes"),
    )
    assert b"".join(Drive(strange).download("d", "i")) == b"the bytes"
    *asked, bytes_asked = peer.seen
    assert all("authorization" in seen.headers for seen in asked)
    assert "authorization" not in bytes_asked.headers


def test_bytes_whose_address_expired_are_a_trouble(peer: Peer, strange: GraphClient) -> None:
    peer.reply = replies(
        answer(302, None, Location=f"{peer.url}/elsewhere"), answer(503, {"error": {"code": "x"}})
    )
    with pytest.raises(errors.ServiceUnavailable):
        list(Drive(strange).download("d", "i"))


def test_whether_a_deleted_group_can_come_back_may_be_hidden_from_us(
    peer: Peer, strange: GraphClient
) -> None:
    peer.reply = replies(answer(403, {"error": {"code": "Authorization_RequestDenied"}}))
    assert not Groups(strange).is_restorable("g")


@pytest.mark.parametrize(
    ("deleted", "trouble"),
    [([{"id": "g", "uniqueName": "sage-1"}], errors.GroupGone), ([], errors.GroupAliasTaken)],
)
def test_our_own_deleted_group_in_the_way_is_offered_back(
    peer: Peer, strange: GraphClient, deleted: list[dict[str, str]], trouble: type[errors.Trouble]
) -> None:
    conflict = {"target": "uniqueName", "code": "ObjectConflict"}
    given = {
        "PATCH": answer(400, {"error": {"code": "Request_BadRequest", "details": [conflict]}}),
        "GET": answer(404, {"error": {"code": "Request_ResourceNotFound"}}),
    }
    peer.reply = lambda seen: (
        answer(200, {"value": deleted}) if "deletedItems" in seen.path else given[seen.method]
    )
    with pytest.raises(trouble):
        Groups(strange).create("sage-1", "Sage – BIJOU", "sage-bijou", "Documents")
    assert [seen.method for seen in peer.seen] == ["GET", "PATCH", "GET", "GET"]


@pytest.mark.parametrize("status", [200, 403])
def test_a_web_page_instead_of_an_answer_is_somebody_in_between(
    peer: Peer, strange: GraphClient, status: int
) -> None:
    peer.reply = lambda seen: (status, {"Content-Type": "text/html"}, b"<html>Blocked</html>")
    with pytest.raises(errors.ProxyUnreachable):
        strange.get("/me", Operation.ACCOUNT)


def test_a_web_page_instead_of_a_token_is_somebody_in_between(
    peer: Peer, session_store: SessionStore, tmp_path: Path
) -> None:
    peer.reply = lambda seen: (200, {"Content-Type": "text/html"}, b"<html>Blocked</html>")
    http_client = HttpClient(peer.ca_file)
    with pytest.raises(errors.ProxyUnreachable):
        SignIn(
            Registration(f"{peer.url}/organizations", "client"), session_store, http_client
        ).begin()
    http_client.close()


def test_a_success_that_is_no_json_is_asked_for_again(peer: Peer, strange: GraphClient) -> None:
    peer.reply = lambda seen: (200, {}, b"neither one thing nor the other")
    with pytest.raises(errors.ServiceUnavailable, match="no JSON"):
        strange.get("/me", Operation.ACCOUNT)
