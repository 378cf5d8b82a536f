"""Where a company database is: a file, or a PostgreSQL address."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from stockage_partage.company.portfolio.places import is_server
from stockage_partage.errors import DatabaseFolderMissing, DatabaseMissing


@dataclass(frozen=True, slots=True)
class Location:
    """A parsed location. Exactly one of `path` and `url` is set; only `shown` may be told to anybody."""

    path: Path | None = None
    url: URL | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The place without user name and password, for a trouble's detail."""
        if self.url is None:
            return str(self.path)
        return f"{self.url.host or 'localhost'}:{self.url.port or 5432}/{self.url.database or ''}"

    def check_folder(self) -> None:
        """Raises DatabaseFolderMissing where a file is to be made and its folder is not there."""
        if self.path is not None and not self.path.parent.is_dir():
            raise DatabaseFolderMissing(str(self.path.parent))


def parse(text: str | Path) -> Location:
    """Understands a file path or a `postgresql…://` address. Raises DatabaseMissing for nonsense."""
    if isinstance(text, Path) or not is_server(text):
        if not str(text).strip():
            raise DatabaseMissing("no location given")
        return Location(path=Path(text).absolute())
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Not chained: the library's message may repeat the address, password included.
        raise DatabaseMissing("the address cannot be read") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise DatabaseMissing(f"not a kind of database we know: {url.get_backend_name()}")
    return Location(url=url.set(drivername="postgresql+psycopg"))
