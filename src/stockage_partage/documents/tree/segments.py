"""One segment of an online path: legal for SharePoint, short enough, and never shared by two keys.

SharePoint compares names without case and refuses some of them, so two different keys could meet in
one folder. A key that cannot stand as it is, for whatever reason, therefore carries a short digest
of its exact text; a key that could be mistaken for such a one carries a digest too.

    plain       the cleaned text is the key itself, its letters are capitals (as the suite keeps its
                numbers), it fits, and it does not end like a digest
    otherwise   cleaned and cut text, `-`, ten hexadecimal digits of SHA-256

The number of a piece may stand `readable`: small letters kept, what SharePoint refuses written `_`.
Two numbers can then meet; whoever asks for it must know that no other number has the place.

Keys are compared after NFC: the two ways of writing `é` are one key. Sources: Microsoft's list of
refused names and characters; U+FFF0 and above as other clients report.

When the service already has a file under the name wanted, another one is taken in the same folder:

the same name       an earlier file of the same document, which the register does not know (an older
                    backup of the database was restored): the next version, `_v02`
another spelling    another document whose name the service holds for the same (œ and oe): ` (2)`
a person's file     always ` (2)`, as where two files of one name are attached
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_FORBIDDEN = frozenset('"*:<>?/\\|#%')
#: Control, format (bidi marks, zero widths), surrogates, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = re.compile(
    # Blanks before the ending, and the small ¹ ² ³, change nothing for Windows.
    r"(?:CON|PRN|AUX|NUL|COM[\d¹²³]|LPT[\d¹²³]|DESKTOP|\.LOCK)(?: *\..*)?",
    re.IGNORECASE | re.DOTALL,
)
# At the end too: a version or a time stamp follows with its own `_`.
_VTI = re.compile("_(vti)(?=_|$)", re.IGNORECASE)
_DIGEST_LENGTH = 10
_LIKE_A_DIGEST = re.compile(rf"-[0-9a-f]{{{_DIGEST_LENGTH}}}\Z", re.IGNORECASE)
_LIKE_A_COPY = re.compile(r" \(\d+\)\Z")
#: The longest number that stands as it is: that of an electronic invoice in the French profiles.
READABLE_LIMIT = 35
#: … with the longest label of a company's own before it: one more, and the path may be longer than SharePoint's.
_READABLE_SEGMENT = 67
_VERSION = re.compile(r"_v\d{2,}$")
_COPY = re.compile(r" \((\d+)\)$")


class Naming(Enum):
    """How the number of a piece stands in its folder's name."""

    UNMISTAKABLE = "unmistakable"  # no other number gives that name
    READABLE = "readable"  # as people write it, where that is legal
    DIGEST = "digest"  # another number has the readable name


def key_segment(key: str, limit: int) -> str:
    """A segment for a key of the suite (third party, article, case): one each, whatever the case."""
    return _segment((key,), key, limit, _is_capital)


def numbered_segment(
    label: str, number: str, limit: int, naming: Naming = Naming.UNMISTAKABLE
) -> str:
    """`<label>_<number>`, where the label is a fixed one of `document_types`. `limit`: the number's."""
    return _named((label, number), number, limit, naming, before=f"{label}_")


def named_segment(
    label: str, number: str, label_limit: int, limit: int, naming: Naming = Naming.UNMISTAKABLE
) -> str:
    """`<label>_<number>` where a company chose the label: its case does not count, its text does."""
    key = unicodedata.normalize("NFC", label)
    settled = clean(key)
    parts = (key.casefold(), number)
    if settled == key and "_" not in key and _units(key) <= label_limit and key:
        return _named(parts, number, limit, naming, before=f"{key}_")
    return _segment(parts, number, limit, _never, before=f"{_cut(settled, label_limit)}_")


def _named(parts: tuple[str, ...], number: str, limit: int, naming: Naming, *, before: str) -> str:
    readable = _readable(number, before) if naming is Naming.READABLE else None
    allowed = _never if naming is Naming.DIGEST else _is_capital
    return readable or _segment(parts, number, limit, allowed, before=before)


def _readable(number: str, before: str) -> str | None:
    """None where a name would not be legal, too long, or taken for one with a digest."""
    key = unicodedata.normalize("NFC", number)
    settled = clean(before + key)
    replaced = before + "".join("_" if c in _FORBIDDEN else c for c in key)
    fits = key and _units(key) <= READABLE_LIMIT and _units(before + key) <= _READABLE_SEGMENT
    return settled if fits and settled == replaced and not _LIKE_A_DIGEST.search(settled) else None


def text_segment(text: str, limit: int, *, before: str = "") -> str:
    """A segment for free text, the same text whatever its case; `before` is put in front."""
    key = unicodedata.normalize("NFC", text)
    return _segment((key.casefold(),), key, limit, _any_case, before=before)


