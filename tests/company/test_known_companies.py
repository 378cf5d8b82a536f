"""The list of companies known here: every opening is on it, no password is, and nothing waits for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.portfolio.known_companies import (
    FILE_NAME,
    KnownCompanies,
    KnownCompany,
    companies_in,
)
from stockage_partage.errors import FolderRefused
from stockage_partage.session import session
from stockage_partage.settings import Settings

MORNING = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_each_opening_is_on_the_list_the_last_one_first(tmp_path: Path) -> None:
    known = KnownCompanies(tmp_path / "données")
    assert known.all() == ()
    assert not (tmp_path / "données").exists()  # a look makes nothing

    bijou, carat = str(tmp_path / "BIJOU.db"), str(tmp_path / "CARAT.db")
    assert known.opened(bijou, "BIJOU", "comptabilite", MORNING)
    assert known.opened(carat, "CARAT", "paie", MORNING + timedelta(hours=1))
    assert known.opened(bijou, "BIJOU SA", "gestion-commerciale", MORNING + timedelta(hours=2))

    first, second = known.all()
    assert first == KnownCompany(
        bijou, "BIJOU SA", ("comptabilite", "gestion-commerciale"), MORNING + timedelta(hours=2)
    )
    assert (second.place, second.applications) == (carat, ("paie",))


def test_openings_that_follow_each_other_write_once(tmp_path: Path) -> None:
    known = KnownCompanies(tmp_path)
    known.opened("/c/BIJOU.db", "BIJOU", "comptabilite", MORNING)
    before = (tmp_path / FILE_NAME).read_bytes()

    known.opened("/c/BIJOU.db", "BIJOU", "comptabilite", MORNING + timedelta(minutes=1))

    assert (tmp_path / FILE_NAME).read_bytes() == before
    known.opened("/c/BIJOU.db", "BIJOU", "comptabilite", MORNING + timedelta(hours=1))
    assert known.all()[0].opened_at == MORNING + timedelta(hours=1)


def test_a_server_s_address_is_kept_without_its_password(tmp_path: Path) -> None:
    known = KnownCompanies(tmp_path)
    address = "postgresql+psycopg://compta:s3cret@serveur/bijou"

    known.opened(address, "BIJOU", "comptabilite", MORNING)

    assert known.all()[0].place == "postgresql+psycopg://compta@serveur/bijou"
    assert b"s3cret" not in (tmp_path / FILE_NAME).read_bytes()
    assert known.forget(address)
    assert known.all() == ()
    assert not known.forget(address)


def test_a_list_that_cannot_be_read_or_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"half a list" * 100)
    known = KnownCompanies(tmp_path)
    assert known.all() == ()
    assert known.opened("/c/BIJOU.db", "BIJOU", "comptabilite", MORNING)  # it begins anew
    assert [each.name for each in known.all()] == ["BIJOU"]

    (tmp_path / "no-folder").write_text("a file")
    nowhere = KnownCompanies(tmp_path / "no-folder")
    assert not nowhere.opened("/c/BIJOU.db", "BIJOU", "comptabilite", MORNING)
    assert nowhere.all() == ()
    with pytest.raises(FolderRefused):
        nowhere.add([KnownCompany("/c/BIJOU.db")])


def test_what_was_found_is_added_once_and_never_takes_the_place_of_what_was_opened(
    tmp_path: Path,
) -> None:
    known = KnownCompanies(tmp_path)
    known.opened("/c/BIJOU.db", "BIJOU", "comptabilite", MORNING)

    assert known.add([KnownCompany("/c/BIJOU.db"), KnownCompany("/c/CARAT.db")]) == 1
    assert known.add([KnownCompany("/c/CARAT.db")]) == 0

    assert [(each.place, each.name) for each in known.all()] == [
        ("/c/BIJOU.db", "BIJOU"),
        ("/c/CARAT.db", ""),
    ]


def test_opening_a_company_puts_it_on_the_list(tmp_path: Path) -> None:
    place = tmp_path / "BIJOU.db"
    CompanyDatabase.create(place, "BIJOU SA").close()
    settings = Settings(
        tmp_path / "données",
        client_id="1",
        authority="https://login.example/x",
        graph_url="https://graph.example/v1.0",
        company=str(place),
    )

    with session(settings):
        pass

    (known,) = KnownCompanies(settings.data_dir).all()
    assert (known.place, known.name) == (str(place), "BIJOU SA")
    assert known.applications == ("comptabilite",)


def test_a_folder_is_looked_through_for_companies_alone(tmp_path: Path) -> None:
    for place in ("BIJOU.db", "Clients/CARAT.mae", "Clients/.caché/x.db"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        CompanyDatabase.create(tmp_path / place, "BIJOU").close()
    (tmp_path / "Clients" / "facture.pdf").write_bytes(b"%PDF-1.7" + bytes(2040))
    KnownCompanies(tmp_path / "Clients").add([KnownCompany("/c/x.db")])  # SQLite, and no company
    (tmp_path / "again.db").symlink_to(tmp_path / "BIJOU.db")
    refused: list[str] = []

    found = list(companies_in(tmp_path, refused.append))

    assert found == [str(tmp_path / "BIJOU.db"), str(tmp_path / "Clients" / "CARAT.mae")]
    assert refused == []
    assert list(companies_in(tmp_path / "absent", refused.append)) == []
    assert refused == [str(tmp_path / "absent")]
