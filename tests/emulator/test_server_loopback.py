"""The doors: loopback only, both families, TLS of our own, started and stopped cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
import requests
from cryptography import x509
from signin_driver import TrustingSession, me

from json_schemas import answers
from local_microsoft365.addresses import PortTaken, open_doors
from local_microsoft365.data_folder import FolderInUse
from local_microsoft365.https_server import LoopbackCertificate
from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import token_for

HAS_IPV6 = any(address.family == socket.AF_INET6 and address.address == "::1"
               for addresses in psutil.net_if_addrs().values() for address in addresses)  # fmt: skip


def port_of(origin: str) -> int:
    return int(origin.rpartition(":")[2])


def strict_context(certificate: LoopbackCertificate) -> ssl.SSLContext:
    """What Python 3.13 and later do by default."""
    context = ssl.create_default_context(cafile=str(certificate.authority))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


@pytest.mark.parametrize("host", ["127.0.0.1", pytest.param("::1", marks=pytest.mark.skipif(
    not HAS_IPV6, reason="this computer has no ::1"))])  # fmt: skip
def test_every_origin_answers_on_both_loopback_families(
    microsoft365: LocalMicrosoft365, host: str
) -> None:
    context = strict_context(microsoft365.certificate)
    where = microsoft365.addresses
    for origin in (where.login, where.graph, where.sharepoint):
        with (
            socket.create_connection((host, port_of(origin)), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as secure,
        ):
            secure.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert secure.recv(9) == b"HTTP/1.1 "


def test_it_listens_on_loopback_and_nowhere_else(microsoft365: LocalMicrosoft365) -> None:
    ports = {port_of(origin) for origin in vars(microsoft365.addresses).values()}
    listening = {
        connection.laddr.ip
        for connection in psutil.Process().net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port in ports
    }
    assert "127.0.0.1" in listening
    assert listening <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_the_certificate_holds_for_every_name_of_this_computer(
    microsoft365: LocalMicrosoft365, name: str
) -> None:
    if name == "[::1]" and not HAS_IPV6:
        pytest.skip("this computer has no ::1")
    address = f"https://{name}:{port_of(microsoft365.addresses.login)}/"
    assert TrustingSession(microsoft365).get(address, timeout=5).status_code == 200


def test_without_our_authority_nobody_trusts_it(microsoft365: LocalMicrosoft365) -> None:
    stranger = requests.Session()
    stranger.trust_env = False
    with pytest.raises(requests.exceptions.SSLError):
        stranger.get(microsoft365.addresses.login, timeout=5)


def test_our_authority_cannot_vouch_for_the_rest_of_the_world(
    microsoft365: LocalMicrosoft365,
) -> None:
    pem = microsoft365.certificate.authority.read_bytes()
    authority = x509.load_pem_x509_certificate(pem)
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    permitted = [str(name.value) for name in constraints.value.permitted_subtrees or ()]
    assert permitted == ["localhost", "127.0.0.0/8", "::1/128"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_secrets_are_readable_by_their_owner_only(microsoft365: LocalMicrosoft365) -> None:
    keys = [*microsoft365.folder.rglob("*.key"), *microsoft365.folder.rglob("signin/*.json")]
    assert len(keys) >= 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}


def test_a_page_of_the_internet_that_points_here_gets_nothing(
    microsoft365: LocalMicrosoft365,
) -> None:
    answer = TrustingSession(microsoft365).get(
        microsoft365.addresses.login, headers={"Host": "piege.example"}, timeout=5
    )
    assert answer.status_code == 421


def test_a_damaged_or_foreign_certificate_is_made_anew(tmp_path: Path) -> None:
    first = LoopbackCertificate.kept_in(tmp_path)
    kept = first.chain.read_bytes()
    assert LoopbackCertificate.kept_in(tmp_path).chain.read_bytes() == kept
    first.key.write_text("damaged", encoding="ascii")
    assert LoopbackCertificate.kept_in(tmp_path).chain.read_bytes() != kept
    first.authority.unlink()
    assert LoopbackCertificate.kept_in(tmp_path).authority.exists()


def test_a_restart_takes_the_ports_of_last_time(tmp_path: Path) -> None:
    with LocalMicrosoft365(tmp_path) as first:
        addresses = first.addresses
    with LocalMicrosoft365(tmp_path) as second:
        assert second.addresses == addresses


def test_ports_taken_meanwhile_are_replaced(tmp_path: Path) -> None:
    with LocalMicrosoft365(tmp_path) as first:
        addresses = first.addresses
    (http_client,) = open_doors([port_of(addresses.login)])
    try:
        with LocalMicrosoft365(tmp_path) as second:
            assert second.addresses.login != addresses.login
            assert me(second, token_for(second, "utilisateur")).status_code == 200
    finally:
        http_client.close()


def test_a_chosen_port_takes_the_two_that_follow_or_says_which_is_taken(tmp_path: Path) -> None:
    first = _three_free_ports()
    with LocalMicrosoft365(tmp_path / "a", port=first) as running:
        assert [port_of(origin) for origin in vars(running.addresses).values()] == [
            first,
            first + 1,
            first + 2,
        ]
        with pytest.raises(PortTaken) as taken:
            LocalMicrosoft365(tmp_path / "b", port=first + 2).start()
        assert taken.value.port == first + 2
    # Nothing was left open by the one that failed.
    with LocalMicrosoft365(tmp_path / "b", port=first + 2):
        pass


def test_two_services_never_share_a_data_folder(microsoft365: LocalMicrosoft365) -> None:
    with pytest.raises(FolderInUse):
        LocalMicrosoft365(microsoft365.folder).start()


def test_stopping_leaves_no_thread_and_no_port(tmp_path: Path) -> None:
    before = threading.enumerate()
    running = LocalMicrosoft365(tmp_path).start()
    idle = TrustingSession(running)
    idle.get(running.addresses.login, timeout=5)
    running.stop()
    running.stop()
    fresh = [thread.name for thread in threading.enumerate() if thread not in before]
    assert "microsoft365-local" not in fresh
    for http_client in open_doors([port_of(origin) for origin in vars(running.addresses).values()]):
        http_client.close()


def test_the_description_is_the_contract_s(microsoft365: LocalMicrosoft365) -> None:
    described = microsoft365.description()
    assert list(described) == [
        *("login_url", "graph_url", "sharepoint_url", "authority", "client_id", "ca_file"),
        *("defauts_url", "accounts"),
    ]
    assert described["graph_url"].endswith("/v1.0")
    roles = [account["role"] for account in described["accounts"]]
    assert {"administrateur", "utilisateur", "sans-groupe"} <= set(roles)
    assert len(roles) == len(set(roles))
    assert {tuple(account) for account in described["accounts"]} == {
        ("username", "password", "role")
    }
    json.dumps(described)


def test_latency_delays_every_answer(tmp_path: Path) -> None:
    with LocalMicrosoft365(tmp_path, latency_ms=80) as slow:
        answer = TrustingSession(slow).get(slow.addresses.login, timeout=5)
        assert answer.elapsed.total_seconds() >= 0.08


def test_the_journal_tells_who_asked_what_and_no_secret(
    tmp_path: Path,
) -> None:
    file = tmp_path / "journal.jsonl"
    with LocalMicrosoft365(tmp_path / "data", journal=file) as running:
        user = running.people.with_role("utilisateur")
        form = {
            "grant_type": "password",
            "client_id": running.description()["client_id"],
            "username": user.username,
            "password": user.password,
            "scope": "openid User.Read",
        }
        http = TrustingSession(running)
        token_address = f"{running.description()['authority']}/oauth2/v2.0/token"
        token = http.post(token_address, form, timeout=5).json()["access_token"]
        assert me(running, token).ok
        http.get(f"{running.addresses.login}/common/oauth2/nativeclient?code=SECRET", timeout=5)
        entries = running.journal.entries
    assert [(entry.origin, entry.kind, entry.status, entry.user) for entry in entries] == [
        ("login", "token", 200, user.username),
        ("graph", "me", 200, user.username),
        ("login", "other", 200, None),
    ]
    text = file.read_text(encoding="utf-8")
    assert [json.loads(line)["kind"] for line in text.splitlines()] == ["token", "me", "other"]
    for secret in (token, user.password, "SECRET"):
        assert secret not in text


@pytest.mark.whole
@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_as_a_process_it_describes_itself_first_and_stops_when_told(
    tmp_path: Path, number: signal.Signals
) -> None:
    program = "import sys; from pathlib import Path\n"
    program += "from local_microsoft365.server import run\nrun(data=Path(sys.argv[1]))"
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        [described] = answers("emulateur", process.stdout.readline())
        http = requests.Session()
        http.trust_env = False
        assert http.get(described["login_url"], verify=described["ca_file"], timeout=5).ok
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out, err) == (0, "", "")


def _three_free_ports() -> int:
    """Three ports in a row, below those that the system gives out by itself."""
    for first in range(21_000, 29_000, 3):
        try:
            doors = open_doors([first, first + 1, first + 2])
        except PortTaken:
            continue
        for http_client in doors:
            http_client.close()
        return first
    raise AssertionError("no three free ports in a row")
