"""Whether somebody may create groups, told by the directory without any group being created."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.tenant.groups import CREATORS
from stockage_partage import errors
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.sign_in import Registration, SignIn
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.library.creation_right import (
    SETTINGS_PERMISSION,
    CreationRight,
    check_name,
    creation_right,
)
from stockage_partage.graph.library.groups import Groups


@pytest.fixture
def ask(
    http_client: HttpClient,
    sign_in: SignIn,
    microsoft365: LocalMicrosoft365,
    sign_in_as: Callable[[str], Account],
) -> Callable[..., CreationRight]:
    """What is found of who plays a role; `granted`: the settings of groups may be read."""
    url = microsoft365.description()["graph_url"]

    def ask(role: str, *, granted: bool = True) -> CreationRight:
        if granted:
            client = microsoft365.description()["client_id"]
            microsoft365.desk.consents.give_for_everybody(client, (SETTINGS_PERMISSION,))
        sign_in_as(role)
        token = sign_in.token_if_granted(SETTINGS_PERMISSION)
        assert (token is not None) is granted
        graph = GraphClient(http_client, sign_in, url)
        return creation_right(graph, graph.holding(token) if token else None)

    return ask


@pytest.mark.parametrize(
    ("role", "right"),
    [
        ("administrateur", CreationRight.BY_ROLE),
        ("gestionnaire", CreationRight.BY_ROLE),
        ("double-authentification", CreationRight.AS_MEMBER),
        ("utilisateur", CreationRight.REFUSED),
    ],
)
def test_what_is_told_is_what_creating_would_meet(
    ask: Callable[..., CreationRight],
    microsoft365: LocalMicrosoft365,
    role: str,
    right: CreationRight,
) -> None:
    assert ask(role) is right
    assert list(microsoft365.world.groups.all()) == []


def test_where_nobody_granted_the_settings_a_role_is_told_all_the_same(
    ask: Callable[..., CreationRight],
) -> None:
    assert ask("administrateur", granted=False) is CreationRight.BY_ROLE
    assert ask("utilisateur", granted=False) is CreationRight.UNTOLD


def test_forbidden_to_all_is_told(
    ask: Callable[..., CreationRight], microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.world.forbid_creation()
    assert ask("double-authentification") is CreationRight.REFUSED


def test_where_everybody_may_that_is_told(
    ask: Callable[..., CreationRight],
    microsoft365: LocalMicrosoft365,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everybody = tuple(replace(each, may_create_groups=True) for each in microsoft365.people)
    monkeypatch.setattr(microsoft365.world, "people", replace(microsoft365.people, users=everybody))
    assert ask("utilisateur") is CreationRight.EVERYBODY


def test_the_permission_is_named_as_the_cloud_names_the_others(
    registration: Registration, sign_in: SignIn, sign_in_as: Callable[[str], Account]
) -> None:
    sign_in_as("administrateur")
    host = "https://graph.microsoft.com/"
    named = replace(registration, scopes=tuple(host + each for each in registration.scopes))
    sign_in._registration = named
    # Known there under that name, and granted by nobody: anything else would be refused as unknown.
    assert sign_in.token_if_granted(SETTINGS_PERMISSION) is None


def test_a_name_is_asked_about_and_no_group_is_made(
    graph: GraphClient,
    groups: Groups,
    microsoft365: LocalMicrosoft365,
    sign_in_as: Callable[[str], Account],
) -> None:
    check_name(graph, "Sage – Société", "sage-societe")
    sign_in_as("gestionnaire")
    microsoft365.world.switches.set(name_prefix="GRP ")
    with pytest.raises(errors.GroupNameRefused) as refused:
        check_name(graph, "Sage – Société", "sage-societe")
    assert refused.value.suggested == "GRP Sage – Société"
    assert list(microsoft365.world.groups.all()) == []
    assert groups.by_id(CREATORS.id) is None
