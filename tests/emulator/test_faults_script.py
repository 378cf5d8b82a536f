"""The script of faults: who is aimed at, when, and what each deed does on the wire."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from requests import Response
from signin_driver import Application, Browser, TrustingSession, token_request

from local_microsoft365.faults import KINDS, BadScript, Fault, Faults, kind_of, read_script
from local_microsoft365.server import LocalMicrosoft365
from microsoft365_tricks import token_for

Ask = Callable[..., Response]
Asking = Callable[[str], Ask]

GROUP = {
    "displayName": "Sage – BIJOU",
    "mailEnabled": True,
    "mailNickname": "sage-bijou",
    "securityEnabled": False,
    "groupTypes": ["Unified"],
    "visibility": "Private",
}


def eventually(happened: Callable[[], bool]) -> None:
    """Returns when it has happened; five seconds are more than it can take."""
    end = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < end
        threading.Event().wait(0.01)


@pytest.fixture
def asking(microsoft365: LocalMicrosoft365) -> Asking:
    """Asks Graph as somebody, named by role."""

    def as_role(role: str) -> Ask:
        http = TrustingSession(microsoft365)
        http.headers["Authorization"] = f"Bearer {token_for(microsoft365, role)}"

        def ask(method: str, path: str, **options: Any) -> Response:
            address = f"{microsoft365.addresses.graph}/v1.0{path}"
            return http.request(method, address, **({"timeout": 10} | options))

        return ask

    return as_role


@pytest.fixture
def admin(asking: Asking) -> Ask:
    return asking("administrateur")


@pytest.fixture
def drive(admin: Ask) -> str:
    """The path of a group's ready drive."""
    group = admin("POST", "/groups", json=GROUP).json()["id"]
    assert admin("GET", f"/groups/{group}/drive").status_code == 200
    return f"/groups/{group}/drive"


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/organizations/oauth2/v2.0/token", "token"),
        ("GET", "/common/oauth2/v2.0/authorize", "authorize"),
        ("POST", "/signin/abc", "authorize"),
        ("GET", "/v1.0/me", "me"),
        ("GET", "/v1.0/me/memberOf", "me"),
        ("GET", "/v1.0/groups", "group.find"),
        ("GET", "/v1.0/groups(uniqueName='sage-1')", "group.get"),
        ("PATCH", "/v1.0/groups(uniqueName='sage-1')", "group.upsert"),
        ("GET", "/v1.0/groups/1", "group.get"),
        ("POST", "/v1.0/groups", "group.create"),
        ("PATCH", "/beta/groups/1", "group.update"),
        ("DELETE", "/v1.0/groups/1", "group.delete"),
        ("POST", "/v1.0/groups/1/members/$ref", "group.members"),
        ("GET", "/v1.0/groups/1/sites/root", "site.get"),
        ("GET", "/v1.0/groups/1/drive", "drive.get"),
        ("GET", "/v1.0/drives/b!1", "drive.get"),
        ("GET", "/v1.0/groups/1/drive/root", "item.get"),
        ("GET", "/v1.0/drives/b!1/root:/A/b.pdf:", "item.get"),
        ("PATCH", "/v1.0/drives/b!1/items/01A", "item.update"),
        ("DELETE", "/v1.0/drives/b!1/items/01A", "item.delete"),
        ("PUT", "/v1.0/groups/1/drive/root:/A/b.pdf:/content", "upload"),
        ("PUT", "/v1.0/drives/b!1/items/01A/content", "upload"),
        ("GET", "/v1.0/drives/b!1/items/01A/content", "download"),
        ("POST", "/v1.0/drives/b!1/root:/A/b.pdf:/createUploadSession", "session.create"),
        ("PUT", "/sites/s/_api/v2.0/drives/b!1/items/01A/uploadSession", "session.piece"),
        ("GET", "/sites/s/_api/v2.0/drives/b!1/items/01A/uploadSession", "session.status"),
        ("DELETE", "/sites/s/_api/v2.0/drives/b!1/items/01A/uploadSession", "session.cancel"),
        ("GET", "/v1.0/drives/b!1/root:/A:/children", "children"),
        ("POST", "/v1.0/drives/b!1/root/children", "folder.create"),
        ("GET", "/v1.0/drives/b!1/root/search(q='FA')", "search"),
        ("GET", "/v1.0/drives/b!1/root/delta", "delta"),
        ("POST", "/v1.0/$batch", "batch"),
        ("GET", "/sites/s/Documents partages/A", "page"),
        ("GET", "/_layouts/15/groupstatus.aspx", "page"),
        ("POST", "/_emulateur/defauts", "control"),
        ("GET", "/organizations/v2.0/.well-known/openid-configuration", "other"),
    ],
)
def test_every_request_has_a_kind(method: str, path: str, kind: str) -> None:
    assert kind_of(method, path) == kind
    assert kind in KINDS


