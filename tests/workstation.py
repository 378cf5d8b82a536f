"""A workstation as the outside sees it: the command line in processes of its own, killed at will."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import fork_server
import json_schemas
from person import Person
from stockage_partage.applications import Application

CODE = re.compile(r"(https://\S+deviceauth)\S*.*?:\s*([A-Z0-9-]{6,})")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The last JSON object of stdout."""
        return json.loads(self.out.strip().splitlines()[-1])

    @property
    def objects(self) -> list[Any]:
        """Every JSON object of stdout."""
        return [json.loads(line) for line in self.out.strip().splitlines()]


@dataclass
class Workstation:
    """One person on one computer, with their own data folder and keyring.

    Without `microsoft365` the program uses its own. `obeys_rights`: root may write anything, this
    takes that away. `largest_file` stands for a full disk: no file may grow beyond that many bytes.
    Commands are forked from a process that has loaded them already, where nothing speaks against it
    (`fork_server`); with `forked` false each is a new interpreter, as on a real computer.
    """

    folder: Path
    company: str
    microsoft365: Mapping[str, Any]
    application: str = "comptabilite"
    extra: dict[str, str] = field(default_factory=dict)
    program: tuple[str, ...] = ("-m", "stockage_partage")
    obeys_rights: bool = False
    largest_file: int | None = None
    forked: bool = True

    def environment(self) -> dict[str, str]:
        """What its processes see: nothing of ours but what a person would set."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return {
            **fork_server.environment(),
            "STOCKAGE_PARTAGE_DONNEES": str(self.folder / "donnees"),
            **{
                f"STOCKAGE_PARTAGE_{key.upper()}": self.microsoft365[key]
                for key in ("client_id", "authority", "graph_url", "ca_file")
                if key in self.microsoft365
            },
            "STOCKAGE_PARTAGE_SOCIETE": self.company,
            "STOCKAGE_PARTAGE_APPLICATION": self.application,
            "TEST_KEYRING_FILE": str(self.folder / "keyring.json"),
            **self.extra,
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command that goes on while the test does something else."""
        before = self._before()
        if self.forked and not before and self.largest_file is None:
            return fork_server.start([*self.program, *arguments], self.environment())
        return subprocess.Popen(
            [*before, sys.executable, *self.program, *arguments],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=None if self.largest_file is None else self._limit_files,
        )

    def _before(self) -> tuple[str, ...]:
        if not self.obeys_rights or os.geteuid() != 0:
            return ()
        return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")

    def _limit_files(self) -> None:
        import resource

        assert self.largest_file is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest_file, self.largest_file))

    def run(self, *arguments: str, timeout: float = 60) -> Done:
        """A command to its end."""
        process = self.start(*arguments)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"{arguments} did not end: {out}{err}") from None
        return _ended(arguments, process.returncode, out, err)

    def person(self, role: str = "administrateur") -> Person:
        """The sample account that plays this role."""
        account = next(a for a in self.microsoft365["accounts"] if a["role"] == role)
        return Person(account["username"], account["password"], Path(self.microsoft365["ca_file"]))

    def run_signing_in(
        self, *arguments: str, role: str = "administrateur", timeout: float = 60
    ) -> Done:
        """A command that asks for a device code, which `role` then approves elsewhere."""
        process = self.start(*arguments)
        said = wait_for_code(process)
        self.person(role).approve_device(*said)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"{arguments} did not end: {out}{err}") from None
        return _ended(arguments, process.returncode, out, err)


def _ended(arguments: Sequence[str], code: int, out: str, err: str) -> Done:
    """How it ended; what it wrote for machines is as published."""
    json_schemas.checked(arguments, out)
    return Done(code, out, err)


class Office(Protocol):
    """Makes workstations on one company."""

    def __call__(
        self,
        name: str = ...,
        *,
        company_name: str = ...,
        application: str = ...,
        licensed: tuple[Application, ...] = ...,
        location: str | None = ...,
    ) -> Workstation:
        """The workstation of that name; the company is made with the first one."""
        ...


def wait_for_code(process: subprocess.Popen[str]) -> tuple[str, str]:
    """The address and the code that the command shows on stderr."""
    assert process.stderr is not None
    heard: list[str] = []
    for line in process.stderr:
        heard.append(line)
        found = CODE.search(line)
        if found:
            return found.group(1), found.group(2)
    process.wait()
    raise AssertionError(f"no code was shown: {''.join(heard)}")


def kill(process: subprocess.Popen[str]) -> None:
    """As the power cut does it."""
    process.send_signal(signal.SIGKILL)
    process.communicate()
