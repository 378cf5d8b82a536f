"""The pages behind a group's link."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from requests import Response
from signin_driver import TrustingSession

from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.sharepoint import PAGE, size_text
from local_microsoft365.tenant.items import OnConflict
from microsoft365_tricks import ShiftedClock, token_for

NAME = "Sage – L’Atelier <b> & fils"


class Library:
    """A group's library, filled by Graph and looked at by a browser."""

    def __init__(self, running: LocalMicrosoft365, group: str) -> None:
        self.running = running
        self.group = group
        self.browser = TrustingSession(running)

    def graph(self, method: str, path: str, **options: Any) -> Response:
        headers = {"Authorization": f"Bearer {token_for(self.running, 'administrateur')}"}
        address = f"{self.running.addresses.graph}/v1.0/groups/{self.group}{path}"
        return self.browser.request(method, address, headers=headers, timeout=10, **options)

    def put(self, path: str, content: bytes) -> str:
        """Files a document; returns its link."""
        answer = self.graph("PUT", f"/drive/root:/{quote(path)}:/content", data=content)
        return str(answer.json()["webUrl"])

    def link(self) -> str:
        return str(self.graph("GET", "/drive").json()["webUrl"])

    def open(self, address: str) -> Response:
        return self.browser.get(address, timeout=10)

    def status_page(self) -> str:
        origin = self.running.addresses.sharepoint
        return f"{origin}/_layouts/15/groupstatus.aspx?id={self.group}&target=documents"


@pytest.fixture
def library(microsoft365: LocalMicrosoft365) -> Library:
    body = {
        "displayName": NAME,
        "mailEnabled": True,
        "mailNickname": "sage-atelier",
        "securityEnabled": False,
        "groupTypes": ["Unified"],
        "visibility": "Private",
    }
    answer = TrustingSession(microsoft365).post(
        f"{microsoft365.addresses.graph}/v1.0/groups",
        json=body,
        headers={"Authorization": f"Bearer {token_for(microsoft365, 'administrateur')}"},
        timeout=10,
    )
    return Library(microsoft365, answer.json()["id"])


def test_the_link_of_a_library_shows_its_folders_and_files(library: Library) -> None:
    library.put("Clients/BAGUES/FA-1.pdf", b"%PDF" * 700)
    library.put("Lisez-moi.txt", b"bonjour")
    page = library.open(library.link())
    assert page.status_code == 200
    assert "Sage – L’Atelier &lt;b&gt; &amp; fils</h1>" in page.text
    assert page.text.index("Clients") < page.text.index("Lisez-moi.txt")
    assert "7\xa0octets" in page.text
    assert "Camille Moreau" in page.text

    folder = library.open(f"{library.link()}/Clients/BAGUES")
    assert "2,7\xa0Ko" in folder.text
    for step in ("Sites de l’organisation", "Clients", "BAGUES"):
        assert step in folder.text
    assert 'aria-current="page">BAGUES<' in folder.text


def test_the_link_of_a_document_opens_it_and_can_download_it(library: Library) -> None:
    address = library.put("Clients/L'Été #1 100 %/FA-1.pdf", b"%PDF-1.7")
    shown = library.open(address)
    assert (shown.content, shown.headers["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert shown.headers["Content-Disposition"].startswith("inline")
    kept = library.open(f"{address}?download=1")
    assert kept.headers["Content-Disposition"].startswith("attachment")


def test_a_document_that_could_run_something_is_never_shown_in_the_page(library: Library) -> None:
    opened = library.open(library.put("page.html", b"<script>alert(1)</script>"))
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert opened.headers["X-Content-Type-Options"] == "nosniff"


def test_the_english_address_of_the_library_works_too(library: Library) -> None:
    link = library.link()
    english = link.replace("Documents%20partages", "Shared%20Documents")
    assert english != link
    assert library.open(english).status_code == 200


def test_the_site_and_the_status_page_lead_to_the_library(library: Library) -> None:
    link = library.link()
    for address in (link.rpartition("/")[0], library.status_page()):
        assert library.open(address).url == link
    assert library.open(library.status_page().replace("/15/", "/")).url == link


def test_while_it_is_being_prepared_the_page_says_so_and_refreshes_itself(
    library: Library,
) -> None:
    library.running.world.sites.provisioning_s = 60
    preparing = library.open(library.status_page())
    assert "Espace en préparation" in preparing.text
    assert 'http-equiv="refresh"' in preparing.text
    clock = library.running.clock
    assert isinstance(clock, ShiftedClock)
    clock.advance(61)
    assert library.open(library.status_page()).url.endswith("/Documents%20partages")


def test_the_page_of_a_deleted_group_says_so(library: Library) -> None:
    link = library.link()
    library.running.world.delete_group(library.group)
    for address in (link, library.status_page()):
        gone = library.open(address)
        assert gone.status_code == 404
        assert "Groupe supprimé" in gone.text


@pytest.mark.parametrize(
    "path",
    [
        "/sites/inconnu/Documents%20partages",
        "/sites/inconnu",
        "/_layouts/15/groupstatus.aspx?id=x",
        "/_emulateur/../style.css",
        "/_emulateur/style.js",
    ],
)
def test_an_unknown_address_is_not_found(library: Library, path: str) -> None:
    origin = library.running.addresses.sharepoint
    assert library.open(f"{origin}{path}").status_code == 404


def test_what_is_not_in_the_library_is_not_found(library: Library) -> None:
    link = library.link()
    assert library.open(f"{link}/rien.pdf").status_code == 404
    assert library.open(f"{link.rpartition('/')[0]}/Autre").status_code == 404


def test_the_home_page_lists_the_groups(library: Library) -> None:
    home = library.open(library.running.addresses.sharepoint)
    assert "L’Atelier" in home.text
    library.running.world.delete_group(library.group)
    empty = library.open(library.running.addresses.sharepoint)
    assert "Aucun groupe" in empty.text


def test_a_long_folder_comes_in_pages(library: Library) -> None:
    drive = library.graph("GET", "/drive").json()["id"]
    world = library.running.world
    root = world.tree.root(drive)
    admin = library.running.people.with_role("administrateur")

    for number in range(PAGE + 1):
        world.items.make_folder(root, f"D{number:04}", OnConflict.FAIL, admin)
    first = library.open(library.link())
    assert "D0499" in first.text
    assert "D0500" not in first.text
    assert "D0500" in library.open(f"{library.link()}?page=1").text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0\xa0octets"),
        (1023, "1023\xa0octets"),
        (1024, "1,0\xa0Ko"),
        (1536, "1,5\xa0Ko"),
        (200 * 1024, "200\xa0Ko"),
        (5 * 1024**2, "5,0\xa0Mo"),
        (3 * 1024**4, "3072\xa0Go"),
    ],
)
def test_sizes_are_written_as_people_read_them(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_sharing_link_opens_a_page(library: Library) -> None:
    link = library.put("Clients/FA-1 é.pdf", b"%PDF")
    made = {}
    for path in ("Clients/FA-1 é.pdf", "Clients"):
        answer = library.graph("POST", f"/drive/root:/{quote(path)}:/createLink", json={})
        made[path] = str(answer.json()["link"]["webUrl"])

    page = library.open(made["Clients/FA-1 é.pdf"])
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<h1>FA-1 é.pdf</h1>" in page.text
    assert urlsplit(link).path in page.text
    assert "FA-1 é.pdf" in library.open(made["Clients"]).text

    assert library.graph("DELETE", "/drive/root:/Clients").status_code == 204
    for address in (*made.values(), made["Clients"][:-4] + "none"):
        assert library.open(address).status_code == 404
