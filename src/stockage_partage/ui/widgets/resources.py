"""Where the files shipped beside the code are: pictures, the sheet, the guide."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent.parent
_WORKING_COPY = _PACKAGE.parent.parent


def resource(name: str) -> Path:
    """A file of `resources/`, in the wheel or in a working copy."""
    installed = _PACKAGE / "resources" / name
    return installed if installed.exists() else _WORKING_COPY / "resources" / name


def guide() -> Path | None:
    """The user's guide, None when it was not shipped."""
    name = "guide-utilisateur.md"
    for path in (_PACKAGE / "resources" / name, _WORKING_COPY / "docs" / name):
        if path.is_file():
            return path
    return None
