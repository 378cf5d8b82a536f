"""Signed addresses of other hosts, and upload sessions that answer nonsense: troubles, and nothing sent."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from signed_addresses import Elsewhere, SenselessSession

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.own_hosts import ENDINGS, OwnHosts
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.drive_copy import DriveCopies
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.library.upload_session import (
    PIECE_UNIT,
    Uploads,
    UploadSession,
    UploadSessionStore,
    UploadUnderWay,
)

CONTENT = hashlib.shake_256(b"large").digest(1_280_000)
SIZE = len(CONTENT)
GRAPH = "https://graph.microsoft.com/v1.0"
BLEU = "https://graph.svc.sovcloud.fr/v1.0"
LOCAL = "https://localhost:4443/v1.0"


@pytest.fixture
def library(groups: Groups) -> str:
    group = groups.create(f"sage-{uuid.UUID(int=5)}", "Sage – BIJOU", "sage-bijou", "Documents")
    return groups.library(group.id).drive_id


def says(*starts: object) -> Callable[[int], bytes]:
    """These starts of what is missing, over and over."""
    return lambda asked: json.dumps(
        {"nextExpectedRanges": [f"{starts[(asked - 1) % len(starts)]}-"]}
    ).encode()


SENSELESS: dict[str, Callable[[int], bytes]] = {
    "never moves on": says(0),
    "goes back and forth": says(PIECE_UNIT, 0),
    "moves on by a byte": lambda asked: says(asked)(1),
    "misses what was not sent": says(SIZE - 1),
    "misses what is before the file": says(-5),
    "misses a number without end": says("9" * 5000),
    "counts in other figures": says("٣"),
    "no list": lambda _: b'{"nextExpectedRanges": "0-"}',
    "no text": lambda _: b'{"nextExpectedRanges": [null, 3, {}]}',
    "nothing": lambda _: b"{}",
    "an empty body": lambda _: b"",
    "a list": lambda _: b"[]",
    "a number": lambda _: b"7",
    "no JSON": lambda _: b"<<<",
    "no end of brackets": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("what", SENSELESS)
def test_a_session_that_answers_nonsense_or_never_ends_is_a_trouble(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365, what: str
) -> None:
    graph.http_client = http_client = SenselessSession(microsoft365.certificate.authority)
    http_client.says = SENSELESS[what]
    uploads = Uploads(graph, PIECE_UNIT, largest_piece=PIECE_UNIT)
    fingerprint = hashlib.sha256(CONTENT).hexdigest()
    for _ in range(2):  # the second goes on where the first was, or begins anew
        with pytest.raises(errors.ServiceUnavailable):
            uploads.upload(library, "a.bin", io.BytesIO(CONTENT), SIZE, fingerprint=fingerprint)
    assert http_client.asked <= 60
    http_client.close()


#: Where a signed address may be turned to.
TURNED: dict[str, Callable[[str], str]] = {
    "another host": lambda url: url.replace("localhost", "evil.example"),
    "a host that begins alike": lambda url: url.replace("localhost", "localhost.evil.example"),
    "in clear": lambda url: url.replace("https://", "http://"),
    "a file": lambda _: "file:///etc/passwd",
    "a user before the host": lambda url: url.replace(
        "https://", "https://localhost@evil.example/"
    ),
    "a backslash": lambda url: url.replace("https://", "https://evil.example\\@"),
    "no address": lambda _: "x",
}


@pytest.fixture
def turning(graph: GraphClient, microsoft365: LocalMicrosoft365) -> Iterator[Elsewhere]:
    honest, graph.http_client = graph.http_client, Elsewhere(microsoft365.certificate.authority)
    graph.http_client.strayed = []
    yield graph.http_client
    graph.http_client.close()
    graph.http_client = honest


@pytest.mark.parametrize("where", TURNED)
def test_signed_addresses_are_used_on_the_library_s_own_host_alone(
    graph: GraphClient, library: str, turning: Elsewhere, where: str
) -> None:
    drive = Drive(graph)
    item = drive.put_new(library, "a.txt", b"bytes", 5)
    assert b"".join(drive.download(library, item.id)) == b"bytes"
    turning.elsewhere = TURNED[where]
    with pytest.raises(errors.AddressRefused):
        list(drive.download(library, item.id))
    with pytest.raises(errors.AddressRefused):
        Uploads(graph, PIECE_UNIT).upload(library, "a.bin", io.BytesIO(CONTENT), SIZE)
    # The place tells what the address would have told.
    assert DriveCopies(drive, wait=lambda _: None).copy(library, item.id, "D/b.txt").name == "b.txt"
    assert turning.strayed == []


def test_a_session_that_was_kept_is_looked_at_like_a_new_one(
    graph: GraphClient, library: str, turning: Elsewhere
) -> None:
    kept, fingerprint = UploadSessionStore(), hashlib.sha256(CONTENT).hexdigest()
    what = UploadUnderWay(library, "a.bin", SIZE, fingerprint)
    kept.keep(what, UploadSession("https://evil.example/s", library, SIZE))
    uploads = Uploads(graph, PIECE_UNIT, kept)
    with pytest.raises(errors.AddressRefused):
        uploads.upload(library, "a.bin", io.BytesIO(CONTENT), SIZE, fingerprint=fingerprint)
    assert turning.strayed == []
    uploads.upload(library, "a.bin", io.BytesIO(CONTENT), SIZE, fingerprint=fingerprint)


def test_the_library_is_asked_for_its_address_once(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365
) -> None:
    drive = Drive(graph)
    item = drive.put_new(library, "a.txt", b"bytes", 5)
    microsoft365.journal.clear()
    for _ in range(3):
        assert b"".join(drive.download(library, item.id)) == b"bytes"
    paths = [unquote(entry.path) for entry in microsoft365.journal.entries]
    assert sum(path.split("?")[0].endswith(f"/drives/{library}") for path in paths) == 1


@pytest.mark.parametrize(
    ("own", "given", "vouched"),
    [
        ("contoso.sharepoint.com", "contoso.sharepoint.com", True),
        ("contoso.sharepoint.com", "CONTOSO.sharepoint.com:443", True),
        ("contoso.sharepoint.com", "contoso-my.sharepoint.com", True),
        ("contoso-my.sharepoint.com", "contoso.sharepoint.com", True),
        ("contoso.sharepoint.com", "evil.sharepoint.com", False),
        ("contoso.sharepoint.com", "contoso.sharepoint.com.evil.example", False),
        ("contoso.sharepoint.com", "a.contoso.sharepoint.com", False),
        ("contoso.sharepoint.com", "contoso.sharepoint.com:8443", False),
        ("contoso.sharepoint.com", "graph.microsoft.com", False),
    ],
)
def test_a_library_vouches_for_the_hosts_of_its_own_tenant(
    own: str, given: str, vouched: bool
) -> None:
    hosts = OwnHosts(GRAPH)
    address = f"https://{given}/_api/v2.0/x?tempauth=t"
    if vouched:
        assert hosts.check("drive", address, lambda: f"https://{own}/sites/x") == address
    else:
        with pytest.raises(errors.AddressRefused):
            hosts.check("drive", address, lambda: f"https://{own}/sites/x")


HOSTILE = [
    "file:///etc/passwd",
    "smb://evil.example/share",
    "ms-msdt:/id PCWDiagnostic",
    "search-ms:query=x&crumb=location:\\\\evil.example\\share",
    "javascript:alert(1)",
    "http://contoso.sharepoint.com/sites/x",
    "https://evil.example/",
    "https://evil.example/.sharepoint.com",
    "https://evil.example#.sharepoint.com",
    "https://evil.example?.sharepoint.com",
    "https://evil.example\\.sharepoint.com/",
    "https://contoso.sharepoint.com@evil.example/",
    "https://user:secret@contoso.sharepoint.com/",
    "https://sharepoint.com/",
    "https://contososharepoint.com/",
    "https://contoso.sharepoint.com:8443/",
    "https://contoso.sharepoint.com/\u202efdp.exe",
    "https://contoso.sharepoint.com/a\nb",
    "https://[::1/",
    "https://contoso.sharepoint.com:99999999/",
    "",
    None,
]


@pytest.mark.parametrize("graph_url", [GRAPH, BLEU, LOCAL, "https://graph.example/v1.0"])
def test_no_other_address_is_the_organisation_s_own(graph_url: str) -> None:
    hosts = OwnHosts(graph_url)
    assert [each for each in HOSTILE if hosts.is_own(each)] == []


@pytest.mark.parametrize("graph_host", sorted(ENDINGS))
def test_sharepoint_s_hosts_are_known_by_their_endings_in_each_cloud(graph_host: str) -> None:
    hosts = OwnHosts(f"https://{graph_host}/v1.0")
    for ending in ENDINGS[graph_host]:
        assert hosts.is_own(f"https://contoso{ending}/sites/Sage-BIJOU/Documents%20partages")
    others = {each for host in ENDINGS if host != graph_host for each in ENDINGS[host]}
    assert not any(hosts.is_own(f"https://contoso{ending}/") for ending in others)


def test_where_sharepoint_s_host_is_unknown_it_is_what_graph_told(tmp_path: Path) -> None:
    kept = tmp_path / "hotes.json"
    hosts = OwnHosts(BLEU, kept)
    address = "https://bijou.partage.exemple.fr/sites/Sage-BIJOU"
    assert not hosts.is_own(address)
    hosts.learn("http://bijou.partage.exemple.fr/")
    assert not hosts.is_own(address)
    hosts.learn(address)
    assert hosts.is_own(address)
    assert OwnHosts(BLEU, kept).is_own(address), "known at the next start, and without the network"
    assert not OwnHosts("https://graph.svc.sovcloud.de/v1.0", kept).is_own(address)
    assert not hosts.is_own("https://autre.partage.exemple.fr/")
    kept.write_text("[" * 100_000)
    assert not OwnHosts(BLEU, kept).is_own(address)


HOST = "https://bijou.sharepoint.com/sites/Sage-BIJOU"
OTHERS = "https://evil.sharepoint.com/sites/Sage-BIJOU"


def test_once_graph_told_the_library_s_host_only_its_tenant_is_the_company_s(
    tmp_path: Path,
) -> None:
    kept = tmp_path / "hotes.json"
    hosts = OwnHosts(GRAPH, kept, "bijou.sqlite")
    assert hosts.is_own(OTHERS), "nobody is signed in, whom Graph could tell: the link still leads"
    hosts.learn(HOST)
    for known in (hosts, OwnHosts(GRAPH, kept, "bijou.sqlite")):
        assert known.is_own(HOST)
        assert known.is_own("https://bijou-my.sharepoint.com/personal/marie")
        assert not known.is_own(OTHERS)
        assert not known.is_own("https://a.bijou.sharepoint.com/")
    other = OwnHosts(GRAPH, kept, "carat.sqlite")
    assert other.is_own(OTHERS), "another company may be another organisation's"
    other.learn(OTHERS)
    assert not OwnHosts(GRAPH, kept, "bijou.sqlite").is_own(OTHERS)
    assert b"bijou.sqlite" not in kept.read_bytes()


def test_whoever_is_signed_in_has_graph_asked_first() -> None:
    signed_in = True
    hosts = OwnHosts(GRAPH, can_ask=lambda: signed_in)
    assert not hosts.is_own(HOST)
    assert not hosts.are_known
    hosts.learn("https://graph.example/")
    assert not hosts.are_known, "not of this cloud"
    hosts.learn(HOST)
    assert hosts.is_own(HOST)
    signed_in = False
    assert not hosts.is_own(OTHERS), "what Graph told counts after one signed out"


def test_a_local_microsoft_365_is_on_this_computer() -> None:
    hosts = OwnHosts(LOCAL)
    assert hosts.is_own("https://localhost:4444/sites/x")
    assert not hosts.is_own("https://contoso.sharepoint.com/sites/x")