@pytest.mark.parametrize(
    ("line", "hit"),
    [
        ({"at": [2, 4]}, [2, 4]),
        ({"at": 3}, [3]),
        ({"every": 2}, [2, 4, 6]),
        ({"after": 4}, [5, 6]),
        ({}, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_a_fault_strikes_when_it_is_told(
    microsoft365: LocalMicrosoft365, admin: Ask, line: dict[str, Any], hit: list[int]
) -> None:
    microsoft365.faults.install([{"kind": "me", "do": "503"} | line])
    statuses = [admin("GET", "/me").status_code for _ in range(6)]
    assert [number for number, status in enumerate(statuses, 1) if status == 503] == hit


def test_a_fault_aims_at_one_person_and_one_path(
    microsoft365: LocalMicrosoft365, asking: Asking
) -> None:
    marie = microsoft365.people.with_role("utilisateur").username
    microsoft365.faults.install([{"user": marie, "path": "memberOf", "do": "403"}])
    assert asking("utilisateur")("GET", "/me/memberOf").status_code == 403
    assert asking("utilisateur")("GET", "/me").status_code == 200
    assert asking("administrateur")("GET", "/me/memberOf").status_code == 200


@pytest.mark.parametrize(
    "script",
    ['{"do": "429"}', "[1]", "not json", '[{"kind": "nothing", "do": "429"}]', '[{"kind": "me"}]'],
)
def test_a_script_that_cannot_be_read_is_refused(tmp_path: Path, script: str) -> None:
    file = tmp_path / "faults.json"
    file.write_text(script, encoding="utf-8")
    with pytest.raises(BadScript):
        Faults(file)


def test_a_script_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text('[{"kind": ["me", "upload"], "every": 10, "do": "429"}]', encoding="utf-8")
    (line,) = read_script(file)
    assert Fault.read(line).kinds == ("me", "upload")


@pytest.mark.parametrize("wait", ["3", "0.5", None])
def test_throttling_says_how_long_to_wait_or_does_not(
    microsoft365: LocalMicrosoft365, admin: Ask, drive: str, wait: str | None
) -> None:
    line: dict[str, Any] = {"kind": "upload", "at": 1, "do": "429"}
    microsoft365.faults.install([line | ({"retry_after": wait} if wait else {})])
    refused = admin("PUT", f"{drive}/root:/a.pdf:/content", data=b"%PDF" * 100_000)
    assert refused.status_code == 429
    assert refused.headers.get("Retry-After") == wait
    assert refused.json()["error"]["code"] == "activityLimitReached"
    assert microsoft365.world.files() == {}
    assert admin("PUT", f"{drive}/root:/a.pdf:/content", data=b"%PDF").status_code == 201


def test_an_answer_may_be_lost_after_the_effect(
    microsoft365: LocalMicrosoft365, admin: Ask, drive: str
) -> None:
    microsoft365.faults.add("503-after", "upload", at=1)
    microsoft365.faults.add("cut-after", "upload", at=2)
    assert admin("PUT", f"{drive}/root:/a.pdf:/content", data=b"a").status_code == 503
    with pytest.raises(requests.ConnectionError):
        admin("PUT", f"{drive}/root:/b.pdf:/content", data=b"b")
    assert set(microsoft365.world.files()) == {"a.pdf", "b.pdf"}
    assert [(e.status, e.fault) for e in microsoft365.journal.of_kind("upload")] == [
        (503, "503-after"),
        (0, "cut-after"),
    ]


def test_a_connection_may_be_cut_before_the_effect(
    microsoft365: LocalMicrosoft365, admin: Ask, drive: str
) -> None:
    microsoft365.faults.add("cut", "upload", at=1)
    with pytest.raises(requests.ConnectionError):
        admin("PUT", f"{drive}/root:/a.pdf:/content", data=b"a")
    assert microsoft365.world.files() == {}


def test_an_answer_may_never_come(microsoft365: LocalMicrosoft365, admin: Ask) -> None:
    microsoft365.faults.add("hang", "me", seconds=30)
    with pytest.raises(requests.Timeout):
        admin("GET", "/me", timeout=0.3)


def test_a_hanging_answer_ends_in_a_cut(microsoft365: LocalMicrosoft365, admin: Ask) -> None:
    microsoft365.faults.add("hang", "me", seconds=0.2)
    with pytest.raises(requests.ConnectionError):
        admin("GET", "/me")


def test_stopping_does_not_wait_for_a_hanging_answer(
    microsoft365: LocalMicrosoft365, admin: Ask
) -> None:
    microsoft365.faults.add("hang", "me", seconds=60)
    ended = threading.Event()

    def ask() -> None:
        with pytest.raises(requests.ConnectionError):
            admin("GET", "/me", timeout=30)
        ended.set()

    thread = threading.Thread(target=ask)
    thread.start()
    eventually(lambda: microsoft365.faults.lines[0].seen == 1)
    started = time.monotonic()
    microsoft365.stop()
    assert time.monotonic() - started < 3
    thread.join(5)
    assert ended.is_set()


def test_an_answer_may_be_slow(microsoft365: LocalMicrosoft365, admin: Ask) -> None:
    microsoft365.faults.add("slow", "me", seconds=0.3)
    answer = admin("GET", "/me")
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.3


def test_a_warning_of_the_rate_limit_rides_on_the_answer(
    microsoft365: LocalMicrosoft365, admin: Ask
) -> None:
    microsoft365.faults.add("rate-limit", "me", remaining=7, reset=12)
    headers = admin("GET", "/me").headers
    assert (headers["RateLimit-Remaining"], headers["RateLimit-Reset"]) == ("7", "12")


@pytest.mark.parametrize(
    ("do", "challenged"), [("expired-token", False), ("conditional-access", True)]
)
def test_a_token_may_be_refused(
    microsoft365: LocalMicrosoft365, admin: Ask, do: str, challenged: bool
) -> None:
    microsoft365.faults.add(do, "me", at=1)
    refused = admin("GET", "/me")
    assert (refused.status_code, refused.json()["error"]["code"]) == (
        401,
        "InvalidAuthenticationToken",
    )
    assert ("insufficient_claims" in refused.headers["WWW-Authenticate"]) is challenged
    assert admin("GET", "/me").status_code == 200


def test_a_policy_may_refuse_the_refresh(
    microsoft365: LocalMicrosoft365, application: Application
) -> None:
    application.sign_in(microsoft365.people.with_role("administrateur"))
    microsoft365.faults.add("conditional-access", "token")
    refused = application.refreshed()
    assert refused["error_codes"] == [53003]
    assert refused["suberror"] == "message_only"


def test_a_policy_may_refuse_the_page(application: Application, browser: Browser) -> None:
    browser.running.faults.add("conditional-access", "authorize")
    browser.open(application.flow()["auth_uri"])
    assert "AADSTS53003" in browser.page


def test_the_token_endpoint_may_be_out_of_order(microsoft365: LocalMicrosoft365) -> None:
    microsoft365.faults.add("503", "token", retry_after=2)
    refused = token_request(microsoft365, grant_type="refresh_token", refresh_token="x")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "2"
    assert refused.json()["error"] == "temporarily_unavailable"


def test_a_session_may_be_revoked_in_the_middle(
    microsoft365: LocalMicrosoft365, admin: Ask
) -> None:
    microsoft365.faults.add("revoked", "me", at=2)
    assert [admin("GET", "/me").status_code for _ in range(3)] == [200, 401, 401]
    assert microsoft365.tokens.sessions_ended_at(microsoft365.people.with_role("administrateur"))


def test_a_challenge_may_come_in_the_middle(microsoft365: LocalMicrosoft365, admin: Ask) -> None:
    microsoft365.faults.add("claims-challenge", "me", at=2)
    answers = [admin("GET", "/me") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 401]
    assert "insufficient_claims" in answers[1].headers["WWW-Authenticate"]


def test_the_group_may_disappear(microsoft365: LocalMicrosoft365, admin: Ask, drive: str) -> None:
    microsoft365.faults.add("group-deleted", "upload", at=1)
    assert admin("PUT", f"{drive}/root:/a.pdf:/content", data=b"a").status_code == 404
    assert len(microsoft365.world.groups.deleted()) == 1


def test_rights_may_be_lost(microsoft365: LocalMicrosoft365, admin: Ask, drive: str) -> None:
    microsoft365.faults.add("rights-lost", "upload", at=1)
    refused = admin("PUT", f"{drive}/root:/a.pdf:/content", data=b"a")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "accessDenied")


def test_the_library_may_be_full(microsoft365: LocalMicrosoft365, admin: Ask, drive: str) -> None:
    microsoft365.faults.add("library-full", "upload", at=1)
    refused = admin("PUT", f"{drive}/root:/a.pdf:/content", data=b"a")
    assert (refused.status_code, refused.json()["error"]["code"]) == (507, "quotaLimitReached")


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("group.create", 403, "Directory_QuotaExceeded"), ("me", 507, "quotaLimitReached")],
)
def test_a_quota_may_be_reached(
    microsoft365: LocalMicrosoft365, admin: Ask, kind: str, status: int, code: str
) -> None:
    microsoft365.faults.add("quota-full", kind)
    method, path = {"group.create": ("POST", "/groups"), "me": ("GET", "/me")}[kind]
    refused = admin(method, path, json=GROUP)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)


