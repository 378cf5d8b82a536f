"""What collections of the directory can be asked."""

from __future__ import annotations

import pytest
from graph_peer import Client, MakeGroup

EVENTUAL = {"ConsistencyLevel": "eventual"}


@pytest.fixture
def three(make_group: MakeGroup) -> None:
    for name, alias in (("Sage – Été", "ete"), ("Sage – Hiver", "hiver"), ("Autre", "autre")):
        make_group(displayName=name, mailNickname=alias)


def names(client: Client, headers: dict[str, str] | None = None, **options: str) -> list[str]:
    params = {f"${name}": value for name, value in options.items()}
    found = client.get("/groups", params=params, headers=headers or {})
    assert found.status_code == 200, found.text
    return sorted(group["displayName"] for group in found.json()["value"])


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("displayName eq 'Sage – Été'", ["Sage – Été"]),
        ("displayName eq 'sage – été'", ["Sage – Été"]),
        ("startsWith(displayName,'Sage')", ["Sage – Hiver", "Sage – Été"]),
        ("startswith(displayName, 'Sage') and mailNickname eq 'ete'", ["Sage – Été"]),
        ("mail eq 'autre@bijou.example'", ["Autre"]),
        ("displayName in ('Autre', 'Sage – Hiver')", ["Autre", "Sage – Hiver"]),
        ("groupTypes/any(c:c eq 'Unified') and (displayName eq 'Autre' or mailNickname eq 'x')",
         ["Autre"]),
        ("groupTypes/any(c: c eq 'Dynamic')", []),
        ("securityEnabled eq true", []),
        ("mailEnabled eq true and description eq null", ["Autre", "Sage – Hiver", "Sage – Été"]),
        ("displayName ge 'sage – h' and displayName le 'sage – i'", ["Sage – Hiver"]),
    ],
)  # fmt: skip
def test_a_filter_finds_what_it_says(admin: Client, question: str, answer: list[str]) -> None:
    assert names(admin, filter=question) == answer


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "options",
    [
        {"filter": "displayName ne 'Autre'"},
        {"filter": "not startsWith(displayName,'Sage')"},
        {"filter": "endsWith(mail,'.example')"},
        {"filter": "startsWith(displayName,'Sage')", "orderby": "displayName"},
        {"search": '"displayName:sage"'},
    ],
)
def test_an_advanced_question_needs_its_header(admin: Client, options: dict[str, str]) -> None:
    params = {f"${name}": value for name, value in options.items()}
    refused = admin.get("/groups", params=params)
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "Request_UnsupportedQuery"
    assert names(admin, EVENTUAL, count="true", **options)


@pytest.mark.usefixtures("three")
def test_a_search_is_by_words(admin: Client) -> None:
    assert names(admin, EVENTUAL, search='"displayName:hiv"') == ["Sage – Hiver"]


@pytest.mark.usefixtures("three")
def test_counting_needs_the_header(admin: Client) -> None:
    assert admin.get("/groups?$count=true").status_code == 400
    counted = admin.get("/groups?$count=true&$top=1", headers=EVENTUAL).json()
    assert counted["@odata.count"] == 3


@pytest.mark.usefixtures("three")
def test_next_links_lead_through_everything_once(admin: Client) -> None:
    page = admin.get("/groups?$top=2&$select=displayName").json()
    seen = [group["displayName"] for group in page["value"]]
    assert len(seen) == 2
    following = admin.get(page["@odata.nextLink"]).json()
    assert "@odata.nextLink" not in following
    seen += [group["displayName"] for group in following["value"]]
    assert sorted(seen) == ["Autre", "Sage – Hiver", "Sage – Été"]


@pytest.mark.parametrize(
    "bad", ["$filter=displayName", "$filter=nothing eq 'x'", "$top=0", "$top=1000", "$top=x",
            "$skiptoken=zzz", "$filter=displayName eq 'x' extra", "$orderby=nothing"],
)  # fmt: skip
@pytest.mark.usefixtures("three")
def test_what_cannot_be_read_is_a_bad_request(admin: Client, bad: str) -> None:
    refused = admin.get(f"/groups?{bad}")
    assert refused.status_code == 400
    assert refused.json()["error"]["message"]
