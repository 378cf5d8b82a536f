"""Which names SharePoint accepts for files and folders, and how it finds another one when taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from local_microsoft365.tenant.refusals import Refused, Why

LONGEST_PATH = 400  # characters, decoded, from the site's address down to the file's name
LONGEST_NAME = 255
# As the collation of SharePoint's databases compares them.
_TWO_LETTERS = {
    0x153: "oe",
    0xE6: "ae",
    0xDF: "ss",
    0xFE: "th",
}  # the ligatures oe, ae, sharp s, thorn
_FORBIDDEN = re.compile(r'["*:<>?/\\|\x00-\x1f]')
_RESERVED = re.compile(r"(?:\.lock|desktop\.ini|(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?)", re.I)


def folded(name: str) -> str:
    """The key under which two names are the same: case apart, and the letters that stand for two."""
    return name.lower().translate(_TWO_LETTERS)


def check_name(name: str, *, folder: bool, at_root: bool) -> None:
    """Raises Refused(BAD_NAME) for what SharePoint refuses as the name of an item."""
    if _is_bad(name, folder=folder, at_root=at_root):
        raise Refused(Why.BAD_NAME)
    if len(name) > LONGEST_NAME:
        raise Refused(Why.PATH_TOO_LONG)


def _is_bad(name: str, *, folder: bool, at_root: bool) -> bool:
    return (
        not name
        or name != name.strip(" ")
        or name.endswith(".")
        or bool(_FORBIDDEN.search(name))
        or bool(_RESERVED.fullmatch(name))
        or "_vti_" in name.lower()
        or name.startswith("~$")
        or (folder and name.startswith("~"))
        or (at_root and name.lower() == "forms")
    )


def check_path(site_path: str, parts: Sequence[str]) -> None:
    """Raises Refused(PATH_TOO_LONG) when the whole decoded path passes the limit."""
    if len("/".join((site_path.strip("/"), *parts))) > LONGEST_PATH:
        raise Refused(Why.PATH_TOO_LONG)


def free_name(name: str, taken: Callable[[str], bool]) -> str:
    """The first of `name 1.ext`, `name 2.ext`… that is not taken."""
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    number = 1
    while taken(candidate := f"{stem} {number}{dot}{suffix}"):
        number += 1
    return candidate