def test_the_organisation_may_forbid_names_and_creations(
    microsoft365: LocalMicrosoft365, asking: Asking
) -> None:
    ines = asking("double-authentification")
    microsoft365.faults.add("name-policy", "group.create", at=1, prefix="GRP-")
    refused = ines("POST", "/groups", json=GROUP)
    assert refused.status_code == 400
    assert refused.json()["error"]["details"][0]["code"] == "MissingPrefixSuffix"
    microsoft365.faults.add("creation-forbidden", "group.create")
    refused = ines("POST", "/groups", json=GROUP | {"displayName": "GRP-BIJOU"})
    assert refused.status_code == 403


def test_the_service_may_rewrite_a_pdf(
    microsoft365: LocalMicrosoft365, admin: Ask, drive: str
) -> None:
    microsoft365.faults.add("rewrite", "upload", at=1)
    sent = b"%PDF-1.7\n" + b"x" * 100
    answer = admin("PUT", f"{drive}/root:/a.pdf:/content", data=sent).json()
    assert answer["size"] > len(sent)


def test_an_upload_session_may_be_forgotten(
    microsoft365: LocalMicrosoft365, admin: Ask, drive: str
) -> None:
    session = admin("POST", f"{drive}/root:/a.pdf:/createUploadSession", json={}).json()
    http = TrustingSession(microsoft365)
    microsoft365.faults.add("session-lost", "session.piece", at=1)
    piece = {"Content-Range": "bytes 0-3/4"}
    lost = http.put(session["uploadUrl"], b"%PDF", headers=piece, timeout=5)
    assert lost.status_code == 404
    assert microsoft365.journal.of_kind("session.piece")[0].path.endswith("tempauth=***")


