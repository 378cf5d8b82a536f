"""One typed settings object, read from a file and the environment.

`stockage-partage.toml` in the user's configuration folder, then `STOCKAGE_PARTAGE_…` variables, the
latter stronger. A national cloud is one word (`CLOUD`) that sets the addresses; each can be set apart.
Addresses: Microsoft's list of national clouds; Bleu, Delos and GovSG: constants of its sign-in libraries.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from stockage_partage.errors import SettingsFileRefused, SettingsRefused, SettingUnknown

#: The names and addresses of this very computer.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PREFIX = "STOCKAGE_PARTAGE_"
FILE_NAME = "stockage-partage.toml"
#: In the data folder: our own mistakes, with their trace, for whoever helps.
ERROR_LOG = "journal-technique.txt"
#: Bytes of the settings file; ten settings take less than two thousand.
_LARGEST = 64 * 1024
_CONTROL = re.compile("[\x00-\x1f\x7f]")

# cloud word -> (authority, graph_url)
CLOUDS = {
    "mondial": (
        "https://login.microsoftonline.com/organizations",
        "https://graph.microsoft.com/v1.0",
    ),
    "bleu": (
        "https://login.sovcloud-identity.fr/organizations",
        "https://graph.svc.sovcloud.fr/v1.0",
    ),
    "delos": (
        "https://login.sovcloud-identity.de/organizations",
        "https://graph.svc.sovcloud.de/v1.0",
    ),
    "govsg": (
        "https://login.sovcloud-identity.sg/organizations",
        "https://graph.svc.sovcloud.sg/v1.0",
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
    #: Where timestamps of the journal are asked for (RFC 3161); empty: nowhere.
    timestamp_url: str = ""

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
    values = _from_file(config_dir or usual_config_dir())
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
        "timestamp_url": "HORODATAGE",
    }
    return {french.get(f.name, f.name.upper()): f.name for f in fields(Settings)}


def _checked(settings: Settings) -> Settings:
    for setting, name in _names().items():
        value = getattr(settings, name)
        # No path, address or name holds one; the system would refuse it in its own words, much later.
        if value is not None and _CONTROL.search(str(value)):
            raise SettingsRefused(setting, str(value))
    for name in ("authority", "graph_url"):
        address = getattr(settings, name)
        # MSAL insists on https and one path segment; a token never travels in clear.
        if address and not _is_address(address):
            raise SettingsRefused(name.upper(), address)
    # Nor does a password: whoever sees the settings would know it.
    if settings.timestamp_url and not _is_address(settings.timestamp_url, open_to_all=True):
        raise SettingsRefused("HORODATAGE", settings.timestamp_url)
    if settings.ca_file is not None and not _holds_certificates(settings.ca_file):
        raise SettingsRefused("CA_FILE", str(settings.ca_file))
    return replace(settings, graph_url=settings.graph_url.rstrip("/"))


def _is_address(text: str, *, open_to_all: bool = False) -> bool:
    try:
        parts = urlsplit(text)
        if open_to_all and "@" in parts.netloc:
            return False
        return parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is not closed, a port that is none
        return False


def _holds_certificates(path: Path) -> bool:
    """Looks for the mark alone; whether they can be read is found at the first connection."""
    try:
        return b"-----BEGIN" in path.read_bytes()
    except (OSError, ValueError):
        return False


def _from_file(config_dir: Path) -> dict[str, str]:
    path = config_dir / FILE_NAME
    if not path.exists():
        return {}
    import tomllib

    try:
        raw = tomllib.loads(_small_text(path))
    # RecursionError: tables nested without end. ValueError: its own kinds, and a number of ten
    # thousand digits.
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, error) from error
    known = {*_names(), "CLOUD"}
    values: dict[str, str] = {}
    for key, value in raw.items():
        if key.upper() not in known or not isinstance(value, str):
            raise SettingUnknown(key, sorted(name.lower() for name in known), str(path))
        values[key.upper()] = value
    return values


def _unreadable(path: Path, error: Exception) -> SettingsFileRefused:
    """Where the file stops being readable: the parser's own sentence is for developers, in English."""
    found = re.search(r"at line (\d+)", str(error))
    backslash = "\\" in str(error) or "Invalid hex" in str(error)
    line = int(found[1]) if found else None
    return SettingsFileRefused(str(path), str(error), line=line, backslash=backslash)


def _small_text(path: Path) -> str:
    """What the file says. Raises OSError, UnicodeDecodeError, and ValueError for one without measure."""
    with path.open("rb") as file:
        raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise ValueError("too large for settings")
    return raw.decode("utf-8-sig")


def usual_config_dir() -> Path:
    """Where this person's settings file is."""
    import platformdirs

    return Path(platformdirs.user_config_dir("stockage-partage", appauthor=False))


def usual_data_dir() -> Path:
    """Where the data of one person is when no setting says otherwise."""
    import platformdirs

    return Path(platformdirs.user_data_dir("stockage-partage", appauthor=False))
