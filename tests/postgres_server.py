"""A PostgreSQL server of the tests' own: made, started and removed by one test session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

PASSWORD = "not a secret of anybody"


@dataclass(frozen=True)
class Server:
    """A running server. `home` holds its data; `port` is on 127.0.0.1."""

    programs: Path
    home: Path
    port: int
    as_user: dict[str, str]

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        """The address as a person would give it to the program."""
        from urllib.parse import quote

        return f"postgresql+psycopg://postgres:{quote(password)}@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str) -> str:
        """Makes an empty database; its address."""
        with self._admin() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Removes it, whoever is still connected."""
        with self._admin() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def start(self) -> None:
        """Returns when the server accepts connections."""
        options = f"-p {self.port} -k {self.home} -h 127.0.0.1"
        self._run("pg_ctl", "-w", "-l", str(self.home / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Ends every connection and the server."""
        self._run("pg_ctl", "-w", "-m", "fast", "stop")

    def initialise(self) -> None:
        """Makes the data folder: durability off, as nothing here outlives the tests."""
        word = self.home / "word"
        word.write_text(PASSWORD)
        if self.as_user:
            shutil.chown(word, self.as_user["user"])
        self._run(
            "initdb", "-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(word),
            "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        with (self.home / "data" / "postgresql.conf").open("a") as settings:
            settings.write("fsync = off\nfull_page_writes = off\nautovacuum = off\n")
            settings.write("shared_buffers = 16MB\nmax_connections = 60\n")

    def new_schema(self, name: str) -> str:
        """Makes an empty schema, much sooner than a database; the address that works in it."""
        with self._admin() as connection:
            connection.execute(f'CREATE SCHEMA "{name}"')
        return f"{self.url()}?options=-csearch_path%3D{name}"

    def drop_schema(self, name: str) -> None:
        """Removes it with what is in it."""
        with self._admin() as connection:
            connection.execute(f'DROP SCHEMA "{name}" CASCADE')

    def _admin(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", password=PASSWORD, autocommit=True
        )

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, "-D", self.home / "data", *arguments],
            **self.as_user,  # type: ignore[call-overload]  # "user" alone, or nothing
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.home,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr


def programs() -> Path | None:
    """Where this machine has a PostgreSQL server's programs, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(where: Path) -> Iterator[Server]:
    """A server for the duration of the block. PostgreSQL refuses to run as root: another user does."""
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:  # short, for the socket
        home = Path(folder)
        as_user = {"user": _somebody()} if os.geteuid() == 0 else {}
        if as_user:
            shutil.chown(home, as_user["user"])
        made = Server(where, home, _free_port(), as_user)
        made.initialise()
        made.start()
        try:
            yield made
        finally:
            made.stop()


def _somebody() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _version(program: Path) -> float:
    return float(program.parent.parent.name)
