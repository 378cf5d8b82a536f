"""One segment of an online path: legal for SharePoint, short enough, and never shared by two keys.

SharePoint compares names without case and refuses some of them, so two different keys could meet in
one folder. A key that cannot stand as it is, for whatever reason, therefore carries a short digest
of its exact text; a key that could be mistaken for such a one carries a digest too.

    plain       the cleaned text is the key itself, its letters are capitals (as the suite keeps its
                numbers), it fits, and it does not end like a digest
    otherwise   cleaned and cut text, `-`, ten hexadecimal digits of SHA-256

Keys are compared after NFC: the two ways of writing `é` are one key. Sources: Microsoft's list of
refused names and characters; U+FFF0 and above as other clients report.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

#: Longest segment, in UTF-16 units, as older clients of the service still require.
SEGMENT_LIMIT = 128

_FORBIDDEN = frozenset('"*:<>?/\\|#%')
#: Control, format (bidi marks, zero widths), surrogates, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d|DESKTOP|\.LOCK)(?:\..*)?", re.IGNORECASE | re.DOTALL
)
# At the end too: a version or a time stamp follows with its own `_`.
_VTI = re.compile("_(vti)(?=_|$)", re.IGNORECASE)
_DIGEST_LENGTH = 10
_LIKE_A_DIGEST = re.compile(rf"-[0-9a-f]{{{_DIGEST_LENGTH}}}$", re.IGNORECASE)
_LIKE_A_COPY = re.compile(r" \(\d+\)$")


def key_segment(key: str, limit: int) -> str:
    """A segment for a key of the suite (third party, article, case): one each, whatever the case."""
    return _segment((key,), key, limit, _is_capital)


def numbered_segment(label: str, number: str, limit: int) -> str:
    """`<label>_<number>`, where the label is a fixed one of `document_types`. `limit`: the number's."""
    return _segment((label, number), number, limit, _is_capital, before=f"{label}_")


def named_segment(label: str, number: str, label_limit: int, limit: int) -> str:
    """`<label>_<number>` where a company chose the label: its case does not count, its text does."""
    key = unicodedata.normalize("NFC", label)
    settled = clean(key)
    parts = (key.casefold(), number)
    if settled == key and "_" not in key and _units(key) <= label_limit and key:
        return _segment(parts, number, limit, _is_capital, before=f"{key}_")
    return _segment(parts, number, limit, _never, before=f"{_cut(settled, label_limit)}_")


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


def length(path: str) -> int:
    """How long SharePoint finds it: UTF-16 units."""
    return _units(path)


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
