"""Settings from the file and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockage_partage.errors import SettingsRefused
from stockage_partage.settings import CLOUDS, FILE_NAME, load


def test_with_nothing_said_the_program_runs_on_its_own_microsoft_365(tmp_path: Path) -> None:
    settings = load({}, tmp_path)
    assert settings.demonstration
    assert settings.own_microsoft365


def test_the_environment_is_stronger_than_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text('societe = "A.db"\napplication = "paie"\n', encoding="utf-8")
    settings = load({"STOCKAGE_PARTAGE_SOCIETE": "B.db"}, tmp_path)
    assert (settings.company, settings.application) == ("B.db", "paie")


@pytest.mark.parametrize("cloud", sorted(CLOUDS))
def test_a_national_cloud_is_one_word_for_its_addresses(tmp_path: Path, cloud: str) -> None:
    settings = load({"STOCKAGE_PARTAGE_CLIENT_ID": "id", "STOCKAGE_PARTAGE_CLOUD": cloud}, tmp_path)
    assert (settings.authority, settings.graph_url) == CLOUDS[cloud]
    assert not settings.demonstration


def test_a_local_authority_is_a_demonstration_even_when_configured(tmp_path: Path) -> None:
    settings = load(
        {
            "STOCKAGE_PARTAGE_CLIENT_ID": "id",
            "STOCKAGE_PARTAGE_AUTHORITY": "https://localhost:4443/tenant",
            "STOCKAGE_PARTAGE_GRAPH_URL": "https://localhost:4444/v1.0/",
        },
        tmp_path,
    )
    assert settings.demonstration
    assert not settings.own_microsoft365
    assert settings.graph_url == "https://localhost:4444/v1.0"


@pytest.mark.parametrize(
    ("environ", "setting"),
    [
        ({"STOCKAGE_PARTAGE_CLOUD": "lune"}, "CLOUD"),
        ({"STOCKAGE_PARTAGE_CA_FILE": "/nowhere/ca.pem"}, "CA_FILE"),
        (
            {
                "STOCKAGE_PARTAGE_CLIENT_ID": "id",
                "STOCKAGE_PARTAGE_AUTHORITY": "http://login.example/t",
            },
            "AUTHORITY",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, environ: dict[str, str], setting: str
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        load(environ, tmp_path)
    assert refused.value.setting == setting


@pytest.mark.parametrize("text", ["societe = ", "couleur = 'bleu'", "societe = 3"])
def test_a_file_that_cannot_be_understood_is_refused_whole(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsRefused):
        load({}, tmp_path)