def test_old_delta_tokens_may_be_forgotten(
    microsoft365: LocalMicrosoft365, admin: Ask, drive: str
) -> None:
    link = admin("GET", f"{drive}/root/delta").json()["@odata.deltaLink"]
    path = link.removeprefix(f"{microsoft365.addresses.graph}/v1.0")
    microsoft365.faults.add("delta-expired", "delta")
    assert admin("GET", path).status_code == 410


def test_consent_may_be_withdrawn(
    microsoft365: LocalMicrosoft365, application: Application
) -> None:
    application.sign_in(microsoft365.people.with_role("administrateur"))
    microsoft365.faults.add("consent-withdrawn", "token", at=1)
    assert application.refreshed()["suberror"] == "consent_required"


def test_another_process_drives_faults_and_reads_the_journal(
    microsoft365: LocalMicrosoft365, admin: Ask
) -> None:
    http = TrustingSession(microsoft365)
    faults = microsoft365.description()["defauts_url"]
    journal = faults.replace("/defauts", "/journal")
    line = {"kind": "me", "at": 1, "do": "504"}
    assert http.post(faults, json=[line], timeout=5).status_code == 204
    assert http.post(faults, json=line | {"at": 2}, timeout=5).status_code == 204
    assert [admin("GET", "/me").status_code for _ in range(3)] == [504, 504, 200]
    entries = http.get(journal, timeout=5).json()
    assert [entry["status"] for entry in entries] == [504, 504, 200]
    assert http.delete(journal, timeout=5).status_code == 204
    assert http.get(journal, timeout=5).json() == []
    assert http.post(faults, json=[{"kind": "?"}], timeout=5).status_code == 400


