"""The company's group: created once whatever happens, found, adopted, lost, restored."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.responses import Operation
from stockage_partage.graph.library import names
from stockage_partage.graph.library.groups import DirectoryGroup, Groups

COMPANY = str(uuid.UUID(int=42))
UNIQUE = names.unique_name(COMPANY)
SignInAs = Callable[[str], Account]


def create(
    groups: Groups, company_name: str = "BIJOU", company_id: str = COMPANY
) -> DirectoryGroup:
    return groups.create(
        names.unique_name(company_id),
        names.group_display_name(company_name),
        names.mail_nickname(company_name, company_id),
        f"Documents de {company_name}",
    )


def all_groups(graph: GraphClient) -> list[dict[str, object]]:
    found: list[dict[str, object]] = graph.get("/groups", Operation.GROUP)["value"]
    return found


def test_a_group_is_created_private_without_a_welcome_message(
    graph: GraphClient, groups: Groups
) -> None:
    group = create(groups)
    assert group.display_name == "Sage – BIJOU"
    assert group.unique_name == UNIQUE
    assert group.created_at is not None
    assert group.created_at.tzinfo is not None
    (found,) = all_groups(graph)
    assert found["visibility"] == "Private"
    assert found["resourceBehaviorOptions"] == ["WelcomeEmailDisabled"]
    assert found["groupTypes"] == ["Unified"]


@pytest.mark.parametrize(
    "company_name",
    [
        "L'Atelier",
        'Les "Écuries" & Fils',
        "Établissements Lefèvre-Dubois # 1 + 1 %",
        "👩‍🔧 Dépannage",
        ("Société d'exploitation des " * 5)[:120],
        " espaces ",
        "x" * 300,
    ],
)
def test_a_group_is_found_again_whatever_the_raison_sociale(
    groups: Groups, company_name: str
) -> None:
    group = create(groups, company_name)
    assert groups.by_unique_name(UNIQUE) == group
    assert groups.by_id(group.id) == group
    assert groups.named(names.group_display_name(company_name)) == (group,)


def test_creating_again_gives_the_same_group_and_overwrites_nothing(groups: Groups) -> None:
    group = create(groups)
    groups.rename(group.id, "Sage – renamed by a person")
    again = create(groups)
    assert again.id == group.id
    assert again.display_name == "Sage – renamed by a person"


@pytest.mark.parametrize("fault", ["503-after", "cut-after", "500-after"])
def test_an_answer_lost_after_the_effect_leads_to_the_same_group(
    graph: GraphClient, groups: Groups, microsoft365: LocalMicrosoft365, fault: str
) -> None:
    microsoft365.faults.add(fault, kind="group.upsert", at=1)
    group = create(groups)
    assert group.unique_name == UNIQUE
    assert len(all_groups(graph)) == 1
    assert len(microsoft365.journal.of_kind("group.upsert")) == 1


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [("503", errors.ServiceUnavailable), ("cut", errors.Offline), ("429", errors.Throttled)],
)
def test_an_order_that_had_no_effect_is_passing_and_may_be_repeated(
    graph: GraphClient,
    groups: Groups,
    microsoft365: LocalMicrosoft365,
    fault: str,
    trouble: type[errors.Trouble],
) -> None:
    microsoft365.faults.add(fault, kind="group.upsert", at=1)
    with pytest.raises(trouble):
        create(groups)
    assert all_groups(graph) == []
    assert create(groups).unique_name == UNIQUE
    assert len(all_groups(graph)) == 1


@pytest.mark.parametrize("fault", ["404", "405", "501"])
def test_a_service_without_the_upsert_is_told_as_that(
    graph: GraphClient, groups: Groups, microsoft365: LocalMicrosoft365, fault: str
) -> None:
    microsoft365.faults.add(fault, kind="group.upsert")
    with pytest.raises(errors.GroupUpsertMissing):
        create(groups)
    assert all_groups(graph) == []


def test_a_directory_that_is_late_once_is_not_taken_for_one(
    groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("404", kind="group.upsert", at=1)
    assert create(groups).unique_name == UNIQUE


def test_two_at_once_create_one_group(graph: GraphClient, groups: Groups) -> None:
    together = threading.Barrier(2)

    def go(_: int) -> str:
        together.wait(10)
        return create(groups).id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(go, range(2)))) == 1
    assert len(all_groups(graph)) == 1


def test_two_whose_looks_both_came_first_still_create_one(
    graph: GraphClient, groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    first = create(groups)
    microsoft365.faults.add("404", kind="group.get", at=1)  # the look of the second, too early
    assert create(groups).id == first.id
    assert len(all_groups(graph)) == 1


def test_a_group_that_the_directory_has_not_spread_yet_is_waited_for(
    graph: GraphClient, groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    first = create(groups)
    microsoft365.faults.add("404", kind="group.get", at=[1, 2, 3])
    assert create(groups).id == first.id


def test_a_directory_that_never_spreads_it_is_passing(
    groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    create(groups)
    microsoft365.faults.add("404", kind="group.get")
    with pytest.raises(errors.ServiceUnavailable):
        create(groups)


def test_an_alias_held_by_another_group_is_said(graph: GraphClient, groups: Groups) -> None:
    create(groups, company_id=COMPANY)
    with pytest.raises(errors.GroupAliasTaken):
        groups.create(
            "sage-another", "Sage – BIJOU", names.mail_nickname("BIJOU", COMPANY), "Documents"
        )
    assert len(all_groups(graph)) == 1


def test_a_naming_policy_is_said_with_what_it_proposes(
    sign_in_as: SignInAs, groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    sign_in_as("gestionnaire")
    microsoft365.world.set_naming_policy("GRP ", "", ())
    with pytest.raises(errors.GroupNameRefused) as caught:
        create(groups)
    assert caught.value.suggested == "GRP Sage – BIJOU"
    assert groups.by_unique_name(UNIQUE) is None


def test_a_blocked_word_is_said_without_a_proposal(
    sign_in_as: SignInAs, groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    sign_in_as("gestionnaire")
    microsoft365.world.set_naming_policy("", "", ("Sage – BIJOU",))
    with pytest.raises(errors.GroupNameRefused) as caught:
        create(groups)
    assert caught.value.suggested is None


def test_an_account_without_the_right_may_not_create(sign_in_as: SignInAs, groups: Groups) -> None:
    sign_in_as("sans-groupe")
    with pytest.raises(errors.GroupCreationForbidden):
        create(groups)


def test_a_full_directory_quota_is_said(groups: Groups, microsoft365: LocalMicrosoft365) -> None:
    microsoft365.faults.add("quota-full", kind="group.upsert")
    with pytest.raises(errors.DirectoryQuotaReached):
        create(groups)


def test_groups_of_the_same_name_are_all_shown_with_either_dash(
    graph: GraphClient, groups: Groups
) -> None:
    for number, name in enumerate(("Sage – BIJOU", "Sage - BIJOU", "Sage – BIJOU", "Sage")):
        graph.post(
            "/groups",
            Operation.GROUP_CREATION,
            json={
                "displayName": name,
                "mailNickname": f"foreign{number}",
                "mailEnabled": True,
                "securityEnabled": False,
                "groupTypes": ["Unified"],
            },
        )
    assert {group.mail_nickname for group in groups.named("Sage – BIJOU")} == {
        "foreign0",
        "foreign1",
        "foreign2",
    }


def test_an_existing_group_is_adopted_and_known_as_ours(graph: GraphClient, groups: Groups) -> None:
    made = graph.post(
        "/groups",
        Operation.GROUP_CREATION,
        json={
            "displayName": "Sage – BIJOU",
            "mailNickname": "foreign",
            "mailEnabled": True,
            "securityEnabled": False,
            "groupTypes": ["Unified"],
        },
    )
    (foreign,) = groups.named("Sage – BIJOU")
    assert not names.is_ours(foreign.unique_name)
    adopted = groups.adopt(foreign, UNIQUE)
    assert adopted.id == made["id"]
    assert adopted.unique_name == UNIQUE
    assert create(groups).id == made["id"]
    assert groups.adopt(adopted, UNIQUE) == adopted


def test_a_library_is_ready_with_its_address(groups: Groups) -> None:
    library = groups.library(create(groups).id)
    assert library.drive_id.startswith("b!")
    assert library.url.startswith("https://")


def test_a_library_under_preparation_is_waited_for(
    groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    group = create(groups)
    microsoft365.faults.add("404", kind="drive.get", at=[1, 2], code="ResourceNotFound")
    for _ in range(2):
        with pytest.raises(errors.BeingPrepared):
            groups.library(group.id)
    assert groups.library(group.id).drive_id


def test_a_library_whose_root_is_not_there_yet_is_under_preparation(
    graph: GraphClient, groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    group = create(groups)
    microsoft365.faults.add("404", kind="item.get", at=1)
    with pytest.raises(errors.BeingPrepared):
        Groups(graph).library(group.id)


def test_a_group_created_a_moment_ago_is_not_called_gone(
    groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    group = create(groups)
    microsoft365.faults.add("404", kind=["drive.get", "group.get"])
    with pytest.raises(errors.BeingPrepared):
        groups.library(group.id)


def test_a_deleted_group_is_gone_restorable_and_comes_back(
    graph: GraphClient, groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    group = create(groups)
    microsoft365.world.delete_group(group.id)
    later = Groups(graph)
    assert later.by_unique_name(UNIQUE) is None
    assert later.by_id(group.id) is None
    with pytest.raises(errors.GroupGone) as caught:
        later.library(group.id)
    assert caught.value.restorable
    deleted = later.deleted(unique_name=UNIQUE)
    assert deleted is not None
    assert deleted.id == group.id
    assert later.deleted(id=group.id) == deleted
    assert later.deleted(unique_name="sage-another") is None
    assert later.restore(group.id).id == group.id
    assert later.by_unique_name(UNIQUE) == group


def test_a_group_that_never_was_is_gone_for_good(groups: Groups) -> None:
    with pytest.raises(errors.GroupGone) as caught:
        groups.library(str(uuid.UUID(int=1)))
    assert not caught.value.restorable


def test_rights_that_were_taken_away_are_lost_not_gone(
    graph: GraphClient, groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    group = create(groups)
    admin = microsoft365.people.with_role("administrateur")
    microsoft365.world.lose_rights(admin, group.id)
    with pytest.raises(errors.RightsLost):
        Groups(graph).library(group.id)


def test_an_organisation_without_a_sharepoint_plan_is_said(
    groups: Groups, microsoft365: LocalMicrosoft365
) -> None:
    group = create(groups)
    microsoft365.faults.add("404", kind="drive.get", code="provisioningNotAllowed")
    with pytest.raises(errors.LicenceForLibraryMissing):
        groups.library(group.id)


def test_a_long_list_of_groups_is_read_to_its_end(graph: GraphClient, groups: Groups) -> None:
    for number in range(5):
        create(groups, company_id=f"c{number}")
    found = list(graph.pages("/groups?$top=2&$select=id", Operation.GROUP))
    assert len({group["id"] for group in found}) == 5
