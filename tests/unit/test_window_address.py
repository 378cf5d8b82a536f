"""An address shows a page, a document, a company that is known; whatever else it asks is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.applications import Application
from stockage_partage.cli.window import WindowRequest, plain_window_request
from stockage_partage.company.portfolio.known_companies import KnownCompanies, KnownCompany
from stockage_partage.errors import WindowAddressRefused
from stockage_partage.portfolio import at_address
from stockage_partage.session import example_place
from stockage_partage.settings import Settings
from stockage_partage.window_address import (
    PageWord,
    WindowAddress,
    WindowTarget,
    address_of,
    read_address,
)

TEXT = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=60)


@given(
    company=TEXT,
    application=st.sampled_from(["", *Application]),
    page=st.sampled_from(["", *PageWord]),
    document=TEXT,
)
def test_what_is_written_is_understood(
    company: str, application: str, page: str, document: str
) -> None:
    address = WindowAddress(company, application, WindowTarget(page, document))
    assert read_address(address_of(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "stockage-partage://activer",
        "stockage-partage://ouvrir/activer",
        "stockage-partage://ouvrir?oui=1",
        "stockage-partage://ouvrir?page=activer",
        "stockage-partage://ouvrir?page=documents&page=tiers",
        "stockage-partage://ouvrir?document=" + "9" * 101,
        "stockage-partage://ouvrir?document=a%0Ab",
        "stockage-partage://ouvrir?" + "societe=" + "x" * 3000,
        "stockage-partage://ouvrir?page=documents\n--oui",
        "https://ouvrir",
        "stockage-partage://[",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(WindowAddressRefused):
        read_address(text)


def test_an_address_opens_no_company_but_those_known_here(tmp_path: Path) -> None:
    settings = Settings(tmp_path, company="/c/BIJOU.db")
    KnownCompanies(tmp_path).add([KnownCompany("/c/CARAT.db")])

    carat, target = at_address(
        settings, "stockage-partage://ouvrir?societe=/c/CARAT.db&page=documents&document=FA00042"
    )
    own, _ = at_address(settings, "stockage-partage://ouvrir?application=paie")

    assert carat.company == "/c/CARAT.db"
    assert target == WindowTarget("documents", "FA00042")
    assert (own.company, own.application) == ("/c/BIJOU.db", "paie")
    for unknown in ("//attacker/share/x.db", "/c/OTHER.db", "postgresql+psycopg://attacker/x"):
        with pytest.raises(WindowAddressRefused):
            at_address(settings, f"stockage-partage://ouvrir?societe={unknown}")
    with pytest.raises(WindowAddressRefused):
        at_address(settings, "stockage-partage://ouvrir?application=autre")


def test_the_example_company_stays_on_its_own_microsoft_365(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "client", "https://login.example/x", "https://graph.example/v1.0")
    place = str(example_place(settings))
    KnownCompanies(tmp_path).add([KnownCompany(place)])

    opened, _ = at_address(settings, f"stockage-partage://ouvrir?societe={place}")

    assert opened.own_microsoft365


def test_the_short_way_to_the_window_takes_addresses_and_what_to_show() -> None:
    address = "stockage-partage://ouvrir?page=tiers"
    assert plain_window_request(["ouvrir", address]) == WindowRequest(address=address)
    assert plain_window_request([address]) == WindowRequest(address=address)
    assert plain_window_request(["ouvrir", "--page", "tiers", "--document=FA1"]) == WindowRequest(
        page="tiers", document="FA1"
    )
    assert plain_window_request(["ouvrir", "--page", "activer"]) is None
    assert plain_window_request(["ouvrir", address, "--societe", "x"]) is None
