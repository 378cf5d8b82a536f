"""What an administrator, or a test, may set in the organisation. Kept with the rest of the world."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from local_microsoft365.tenant.store import Store


@dataclass(frozen=True)
class Settings:
    """The organisation's policies and limits. The defaults forbid nothing."""

    creation_forbidden: bool = False
    name_prefix: str = ""
    name_suffix: str = ""
    blocked_words: tuple[str, ...] = ()
    directory_quota: int | None = None
    replication_s: float = 0.0
    drive_bytes: int = 1 << 40
    rewrite_next: int = 0
    copy_s: float = 0.0  # how long a copy says that it is under way
    anonymous_links: bool = True
    units_a_minute: int | None = None


class Switches:
    """The settings in force, read once and written through."""

    def __init__(self, store: Store) -> None:
        self._store = store
        known = {field.name for field in fields(Settings)}
        kept = {
            row["name"]: _value(json.loads(row["value"]))
            for row in store.rows("SELECT * FROM switches")
            if row["name"] in known
        }
        self._settings = Settings(**kept)

    @property
    def now(self) -> Settings:
        """The settings in force."""
        return self._settings

    def set(self, **changed: Any) -> Settings:
        """Changes some settings; an unknown name is refused with TypeError."""
        settings = replace(self._settings, **changed)
        with self._store.change():
            for name, value in asdict(settings).items():
                self._store.run(
                    "INSERT OR REPLACE INTO switches VALUES (?, ?)", name, json.dumps(value)
                )
        self._settings = settings
        return settings


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
