"""Settings from the file and the environment."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS

from stockage_partage.errors import SettingsRefused
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.usage import sentence
from stockage_partage.plain_text import one_line
from stockage_partage.session import on_own_microsoft365
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


@pytest.mark.parametrize(
    ("word", "login", "graph"),
    [
        ("bleu", "login.sovcloud-identity.fr", "graph.svc.sovcloud.fr"),
        ("delos", "login.sovcloud-identity.de", "graph.svc.sovcloud.de"),
        ("govsg", "login.sovcloud-identity.sg", "graph.svc.sovcloud.sg"),
    ],
)
def test_the_sovereign_clouds_are_known_by_one_word_and_accepted_by_the_sign_in_library(
    word: str, login: str, graph: str
) -> None:
    authority, graph_url = CLOUDS[word]
    assert (urlsplit(authority).netloc, urlsplit(graph_url).netloc) == (login, graph)
    assert login in WELL_KNOWN_AUTHORITY_HOSTS


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
        ({"STOCKAGE_PARTAGE_HORODATAGE": "http://horodatage.example/tsr"}, "HORODATAGE"),
        ({"STOCKAGE_PARTAGE_HORODATAGE": "horodatage.example"}, "HORODATAGE"),
        ({"STOCKAGE_PARTAGE_HORODATAGE": "https://moi:secret@horodatage.example"}, "HORODATAGE"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, environ: dict[str, str], setting: str
) -> None:
    with pytest.raises(SettingsRefused) as refused:
        load(environ, tmp_path)
    assert refused.value.setting == setting


def test_a_time_stamping_service_is_named_and_the_demonstration_asks_none(tmp_path: Path) -> None:
    address = "https://horodatage.example/tsr"
    (tmp_path / FILE_NAME).write_text(f"horodatage = '{address}'\n", encoding="utf-8")
    settings = load({}, tmp_path)
    assert settings.timestamp_url == address
    assert on_own_microsoft365(settings).timestamp_url == ""


HOSTILE = {
    "deep arrays": "societe = " + "[" * 20_000,
    "deep tables": ".".join(["a"] * 3_000) + " = 1",
    "deep inline tables": "societe = " + "{a=" * 10_000,
    "a giant number": "societe = " + "9" * 10_000,
    "no measure": "#" * 100_000,
    "NUL": r'societe = "a\u0000b.db"',
    "NUL in a path": r'ca_file = "a\u0000b.pem"',
    "a line feed in a path": r'societe = "S:\base\new.db"',
    "an address that is none": "client_id = 'x'\nauthority = 'https://['",
    "a port that is none": "client_id = 'x'\ngraph_url = 'https://localhost:99999999/v1.0'",
    "no host": "client_id = 'x'\ngraph_url = 'https:///v1.0'",
}


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_hostile_settings_are_refused_in_words(tmp_path: Path, what: str) -> None:
    (tmp_path / FILE_NAME).write_text(HOSTILE[what], encoding="utf-8")
    with pytest.raises(SettingsRefused) as refused:
        load({}, tmp_path)
    assert "\x00" not in one_line(explain(refused.value).sentence)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("client_id = 'x'\nsociete = 'S:/a.db' oui", "la ligne 2"),
        ('societe = "S:\\Compta\\BIJOU.db"', "mettez des / ou entourez-le d’apostrophes droites"),
        (r'societe = "S:\base\new.db"', "mettez des / ou entourez-le d’apostrophes droites"),
        ("couleur = 'bleu'", "ca_file, client_id, cloud"),
        ("cloud = 'lune'", "mondial, bleu"),
        ("horodatage = 'http://h.example'", "une adresse qui commence par"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_place_and_what_is_allowed(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsRefused) as refused:
        load({}, tmp_path)
    assert says in sentence(refused.value)


@pytest.mark.parametrize("text", ["societe = ", "couleur = 'bleu'", "societe = 3"])
def test_a_file_that_cannot_be_understood_is_refused_whole(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsRefused):
        load({}, tmp_path)
