"""Names given to Microsoft: what is legal, stable and still readable. Pure functions.

Limits are those of the Graph group resource: displayName 256 characters, mailNickname 64 ASCII
characters without ``@ ( ) \\ [ ] " ; : < > ,`` and space (we leave the full stop out as well).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote

PREFIX = "Sage – "
DISPLAY_NAME_LIMIT = 256
NICKNAME_LIMIT = 64
SHORT_ID_LENGTH = 8

# Letters that Unicode does not decompose into an ASCII one.
_LETTERS = {
    0x153: "oe",
    0xE6: "ae",
    0xDF: "ss",
    0xF8: "o",
    0x142: "l",
    0x111: "d",
    0xF0: "d",
    0xFE: "th",
}
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"  # they hold emoji and some scripts together
_TAIL = _JOINERS + "– "


def group_display_name(company_name: str) -> str:
    """``Sage – <raison sociale>``, at most 256 UTF-16 units, never cut inside a character."""
    name = " ".join(_visible(unicodedata.normalize("NFC", company_name)).split())
    return _trimmed(PREFIX + name, DISPLAY_NAME_LIMIT).rstrip(_TAIL)


def unique_name(company_id: str) -> str:
    """The alternate key of the company's group: what makes a second group impossible."""
    if not company_id:
        raise ValueError("a company without an id has no group")
    return f"sage-{company_id}"


def is_ours(unique: str | None) -> bool:
    """True for a group that belongs to a company of this program, whichever."""
    return unique is not None and unique.startswith("sage-")


def mail_nickname(company_name: str, company_id: str) -> str:
    """An ASCII alias of at most 64 characters; its last eight belong to this company alone.

    Raises ValueError when `company_id` is empty.
    """
    if not company_id:
        raise ValueError("a company without an id has no group")
    short = hashlib.sha256(company_id.encode()).hexdigest()[:SHORT_ID_LENGTH]
    room = NICKNAME_LIMIT - len("sage-") - 1 - SHORT_ID_LENGTH
    slug = _slug(company_name)[:room].strip("-")
    return "-".join(part for part in ("sage", slug, short) if part)


def odata_string(text: str) -> str:
    """A string literal of an OData expression, not yet percent-encoded."""
    return "'" + text.replace("'", "''") + "'"


def url_literal(text: str) -> str:
    """A string literal of an OData expression, percent-encoded to stand in an address."""
    return quote(odata_string(text), safe="")


def path_segments(path: str) -> str:
    """``A/B.pdf`` with each segment percent-encoded by itself.

    Raises ValueError for an empty, ``.`` or ``..`` segment: the address would mean another place.
    """
    segments = path.split("/")
    if any(segment in ("", ".", "..") for segment in segments):
        raise ValueError("a path in a library has no empty or relative segment")
    return "/".join(quote(segment, safe="") for segment in segments)


def _visible(text: str) -> str:
    return "".join(
        " " if unicodedata.category(c).startswith("C") and c not in _JOINERS else c for c in text
    )


def _trimmed(text: str, limit: int) -> str:
    # Microsoft counts UTF-16 units; an emoji is two of them and must not be halved.
    units = text.encode("utf-16-le")[: limit * 2]
    kept = units.decode("utf-16-le", errors="ignore")
    while kept and len(kept) < len(text) and unicodedata.combining(text[len(kept)]):
        kept = kept[:-1]  # a letter does not lose its accent
    return kept


def _slug(text: str) -> str:
    lowered = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in lowered if not unicodedata.combining(c))
    letters = re.sub(r"[\u2019'`]", "-", letters).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
