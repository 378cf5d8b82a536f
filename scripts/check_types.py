"""mypy --strict over everything, in one run: `check_types.py [options of mypy]`.

mypy names a file by its place. Every folder of tests has a `conftest`, and two files of one name are
refused; so those are named after their folder here, and the rest is what the command line does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mypy import build, main, modulefinder
from mypy.errors import CompileError

ROOT = Path(__file__).resolve().parent.parent
#: Other people's clients, untyped, in another environment.
LEFT_OUT = "conformance"


def sources() -> tuple[list[str], list[str]]:
    """The paths that mypy can name by itself, and those of the folders' own `conftest`."""
    plain = ["src", *_paths("scripts/*.py"), *_paths("benchmarks/*.py"), *_paths("tests/*.py")]
    deeper = [path for path in _paths("tests/*/**/*.py") if LEFT_OUT not in Path(path).parts]
    own = [path for path in deeper if Path(path).name == "conftest.py"]
    return [*plain, *(path for path in deeper if path not in own)], own


def _paths(pattern: str) -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))


def check(arguments: list[str]) -> list[str]:
    """What mypy has to say; nothing when all is well."""
    plain, own = sources()
    targets, options = main.process_options([*arguments, *plain])
    for path in own:
        name = "_".join(("conftest", *Path(path).parent.parts[1:]))
        targets.append(modulefinder.BuildSource(path, name, base_dir=str(Path(path).parent)))
    try:
        return build.build(targets, options).errors
    except CompileError as trouble:
        return trouble.messages


if __name__ == "__main__":
    said = check(sys.argv[1:])
    print(*said, sep="\n", end="\n" if said else "")
    sys.exit(bool(said))