def file_name(name: str, limit: int, version: int = 1) -> str:
    """A person's own file name, cleaned; later ones of that name get ` (2)`, ` (3)`…"""
    stem, extension = split_extension(name)
    key = unicodedata.normalize("NFC", stem)
    room = limit - len(extension)
    copy = f" ({version})" if version > 1 else ""
    parts = (key.casefold(), extension)

    def allowed(text: str) -> bool:
        # A name that already ends in ` (2)` would meet the second file of the shorter name.
        return not _LIKE_A_COPY.search(text)

    return _segment(parts, key, room, allowed) + copy + extension


def split_extension(name: str) -> tuple[str, str]:
    """The stem and the extension, lower-cased with its dot; an odd extension stays in the stem."""
    stem, dot, extension = name.rpartition(".")
    if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,8}", extension):
        return stem, f".{extension.lower()}"
    return name, ""


def clean(text: str) -> str:
    """The text with everything replaced that SharePoint refuses; it may still be too long."""
    kept = "".join(_settled(c) for c in unicodedata.normalize("NFC", text))
    kept = unicodedata.normalize("NFC", kept).strip(" ").rstrip(". ")
    if kept.startswith("~"):
        kept = f"_{kept[1:]}"
    kept = _VTI.sub(r"-\1", kept)
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    return kept or "_"


def folded(segment: str) -> str:
    """The segment as SharePoint compares it: no case, one spelling of accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", segment).casefold())


def is_like_a_digest(segment: str) -> bool:
    """True when the segment may stand for a key that cannot be read back from it."""
    return _LIKE_A_DIGEST.search(segment) is not None


def _segment(
    parts: tuple[str, ...],
    text: str,
    limit: int,
    allowed: Callable[[str], bool],
    *,
    before: str = "",
) -> str:
    key = unicodedata.normalize("NFC", text)
    whole = before + key
    settled = clean(whole)
    fits = _units(key) <= limit
    if settled == whole and key and fits and allowed(key) and not _LIKE_A_DIGEST.search(key):
        return settled
    room = _units(before) + limit - 1 - _DIGEST_LENGTH
    return f"{_cut(settled, room)}-{_digest(parts)}"


def _digest(parts: tuple[str, ...]) -> str:
    exact = json.dumps([unicodedata.normalize("NFC", part) for part in parts])
    return hashlib.sha256(exact.encode("ascii")).hexdigest()[:_DIGEST_LENGTH]


@lru_cache(maxsize=4096)
def _settled(character: str) -> str:
    category = unicodedata.category(character)
    if character in _FORBIDDEN or category in _UNSEEN or _is_noncharacter(ord(character)):
        return "_"
    return " " if category == "Zs" else character


def _is_noncharacter(point: int) -> bool:
    return 0xFFF0 <= point <= 0xFFFF or 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def _is_capital(text: str) -> bool:
    # One letter out of each set that compares equal without case: "ß" and "SS" do, for instance.
    return all(_is_own_capital(c) for c in text)


@lru_cache(maxsize=4096)
def _is_own_capital(character: str) -> bool:
    if character < "\x80":
        return not "a" <= character <= "z"
    folded = character.casefold()
    return len(folded) == 1 and folded.upper() == character


def _any_case(_text: str) -> bool:
    return True


def _never(_text: str) -> bool:
    return False


def _cut(text: str, units: int) -> str:
    """The longest beginning of at most `units` UTF-16 units, not ending in a space or a dot."""
    kept: list[str] = []
    for character in text:
        units -= 2 if ord(character) > 0xFFFF else 1
        if units < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip(". ")


def _units(text: str) -> int:
    return len(text) + sum(ord(c) > 0xFFFF for c in text)


@dataclass(frozen=True, slots=True)
class NextName:
    """Where to go instead: `path_of` a number, which is the document's version when `is_version`.

    `least`: the first number worth trying.
    """

    path_of: Callable[[int], str]
    is_version: bool
    least: int = 2


def next_name(path: str, occupant: str, version: int, *, attached: bool) -> NextName:
    """The names after `path`, which a file called `occupant` holds. `version`: the one `path` has."""
    folder, _, name = path.rpartition("/")
    stem, extension = split_extension(name)
    if attached or folded(occupant) != folded(name):
        found = _COPY.search(stem)
        plain = stem[: found.start()] if found else stem
        least = int(found[1]) + 1 if found else 2
        return NextName(
            lambda number: f"{folder}/{plain} ({number}){extension}",
            is_version=attached,
            least=least,
        )
    plain = _VERSION.sub("", stem) if version > 1 else stem
    return NextName(
        lambda number: f"{folder}/{plain}_v{number:02d}{extension}",
        is_version=True,
        least=version + 1,
    )
