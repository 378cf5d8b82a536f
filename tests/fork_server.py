"""Programs of ours without the second that loading them takes: forked from a process that has loaded them.

What is started is a process like any other, with its own number, pipes, environment and exit code: it
can be watched, stopped and killed. The starting process is its parent, as with `subprocess.Popen`.
Only a new interpreter shows memory, the command line and what is loaded when: that is for `Popen`.

Linux alone: what is forked there gets the test process for its parent through PR_SET_CHILD_SUBREAPER.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

TESTS = Path(__file__).resolve().parent
AVAILABLE = sys.platform == "linux"
#: What Python or a library reads once, when it is loaded: where these differ, nothing is forked.
READ_AT_START = (
    "PYTHON",
    "LD_",
    "LC_",
    "LANG",
    "TZ",
    "FORCE_COLOR",
    "NO_COLOR",
    "COLUMNS",
)

_PR_SET_CHILD_SUBREAPER = 36
_LARGEST_MESSAGE = 150_000
#: Loaded by hand, as our own modules load them when they first need them.
_LIBRARIES = (
    "alembic.command", "lxml.etree", "msal", "psycopg", "pypdf", "requests", "truststore",
    "sqlalchemy.dialects.sqlite.pysqlite", "sqlalchemy.dialects.postgresql.psycopg",
    "keyring.core", "memory_keyring", "platformdirs.unix", "jwt", "cryptography.hazmat.primitives.ciphers.aead",
)  # fmt: skip
#: Not loaded: the window, and what runs as a program of its own.
_LEFT_OUT = ("__main__", "app", "emulator", "journey", "ui")


def start(
    program: Sequence[str], env: Mapping[str, str], *, stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    """`python *program` in text mode, its outputs in pipes; forked where that can be."""
    out = err = subprocess.PIPE
    if AVAILABLE and _read_at_start(env) == _read_at_start(environment()):
        return _Forked(program, env=env, text=True, stdin=stdin, stdout=out, stderr=err)
    command = [sys.executable, *program]
    return subprocess.Popen(command, env=env, text=True, stdin=stdin, stdout=out, stderr=err)


def environment() -> dict[str, str]:
    """What everything is forked with; a program may be given more, but for `READ_AT_START`."""
    keep = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return {
        **keep,
        "PYTHONPATH": str(TESTS),
        "PYTHON_KEYRING_BACKEND": "memory_keyring.FileKeyring",
        "PYTHONWARNINGS": "default",
    }


def _read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in env.items() if key.startswith(READ_AT_START)}


class _Forked(subprocess.Popen[str]):
    """A process that is started by the server, and `Popen`'s in all else."""

    def _execute_child(self, args: list[str], *rest: Any) -> None:
        env, ends = rest[5], rest[9:15]
        try:
            # Of each pair, the end that is the program's own.
            self.pid = _Server.running().start(args, env, [ends[0], ends[3], ends[5]])
            self._child_created = True
        finally:
            self._close_pipe_fds(*ends)  # type: ignore[attr-defined]


class _Server:
    """The process that has everything loaded, as the tests see it. It ends when they do."""

    _only: _Server | None = None
    _making = threading.Lock()

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._turn = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                env=environment(),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        atexit.register(self._end)

    @classmethod
    def running(cls) -> _Server:
        """The one of this test process, started when it is first needed."""
        with cls._making:
            if cls._only is None:
                cls._only = cls()
            return cls._only

    def start(self, program: Sequence[str], env: Mapping[str, str], ends: Sequence[int]) -> int:
        """Forks a program whose stdin, stdout and stderr are `ends`; the number of its process."""
        wanted = json.dumps({"program": program, "env": env, "folder": str(Path.cwd())}).encode()
        with self._turn:
            # Only while it starts: what a program leaves running goes to the system, as ever.
            _adopt_orphans(True)
            try:
                socket.send_fds(self._ours, [wanted], list(ends))
                return int(self._ours.recv(100))
            finally:
                _adopt_orphans(False)

    def _end(self) -> None:
        self._ours.close()
        self._process.wait(10)


def _adopt_orphans(yes: bool) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, int(yes), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _load() -> None:
    import stockage_partage

    for library in _LIBRARIES:
        import_module(library)
    for module in pkgutil.iter_modules(stockage_partage.__path__, "stockage_partage."):
        if module.name.rpartition(".")[2] not in _LEFT_OUT:
            package = import_module(module.name)
            if module.ispkg:
                _load_inside(package)


def _load_inside(package: Any) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in module.name and module.name != "stockage_partage.cli.window":
            import_module(module.name)


def _serve(connection: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """In each process that is forked, what it is to become; None in the first when the tests ended."""
    while True:
        wanted, ends, _, _ = socket.recv_fds(connection, _LARGEST_MESSAGE, 3)
        if not wanted:
            return None
        heard, said = os.pipe()
        adopted, adopts = os.pipe()
        between = os.fork()
        if between == 0:
            child = os.fork()
            if child == 0:
                os.close(adopts)
                os.read(adopted, 1)  # to its end: the tests are its parent
                for end in (adopted, heard, said):
                    os.close(end)
                return json.loads(wanted), ends
            os.write(said, str(child).encode())
            os._exit(0)
        os.waitpid(between, 0)
        os.close(adopts)
        connection.send(os.read(heard, 100))
        for end in (adopted, heard, said, *ends):
            os.close(end)


def _become(wanted: Mapping[str, Any], ends: Sequence[int]) -> None:
    for number, end in enumerate(ends):
        os.dup2(end, number)
        os.close(end)
    _open_streams()
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.chdir(wanted["folder"])
    first, *rest = wanted["program"]
    try:
        if first == "-m":
            name, *rest = rest
            sys.path[0] = wanted["folder"]
            sys.argv = [name, *rest]
            runpy.run_module(name, run_name="__main__", alter_sys=True)
        else:
            sys.path[0] = str(Path(first).parent)
            sys.argv = [first, *rest]
            runpy.run_path(first, run_name="__main__")
        code: str | int | None = 0
    except SystemExit as end:
        code = end.code
    if code is None or isinstance(code, int):
        _end(code or 0)
    sys.exit(code)  # said on stderr


def _end(code: int) -> NoReturn:
    """The end of an interpreter, but for taking apart what this one was forked with."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads that are no daemons
    atexit._run_exitfuncs()
    gc.collect()  # what is left open is complained of
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code & 0xFF)


def _open_streams() -> None:
    """As an interpreter does when it starts: what is known of a stream is of the file behind it."""
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        old = getattr(sys, name)
        fresh = open(  # noqa: SIM115  # for as long as the process lives
            number,
            old.mode,
            buffering=1 if name == "stderr" else -1,
            encoding=old.encoding,
            errors=old.errors,
            closefd=False,
        )
        setattr(sys, name, fresh)
        setattr(sys, f"__{name}__", fresh)


def _main(descriptor: int) -> None:
    _load()
    gc.collect()
    gc.freeze()
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "a process with threads cannot be forked"
    with socket.socket(fileno=descriptor) as connection:
        wanted = _serve(connection)
    if wanted is not None:
        _become(*wanted)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
