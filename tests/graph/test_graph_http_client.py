"""The door: whom it trusts, whom it shows a token to, what it calls the troubles of a network."""

from __future__ import annotations

import datetime
import gc
import io
import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime
from pathlib import Path

import pytest
from connect_proxy import ConnectProxy

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.http.http_client import USER_AGENT, HttpClient
from stockage_partage.graph.http.http_types import (
    Bearer,
    Chunk,
    ChunkHashes,
    NotToBeSent,
    TokenForAnotherHost,
)
from tls_peer import DAY, ELSEWHERE, Peer, Seen
from waiting import wait_until

BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy")


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[Peer]:
    with Peer(tmp_path / "peer") as peer:
        yield peer


@pytest.fixture
def to_peer(peer: Peer) -> Iterator[HttpClient]:
    http_client = HttpClient(peer.ca_file)
    yield http_client
    http_client.close()


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@pytest.mark.parametrize("bundle", [None, "rubbish", "/nowhere/at-all.pem"])
def test_bundles_of_the_environment_are_ignored(
    microsoft365: LocalMicrosoft365,
    http_client: HttpClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bundle: str | None,
) -> None:
    for name in BUNDLES:
        monkeypatch.delenv(name, raising=False)
        if bundle == "rubbish":
            (tmp_path / "rubbish.pem").write_text("no certificate in here")
            monkeypatch.setenv(name, str(tmp_path / "rubbish.pem"))
        elif bundle:
            monkeypatch.setenv(name, bundle)
    answer = http_client.send("GET", f"{microsoft365.addresses.graph}/v1.0/me")
    assert answer.status == 401


