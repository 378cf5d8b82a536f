"""Every command starts as a program of its own, with nothing loaded before: most tests fork them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import psutil
import pytest

import fork_server
from stockage_partage.cli.root import app
from waiting import wait_until
from workstation import Workstation

pytestmark = pytest.mark.whole


def commands() -> list[tuple[str, ...]]:
    """What the command line offers, with the words that lead to it."""

    def below(command: click.Command | None, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        if not isinstance(command, click.Group):
            return [words]
        context = click.Context(command)
        names = command.list_commands(context)
        inside = [(command.get_command(context, name), (*words, name)) for name in names]
        return [found for each in inside for found in below(*each)]

    return below(app, ())


@pytest.mark.proof
@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_a_command_starts_in_a_new_interpreter(tmp_path: Path, command: tuple[str, ...]) -> None:
    station = Workstation(tmp_path / "poste", str(tmp_path / "societe.db"), {}, forked=False)
    done = station.run(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert " ".join(command) in done.out


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Says who it is and what it was given, then waits for a line."""
    file = tmp_path / "program.py"
    file.write_text(
        "import os, sys\n"
        "print(os.getpid(), os.getppid(), os.getcwd(), os.environ['MINE'], *sys.argv[1:], flush=True)\n"
        "print('on stderr', file=sys.stderr)\n"
        "sys.exit(int(input()))\n"
    )
    return file


def start(program: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = fork_server.environment() | {"MINE": "mine"}
    return fork_server.start([str(program), *arguments], environment, stdin=subprocess.PIPE)


def test_what_is_forked_is_a_process_of_its_own(program: Path) -> None:
    first, second = start(program, "a", "b c"), start(program)
    assert first.pid != second.pid
    for process, given in ((first, "a b c"), (second, "")):
        assert process.poll() is None
        out, err = process.communicate("3\n", timeout=30)
        told = f"{process.pid} {os.getpid()} {Path.cwd()} mine {given}".strip()
        assert (out.strip(), err, process.returncode) == (told, "on stderr\n", 3)
    assert "MINE" not in os.environ


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_is_forked_can_be_killed(program: Path, number: signal.Signals) -> None:
    process = start(program)
    assert process.stdout is not None
    assert process.stdout.readline()
    process.send_signal(number)
    assert process.wait(timeout=30) == -number
    process.communicate()
    assert not psutil.pid_exists(process.pid)


@pytest.mark.skipif(not fork_server.AVAILABLE, reason="forked on Linux alone")
def test_what_it_leaves_running_is_not_ours(tmp_path: Path) -> None:
    file = tmp_path / "leaves.py"
    file.write_text(
        "import subprocess, sys\n"
        "print(subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE).pid)\n"
    )
    process = fork_server.start([str(file)], fork_server.environment())
    out, _ = process.communicate(timeout=30)
    left = int(out)
    deadline = time.monotonic() + 10
    while psutil.pid_exists(left) and time.monotonic() < deadline:
        assert psutil.Process(left).ppid() != os.getpid()
        time.sleep(0.05)


def test_another_interpreter_is_started_where_it_would_read_other_things(program: Path) -> None:
    environment = fork_server.environment() | {"MINE": "mine", "PYTHONHASHSEED": "1"}
    process = fork_server.start([str(program)], environment, stdin=subprocess.PIPE)
    # For a moment, between its fork and its program, a process has no command line.
    wait_until(lambda: bool(psutil.Process(process.pid).cmdline()), "its program has begun", 30)
    told = psutil.Process(process.pid).cmdline()
    assert sys.executable.rpartition("/")[2] in told[0]
    assert str(program) in told
    process.communicate("0\n", timeout=30)
    assert process.returncode == 0
