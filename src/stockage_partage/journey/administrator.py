"""The Microsoft 365 administrator at their own tools: what happens online without our program."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from stockage_partage.graph.http.http_types import Bearer
from stockage_partage.journey.context import JourneyContext, StepFailed
from stockage_partage.session import http_client_of

_SCOPES = "Group.ReadWrite.All User.Read.All Files.ReadWrite.All"


class Administrator:
    """Speaks to Graph with a token of their own, which only the local Microsoft 365 gives so easily."""

    def __init__(self, context: JourneyContext, role: str, settings: Any) -> None:
        self._account = context.account(role)
        self._settings = settings
        self._http_client = http_client_of(settings)

    def add_member(self, group_id: str, username: str) -> None:
        """Adds somebody to a group. Raises StepFailed with what the service answered."""
        user = self._ask("GET", f"/users/{quote(username)}")
        reference = f"{self._settings.graph_url}/directoryObjects/{user['id']}"
        self._ask("POST", f"/groups/{quote(group_id)}/members/$ref", {"@odata.id": reference})

    def add_file(self, group_id: str, path: str, content: bytes) -> None:
        """Puts a file into the group's library, as somebody would in SharePoint."""
        self._ask("PUT", f"{_drive(group_id)}/root:/{quote(path)}:/content", data=content)

    def rename(self, group_id: str, item_id: str, name: str) -> None:
        """Gives an item of the library another name."""
        self._ask("PATCH", f"{_drive(group_id)}/items/{quote(item_id)}", {"name": name})

    def delete(self, group_id: str, item_id: str) -> None:
        """Sends an item of the library to the site's recycle bin."""
        self._ask("DELETE", f"{_drive(group_id)}/items/{quote(item_id)}")

    def _ask(
        self, method: str, path: str, body: object | None = None, data: bytes | None = None
    ) -> Any:
        url = self._settings.graph_url + path
        answer = self._http_client.send(method, url, token=self._token(url), json=body, data=data)
        if answer.status >= 300:
            raise StepFailed(f"{method} {path}: {answer.status}")
        return answer.json() if answer.body else None

    def _token(self, url: str) -> Bearer:
        answer = self._http_client.send(
            "POST",
            f"{self._settings.authority}/oauth2/v2.0/token",
            data={
                "grant_type": "password",
                "client_id": self._settings.client_id,
                "scope": _SCOPES,
                "username": self._account["username"],
                "password": self._account["password"],
            },
        )
        if answer.status != 200:
            raise StepFailed(f"administrator's token: {answer.status}")
        return Bearer(host=urlsplit(url).netloc, secret=answer.json()["access_token"])


def _drive(group_id: str) -> str:
    return f"/groups/{quote(group_id)}/drive"
