"""Many companies have one sign-in, as long as they are at one service."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.errors import OptionMissing
from stockage_partage.portfolio import ManyActivations, diagnose
from stockage_partage.session import example_place, open_session, with_company
from stockage_partage.settings import Settings


def company(place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True)
    CompanyDatabase.create(place, place.stem).close()
    return str(place)


def settings_in(folder: Path) -> Settings:
    return Settings(folder, "1", "https://login.example/x", "https://graph.example/v1.0")


def test_a_sign_in_is_used_for_companies_at_its_own_service_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    carat = with_company(settings, company(tmp_path / "CARAT.db"), None)
    others = (
        replace(carat, authority="https://other.example/x"),
        replace(carat, client_id="2"),
        replace(carat, graph_url="https://other.example/v1.0"),
    )
    with ManyActivations(settings, [company(tmp_path / "BIJOU.db")]) as shared:
        beside = open_session(carat, sign_in=shared.sign_in)
        elsewhere = [open_session(each, sign_in=shared.sign_in) for each in others]
        for each in (beside, *elsewhere):
            each.close()

    assert beside.sign_in is shared.sign_in
    assert all(each.sign_in is not shared.sign_in for each in elsewhere)


def test_nobody_signs_in_to_the_example_company_for_the_others(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    example, bijou = company(example_place(settings)), company(tmp_path / "BIJOU.db")

    with ManyActivations(settings, [example, bijou]) as shared:
        assert shared.context.settings.company == bijou
        assert shared.context.settings.authority == settings.authority


def test_a_company_on_our_own_microsoft_365_is_diagnosed_too(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(OptionMissing):  # it has no licence, and nothing else is wrong
        diagnose(settings, company(example_place(settings)))
