"""Other people on the same company: an application without the option, a colleague, what changes online.

The Microsoft 365 administrator adds, renames and deletes at their own tools, without our program;
« Synchroniser » tells of it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from stockage_partage.activation.states import Functions, Label
from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.graph.http.http_types import Bearer
from stockage_partage.journey.context import (
    ADMINISTRATOR,
    COLLEAGUE,
    LICENSED,
    UNLICENSED,
    JourneyContext,
    StepFailed,
    expect,
)
from stockage_partage.messages.journey import ADDED, ADDED_TEXT, ATTACHED, RENAMED
from stockage_partage.session import http_client_of
from stockage_partage.ui.assistants.assistant import AssistantStep
from stockage_partage.ui.assistants.synchronise import SynchroniseAssistant

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


def changed_online(context: JourneyContext) -> str:
    """Somebody adds a file, renames another, deletes a third one, without our program."""
    filed = context.document("fa00043", lambda row: row.status is Status.FILED)
    gone = context.document("conditions", lambda row: row.status is Status.FILED)
    folder = (gone.path or "").rpartition("/")[0]
    administrator = Administrator(context, ADMINISTRATOR, context.settings(LICENSED))

    def change() -> None:
        administrator.add_file(context.group_id, f"{folder}/{ADDED}", ADDED_TEXT.encode())
        administrator.rename(context.group_id, filed.item_id or "", RENAMED)
        administrator.delete(context.group_id, gone.item_id or "")

    context.window_driver.work(change)
    return f"+ {ADDED} · {filed.title} -> {RENAMED} · - {gone.title}"


def synchronised(context: JourneyContext) -> str:
    """« Synchroniser » starts the assistant, which says what was added, moved and deleted."""
    context.input.choose(context.window, "action_synchronise")
    assistant = context.input.opened(SynchroniseAssistant)
    context.window_driver.picture(assistant, "synchroniser")
    context.input.click(assistant, "finish")
    context.window_driver.until(
        lambda: assistant.step is AssistantStep.OVER, "end of the synchronising"
    )
    context.window_driver.picture(assistant, "synchronise")
    told = assistant.outcomes.toPlainText()
    for name in (ADDED, RENAMED, ATTACHED):
        expect(name in told, f"{name} told")
    said = assistant.summary.text()
    context.input.click(assistant, "close")
    context.document("bon pour accord", lambda row: row.status is Status.FILED)
    context.document("conditions", lambda row: row.online == OnlineState.DELETED)
    return said


def limited_application(context: JourneyContext) -> str:
    """An application without the option: « Désactiver le stockage », limited functions."""
    context.open_window(UNLICENSED)
    state = context.until(UNLICENSED, lambda s: s.functions is Functions.LIMITED, "limited")
    expect(state.main.label is Label.DEACTIVATE and state.main.enabled, "deactivation offered")
    context.picture(UNLICENSED, "limite")
    return context.programs[UNLICENSED].window.body.exchanges.panel.main.text()


def sign_out(context: JourneyContext) -> str:
    """« Me déconnecter »."""
    context.input.click(context.programs[LICENSED].window, "connect_button")
    state = context.until(LICENSED, lambda s: s.facts.account is None, "signed out")
    expect(state.connect.label is Label.CONNECT, "connecting offered")
    context.picture(LICENSED, "deconnecte")
    return context.window.body.exchanges.panel.connect_account.text()


def other_account(context: JourneyContext) -> str:
    """« vous reconnecter sur un autre compte »: a colleague whom the administrator added."""
    account = context.account(COLLEAGUE)
    context.input.click(context.programs[LICENSED].window, "connect_button")
    context.window_driver.sign_in(account["username"], account["password"], "autre-compte")
    context.until(
        LICENSED, lambda s: s.facts.account == account["username"], "signed in as a colleague"
    )
    return account["username"]


def colleague_added(context: JourneyContext) -> str:
    """The administrator adds a colleague to the group, as they would online."""
    colleague = context.account(COLLEAGUE)["username"]
    settings = context.settings(LICENSED)
    administrator = Administrator(context, ADMINISTRATOR, settings)
    context.window_driver.work(lambda: administrator.add_member(context.group_id, colleague))
    return colleague
