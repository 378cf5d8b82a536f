"""Other people's Graph clients, unchanged: a group, a small file, a large one, a list, a download.

They are only told another address than Microsoft's, each by the means it has for national clouds.
"""

from __future__ import annotations

import asyncio
import gc
import io
import os
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from local_microsoft365.server import LocalMicrosoft365

# Their warnings are theirs.
pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.usefixtures("without_other_bundles"),
]
PIECE = 3_276_800  # a multiple of 320 KiB
LARGE = 6 * 1024 * 1024 + 123


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """Connections that the clients leave open are noticed here, not in somebody else's test."""
    yield
    gc.collect()


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    file = tmp_path / "large.bin"
    file.write_bytes(os.urandom(LARGE))
    return file


@pytest.fixture
def group_id(microsoft365: LocalMicrosoft365) -> str:
    """A group made beforehand, for the client that can't create one."""
    body = {
        "displayName": "Bijou", "mailNickname": "bijou", "mailEnabled": True,
        "securityEnabled": False, "groupTypes": ["Unified"],
    }  # fmt: skip
    user = microsoft365.people.with_role("administrateur")
    return microsoft365.world.groups.create(body, user).id


def test_office365_rest_python_client(
    microsoft365: LocalMicrosoft365, token: str, large_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph_client = pytest.importorskip("office365.graph_client")
    azure_env = pytest.importorskip("office365.azure_env")
    clouds = azure_env._ENDPOINTS[azure_env.AzureEnvironment.Global]
    monkeypatch.setitem(clouds, "graph", microsoft365.addresses.graph)
    client = graph_client.GraphClient(
        token_callback=lambda: {"token_type": "Bearer", "access_token": token}
    )
    assert client.me.get().execute_query().user_principal_name == "admin@bijou.example"
    group = client.groups.create_m365("bijou", "Documents").execute_query()
    root = group.drive.root
    small = root.upload("small.txt", b"small").execute_query()
    assert small.name == "small.txt"
    large = root.resumable_upload(str(large_file), chunk_size=PIECE).get().execute_query()
    assert large.name == "large.bin"
    folder = root.create_folder("Clients").execute_query()
    assert folder.is_folder
    children = root.children.get().execute_query()
    assert {child.name for child in children} == {"small.txt", "large.bin", "Clients"}
    there = root.get_by_path("small.txt").get().execute_query()
    assert there.get_content().execute_query().value == b"small"
    downloaded = io.BytesIO()
    root.get_by_path("large.bin").download(downloaded).execute_query()
    assert downloaded.getvalue() == large_file.read_bytes()
    files = microsoft365.world.files()
    assert files["large.bin"].size == LARGE


def test_o365(
    microsoft365: LocalMicrosoft365, token: str, group_id: str, large_file: Path, tmp_path: Path
) -> None:
    o365 = pytest.importorskip("O365")
    memory = pytest.importorskip("O365.utils.token").MemoryTokenBackend
    addresses = microsoft365.addresses

    class LocalProtocol(o365.MSGraphProtocol):  # type: ignore[misc,name-defined]
        _protocol_url = f"{addresses.graph}/"

    backend = memory()
    _remember(backend, microsoft365, token)
    account = o365.Account(
        "conformance", auth_flow_type="public", protocol=LocalProtocol(), token_backend=backend,
        verify_ssl=str(microsoft365.certificate.authority),
    )  # fmt: skip
    groups = account.groups()
    assert [group.display_name for group in groups.list_groups()] == ["Bijou"]
    found = groups.get_group_by_id(group_id)
    assert [owner.mail for owner in found.get_group_owners()] == ["admin@bijou.example"]
    storage = account.storage(resource=f"groups/{group_id}")
    drive = storage.get_default_drive()
    root = drive.get_root_folder()
    small = tmp_path / "small.txt"
    small.write_bytes(b"small")
    assert root.upload_file(small).name == "small.txt"
    assert root.upload_file(large_file).size == LARGE
    assert root.create_child_folder("Clients").is_folder
    names = {item.name for item in root.get_items()}
    assert names == {"small.txt", "large.bin", "Clients"}
    item = drive.get_item_by_path("/large.bin")
    target = tmp_path / "down"
    target.mkdir()
    assert item.download(to_path=target)
    assert (target / "large.bin").read_bytes() == large_file.read_bytes()
    assert [hit.name for hit in drive.search("small")] == ["small.txt"]


def _remember(backend: Any, microsoft365: LocalMicrosoft365, token: str) -> None:
    """As if somebody had signed in already: the token is put where MSAL would have put it."""
    user = microsoft365.people.with_role("administrateur")
    tenant = microsoft365.people.tenant.id
    home = f"{user.id}.{tenant}"
    environment = microsoft365.addresses.login.removeprefix("https://")
    common = {"home_account_id": home, "environment": environment, "realm": tenant}
    backend._cache = {
        "Account": {
            "account": common | {
                "username": user.username, "local_account_id": user.id, "authority_type": "MSSTS",
            }
        },
        "AccessToken": {
            "token": common | {
                "credential_type": "AccessToken", "client_id": "conformance", "secret": token,
                "target": "Files.ReadWrite.All Group.ReadWrite.All",
                "expires_on": str(int(time.time()) + 3000), "cached_at": str(int(time.time())),
            }
        },
    }  # fmt: skip


def test_msgraph_sdk(
    microsoft365: LocalMicrosoft365, token: str, authority_file: Path, large_file: Path
) -> None:
    pytest.importorskip("msgraph")
    asyncio.run(_msgraph_journey(microsoft365, token, authority_file, large_file))


async def _msgraph_journey(
    microsoft365: LocalMicrosoft365, token: str, authority_file: Path, large_file: Path
) -> None:
    client, adapter = _msgraph_client(microsoft365, token, authority_file)
    models = pytest.importorskip("msgraph.generated.models.group")
    me = await client.me.get()
    assert me.user_principal_name == "admin@bijou.example"
    group = await client.groups.post(
        models.Group(
            display_name="Bijou", mail_nickname="bijou", mail_enabled=True,
            security_enabled=False, group_types=["Unified"],
        )
    )  # fmt: skip
    drive = await client.groups.by_group_id(group.id).drive.get()
    items = client.drives.by_drive_id(drive.id).items
    small = await items.by_drive_item_id("root:/Clients/small.txt:").content.put(b"small")
    assert small.parent_reference.name == "Clients"
    await _msgraph_large(items, adapter, large_file)
    children = await items.by_drive_item_id("root").children.get()
    assert {child.name for child in children.value} == {"Clients", "large.bin"}
    content = await items.by_drive_item_id("root:/large.bin:").content.get()
    assert content == large_file.read_bytes()
    changes = await items.by_drive_item_id("root").delta.get()
    assert {item.name for item in changes.value} >= {"small.txt", "large.bin"}
    assert microsoft365.world.writes("large.bin") == 1


async def _msgraph_large(items: Any, adapter: Any, large_file: Path) -> None:
    """Pieces by the SDK's own adapter.

    Its LargeFileUploadTask sends the last piece a second time, to a session that is over by then.
    """
    module = "msgraph.generated.drives.item.items.item.create_upload_session"
    bodies = pytest.importorskip(f"{module}.create_upload_session_post_request_body")
    uploadable = pytest.importorskip("msgraph.generated.models.drive_item_uploadable_properties")
    properties = uploadable.DriveItemUploadableProperties(
        additional_data={"@microsoft.graph.conflictBehavior": "replace"}
    )
    body = bodies.CreateUploadSessionPostRequestBody(item=properties)
    builder = items.by_drive_item_id("root:/large.bin:").create_upload_session
    session = await builder.post(body)
    content = large_file.read_bytes()
    for first in range(0, len(content), PIECE):
        piece = content[first : first + PIECE]
        answer = await _msgraph_piece(adapter, session.upload_url, first, piece, len(content))
    assert answer.name == "large.bin"


async def _msgraph_piece(adapter: Any, url: str, first: int, piece: bytes, total: int) -> Any:
    drive_items = pytest.importorskip("msgraph.generated.models.drive_item")
    abstractions = pytest.importorskip("kiota_abstractions.request_information")
    methods = pytest.importorskip("kiota_abstractions.method")
    asked = abstractions.RequestInformation()
    asked.http_method = methods.Method.PUT
    asked.url = url
    asked.headers.try_add("Content-Range", f"bytes {first}-{first + len(piece) - 1}/{total}")
    asked.set_stream_content(piece, "application/octet-stream")
    return await adapter.send_async(asked, drive_items.DriveItem, {})


def _msgraph_client(
    microsoft365: LocalMicrosoft365, token: str, authority_file: Path
) -> tuple[Any, Any]:
    httpx = pytest.importorskip("httpx")
    msgraph = pytest.importorskip("msgraph")
    adapters = pytest.importorskip("msgraph.graph_request_adapter")
    core = pytest.importorskip("msgraph_core")
    authentication = pytest.importorskip("kiota_abstractions.authentication")

    class Held(authentication.AccessTokenProvider):  # type: ignore[misc,name-defined]
        async def get_authorization_token(self, uri: str, *_: Any) -> str:
            here = uri.startswith(microsoft365.addresses.graph)
            return token if here else ""

        def get_allowed_hosts_validator(self) -> Any:
            return authentication.AllowedHostsValidator(["localhost"])

    trust = ssl.create_default_context(cafile=str(authority_file))
    base = f"{microsoft365.addresses.graph}/v1.0"
    http = core.GraphClientFactory.create_with_default_middleware(
        options=adapters.options,
        client=httpx.AsyncClient(verify=trust, trust_env=False, timeout=60),
    )
    provider = authentication.BaseBearerTokenAuthenticationProvider(Held())
    adapter = adapters.GraphRequestAdapter(provider, http)
    adapter.base_url = base
    return msgraph.GraphServiceClient(request_adapter=adapter), adapter