def test_no_web_page_gives_orders(microsoft365: LocalMicrosoft365, admin: Ask) -> None:
    http = TrustingSession(microsoft365)
    faults = microsoft365.description()["defauts_url"]
    journal = faults.replace("/defauts", "/journal")
    script = json.dumps([{"kind": "*", "do": "503"}])
    for headers, status in (
        ({"Origin": "https://example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 403),
        ({"Referer": "https://localhost/"}, 403),
        ({"Host": "rebound.example"}, 421),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": ""}, 415),
    ):
        sent = {"Content-Type": "application/json"} | headers
        refused = http.post(faults, data=script, headers=sent, timeout=5)
        assert refused.status_code == status, headers
        assert microsoft365.faults.lines == (), headers
        if status != 415:
            assert http.get(journal, headers=headers, timeout=5).status_code == status
            assert http.delete(journal, headers=headers, timeout=5).status_code == status
    assert admin("GET", "/me").status_code == 200


def test_orders_are_given_to_one_start_by_who_knows_its_secret(
    microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    http = TrustingSession(microsoft365)
    faults = microsoft365.description()["defauts_url"]
    assert len(faults.split("/")[-2]) >= 32
    for path in ("defauts", "journal", "x/defauts", "x/journal"):
        address = f"{microsoft365.addresses.login}/_emulateur/{path}"
        assert http.post(address, json=[], timeout=5).status_code in (404, 405)
        assert http.get(address, timeout=5).status_code == 404
    shutil.copytree(microsoft365.folder / "tls", tmp_path / "tls")
    with LocalMicrosoft365(tmp_path) as another:
        assert another.description()["defauts_url"].split("/")[-2] != faults.split("/")[-2]
