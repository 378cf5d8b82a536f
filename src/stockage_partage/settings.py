"""One typed settings object, read from a file and the environment.

`stockage-partage.toml` in the user's configuration folder, then `STOCKAGE_PARTAGE_…` variables, the
latter stronger. A national cloud is one word (`CLOUD`) that sets the addresses; each can be set apart.
Addresses: Microsoft's list of national clouds.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from stockage_partage.errors import SettingsRefused

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PREFIX = "STOCKAGE_PARTAGE_"
FILE_NAME = "stockage-partage.toml"

# cloud word -> (authority, graph_url)
CLOUDS = {
    "mondial": (
        "https://login.microsoftonline.com/organizations",
        "https://graph.microsoft.com/v1.0",
    ),
    "us-gov": ("https://login.microsoftonline.us/organizations", "https://graph.microsoft.us/v1.0"),
    "us-dod": (
        "https://login.microsoftonline.us/organizations",
        "https://dod-graph.microsoft.us/v1.0",
    ),
    "chine": (
        "https://login.partner.microsoftonline.cn/organizations",
        "https://microsoftgraph.chinacloudapi.cn/v1.0",
    ),
}


@dataclass(frozen=True)
class Settings:
    """What the program was told. An empty `client_id` means: the local Microsoft 365 (Démonstration)."""

    data_dir: Path
    client_id: str = ""
    authority: str = ""
    graph_url: str = ""
    ca_file: Path | None = None
    company: str = ""
    application: str = "comptabilite"
    print_folder: str = ""
    document_manager_folder: str = ""

    @property
    def own_microsoft365(self) -> bool:
        """True while no tenant is configured: the program starts a local Microsoft 365 itself."""
        return not self.client_id

    @property
    def demonstration(self) -> bool:
        """True on any local Microsoft 365, ours or one started apart; said plainly on screen."""
        return self.own_microsoft365 or urlsplit(self.authority).hostname in LOOPBACK


def load(environ: Mapping[str, str] | None = None, config_dir: Path | None = None) -> Settings:
    """Reads the file, then the environment. Raises SettingsRefused naming the setting."""
    env = os.environ if environ is None else environ
    values = _from_file(config_dir or _config_dir())
    names = _names()
    values |= {
        key: env[PREFIX + key] for key in (*names, "CLOUD") if env.get(PREFIX + key, "").strip()
    }
    cloud = values.pop("CLOUD", "mondial")
    if cloud not in CLOUDS:
        raise SettingsRefused("CLOUD", cloud)
    authority, graph_url = CLOUDS[cloud]
    given_dir = values.pop("DONNEES", "")
    settings = Settings(data_dir=Path(given_dir) if given_dir else usual_data_dir())
    given = {names[key]: value for key, value in values.items()}
    ca_file = given.pop("ca_file", None)
    settings = replace(settings, **given, ca_file=Path(ca_file) if ca_file else None)  # type: ignore[arg-type]  # all str
    if settings.client_id:
        settings = replace(
            settings,
            authority=settings.authority or authority,
            graph_url=settings.graph_url or graph_url,
        )
    return _checked(settings)


def _names() -> dict[str, str]:
    french = {
        "company": "SOCIETE",
        "data_dir": "DONNEES",
        "print_folder": "DOSSIER_IMPRESSION",
        "document_manager_folder": "DOSSIER_SDM",
    }
    return {french.get(f.name, f.name.upper()): f.name for f in fields(Settings)}


def _checked(settings: Settings) -> Settings:
    for name in ("authority", "graph_url"):
        address = getattr(settings, name)
        # MSAL insists on https and one path segment; a token never travels in clear.
        if address and not address.startswith("https://"):
            raise SettingsRefused(name.upper(), address)
    if settings.ca_file is not None and not _holds_certificates(settings.ca_file):
        raise SettingsRefused("CA_FILE", str(settings.ca_file))
    return replace(settings, graph_url=settings.graph_url.rstrip("/"))


def _holds_certificates(path: Path) -> bool:
    """Looks for the mark alone; whether they can be read is found at the first connection."""
    try:
        return b"-----BEGIN" in path.read_bytes()
    except OSError:
        return False


def _from_file(config_dir: Path) -> dict[str, str]:
    path = config_dir / FILE_NAME
    if not path.exists():
        return {}
    import tomllib

    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsRefused(str(path), str(error)) from error
    known = {*_names(), "CLOUD"}
    values: dict[str, str] = {}
    for key, value in raw.items():
        if key.upper() not in known or not isinstance(value, str):
            raise SettingsRefused(key, str(path))
        values[key.upper()] = value
    return values


def _config_dir() -> Path:
    import platformdirs

    return Path(platformdirs.user_config_dir("stockage-partage", appauthor=False))


def usual_data_dir() -> Path:
    """Where the data of one person is when no setting says otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_dir("stockage-partage", appauthor=False))