def test_a_bundle_of_the_environment_that_trusts_the_peer_does_not_help_it(
    peer: Peer, microsoft365: LocalMicrosoft365, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in BUNDLES:
        monkeypatch.setenv(name, str(peer.ca_file))
    http_client = HttpClient(microsoft365.certificate.authority)
    with pytest.raises(errors.CertificateRefused) as caught:
        http_client.send("GET", peer.url)
    assert caught.value.issuer == "CN=Inspecting proxy of the firm"
    assert [seen.method for seen in peer.seen] == ["HEAD"]  # only the question who it is
    http_client.close()


@pytest.mark.parametrize("alone", [True, False])
def test_a_company_authority_is_trusted_alone_or_beside_the_system(peer: Peer, alone: bool) -> None:
    http_client = HttpClient(peer.ca_file, alone=alone)
    assert http_client.send("GET", peer.url).status == 200
    http_client.close()


def test_without_a_file_the_system_decides(peer: Peer) -> None:
    http_client = HttpClient()
    with pytest.raises(errors.CertificateRefused):
        http_client.send("GET", peer.url)
    http_client.close()


@pytest.mark.parametrize(
    ("begins", "ends"), [(-2 * DAY, -DAY), (DAY, 2 * DAY)], ids=["expired", "not yet valid"]
)
def test_a_certificate_out_of_its_time_is_the_clock_when_the_clock_is_wrong(
    tmp_path: Path, begins: datetime.timedelta, ends: datetime.timedelta
) -> None:
    theirs = datetime.datetime.now(datetime.UTC) + (begins + ends) / 2
    dated = format_datetime(theirs, usegmt=True)
    with Peer(tmp_path, not_before=begins, not_after=ends, date=dated) as peer:
        http_client = HttpClient(peer.ca_file)
        with pytest.raises(errors.ClockWrong) as caught:
            http_client.send("GET", peer.url)
        assert caught.value.seconds == pytest.approx(-(begins + ends).total_seconds() / 2, abs=60)
        http_client.close()


def test_an_expired_certificate_with_a_right_clock_is_the_certificate(tmp_path: Path) -> None:
    with Peer(tmp_path, not_before=-2 * DAY, not_after=-DAY) as peer:
        http_client = HttpClient(peer.ca_file)
        with pytest.raises(errors.CertificateRefused):
            http_client.send("GET", peer.url)
        http_client.close()


def test_the_difference_between_the_clocks_is_known_after_an_answer(
    peer: Peer, to_peer: HttpClient
) -> None:
    assert to_peer.clock_difference() is None
    to_peer.send("GET", peer.url)
    assert to_peer.clock_difference() == pytest.approx(0, abs=5)


def test_a_dead_proxy_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, closed_port: int
) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port}")
    http_client = HttpClient()
    with pytest.raises(errors.ProxyUnreachable):
        http_client.send("GET", "https://graph.example/v1.0/me")
    http_client.close()


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Configures a proxy as the environment does."""

    def through(url: str) -> None:
        for name in PROXIES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTPS_PROXY", url)

    return through


def test_requests_go_through_the_proxy_with_the_same_trust(
    peer: Peer, to_peer: HttpClient, through: Callable[[str], None]
) -> None:
    with ConnectProxy(peer.port) as proxy:
        through(proxy.url)
        token = Bearer(ELSEWHERE, "very-secret")
        assert to_peer.send("GET", f"https://{ELSEWHERE}/v1.0/me", token=token).status == 200
        assert proxy.asked == [f"{ELSEWHERE}:443"]
        to_peer.close()
    assert peer.seen[0].headers["authorization"] == "Bearer very-secret"


def test_behind_an_inspecting_proxy_the_issuer_is_named(
    peer: Peer, through: Callable[[str], None]
) -> None:
    http_client = HttpClient()
    with ConnectProxy(peer.port) as proxy:
        through(proxy.url)
        with pytest.raises(errors.CertificateRefused) as caught:
            http_client.send("GET", f"https://{ELSEWHERE}/v1.0/me")
        http_client.close()
    assert caught.value.issuer == "CN=Inspecting proxy of the firm"


def test_a_proxy_that_refuses_us_is_named(
    peer: Peer, to_peer: HttpClient, through: Callable[[str], None]
) -> None:
    with ConnectProxy(peer.port, refuses=True) as proxy:
        through(proxy.url)
        # Not « does not answer »: it does, and asks for a sign-in.
        with pytest.raises(errors.ProxyWantsSignIn):
            to_peer.send("GET", f"https://{ELSEWHERE}/v1.0/me")


def test_a_certificate_of_another_name_is_refused(peer: Peer, to_peer: HttpClient) -> None:
    with pytest.raises(errors.CertificateRefused):
        to_peer.send("GET", f"https://127.0.0.1:{peer.port}/")


def test_a_peer_that_speaks_no_tls_is_offline(to_peer: HttpClient) -> None:
    with ConnectProxy(0) as plain, pytest.raises(errors.Offline):
        to_peer.send("GET", plain.url.replace("http://", "https://"), timeout=(5, 1))


def test_a_proxy_is_never_asked_for_this_very_computer(
    peer: Peer, to_peer: HttpClient, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port}")
    assert to_peer.send("GET", peer.url).status == 200


def test_nobody_there_is_offline(to_peer: HttpClient, closed_port: int) -> None:
    with pytest.raises(errors.Offline):
        to_peer.send("GET", f"https://localhost:{closed_port}/")


def test_no_answer_in_time_is_offline(
    microsoft365: LocalMicrosoft365, http_client: HttpClient
) -> None:
    microsoft365.faults.add("hang", kind="me", seconds=30)
    with pytest.raises(errors.Offline):
        http_client.send("GET", f"{microsoft365.addresses.graph}/v1.0/me", timeout=(5, 0.2))


def test_a_connection_cut_under_a_request_is_offline(
    microsoft365: LocalMicrosoft365, http_client: HttpClient
) -> None:
    microsoft365.faults.add("cut", kind="me")
    with pytest.raises(errors.Offline):
        http_client.send("GET", f"{microsoft365.addresses.graph}/v1.0/me")


def test_a_body_cut_in_the_middle_is_offline(peer: Peer, to_peer: HttpClient) -> None:
    peer.reply = lambda seen: (200, {"Content-Length": "1000", "Connection": "close"}, b"half")
    with pytest.raises(errors.Offline):
        to_peer.send("GET", peer.url)
    answer = to_peer.send("GET", peer.url, stream=True)
    assert answer.chunks is not None
    with pytest.raises(errors.Offline):
        list(answer.chunks)


def test_a_token_is_shown_to_its_own_host_only(peer: Peer, to_peer: HttpClient) -> None:
    token = Bearer(peer.host, "very-secret")
    to_peer.send("GET", f"{peer.url}/v1.0/me", token=token)
    assert peer.seen[0].headers["authorization"] == "Bearer very-secret"
    for other in ("https://localhost/v1.0/me", "https://evil.example/", f"http://{peer.host}/"):
        with pytest.raises(TokenForAnotherHost):
            to_peer.send("GET", other, token=token)
    with pytest.raises(TokenForAnotherHost):
        to_peer.send("GET", f"https://{peer.host}@evil.example/", token=token)
    assert len(peer.seen) == 1


def test_a_token_is_not_printed() -> None:
    assert "very-secret" not in repr(Bearer("graph.example", "very-secret"))


def test_a_redirect_is_told_and_not_followed(peer: Peer, to_peer: HttpClient) -> None:
    peer.reply = lambda seen: (302, {"Location": "https://evil.example/"}, b"")
    answer = to_peer.send("GET", peer.url, token=Bearer(peer.host, "very-secret"))
    assert (answer.status, answer.header("Location")) == (302, "https://evil.example/")
    assert len(peer.seen) == 1


def test_passwords_kept_for_other_programs_are_not_sent(
    peer: Peer, to_peer: HttpClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login somebody password something\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    to_peer.send("GET", peer.url)
    to_peer.send("GET", peer.url, token=Bearer(peer.host, "ours"))
    assert [seen.headers.get("authorization") for seen in peer.seen] == [None, "Bearer ours"]


def test_no_cookie_is_ever_kept(peer: Peer, to_peer: HttpClient) -> None:
    peer.reply = lambda seen: (200, {"Set-Cookie": "session=1; Path=/"}, b"")
    to_peer.send("GET", peer.url)
    to_peer.send("GET", peer.url)
    assert [seen.headers.get("cookie") for seen in peer.seen] == [None, None]


def test_requests_say_who_they_come_from(peer: Peer, to_peer: HttpClient) -> None:
    to_peer.send("GET", peer.url)
    assert peer.seen[0].headers["user-agent"] == USER_AGENT
    assert USER_AGENT.startswith("ISV|")


@pytest.mark.parametrize(
    "address", ["http://localhost/up", "/up", "https:///up", "https://a..b/up"]
)
def test_an_address_that_cannot_be_asked_is_not_repeated(to_peer: HttpClient, address: str) -> None:
    with pytest.raises(NotToBeSent) as raised:
        to_peer.send("PUT", f"{address}?tempauth=signed", data=b"x")
    assert "signed" not in str(raised.value)
    assert raised.value.__suppress_context__, "its trace would show the library's own message"


def test_a_token_that_is_no_header_is_not_repeated(peer: Peer, to_peer: HttpClient) -> None:
    with pytest.raises(NotToBeSent) as raised:
        to_peer.send("GET", peer.url, token=Bearer(peer.host, "secret\nsecret"))
    assert "secret" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_stream_of_bytes_goes_out_and_comes_in(peer: Peer, to_peer: HttpClient) -> None:
    def echo(seen: Seen) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, seen.body

    peer.reply = echo
    content = bytes(range(256)) * 4000
    source = io.BytesIO(content)
    piece = Chunk(source, 0, len(content), ChunkHashes(source, ""))
    answer = to_peer.send("PUT", peer.url, data=piece, stream=True)
    assert answer.chunks is not None
    assert b"".join(answer.chunks) == content


def test_a_refusal_of_a_stream_can_still_be_read(peer: Peer, to_peer: HttpClient) -> None:
    peer.reply = lambda seen: (404, {}, b'{"error": {"code": "itemNotFound"}}')
    answer = to_peer.send("GET", peer.url, stream=True)
    assert answer.json()["error"]["code"] == "itemNotFound"


def test_no_address_reaches_a_log(
    peer: Peer, to_peer: HttpClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    to_peer.send("GET", f"{peer.url}/content?tempauth=signed")
    peer.reply = lambda seen: (500, {}, b"")
    to_peer.send("PUT", f"{peer.url}/content?tempauth=signed", data=b"x")
    assert "signed" not in caplog.text


def test_a_thread_that_ends_takes_its_connections_with_it(peer: Peer, to_peer: HttpClient) -> None:
    to_peer.send("GET", peer.url)
    gc.collect()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(10):
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: to_peer.send("GET", peer.url), range(8)))
    gc.collect()
    wait_until(
        lambda: len(list(Path("/proc/self/fd").iterdir())) <= before + 8, "connections let go"
    )


def test_a_closed_door_opens_again(peer: Peer, to_peer: HttpClient) -> None:
    to_peer.send("GET", peer.url)
    to_peer.close()
    assert to_peer.send("GET", peer.url).status == 200
