"""What a window is asked to show: by the command line, or by an address that any page or message may hold.

`stockage-partage://ouvrir?societe=S:/Compta/BIJOU.db&application=comptabilite&page=documents&document=FA00042`
An address shows and never acts; it opens no company but those known here, for it may come from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from stockage_partage.errors import WindowAddressRefused

SCHEME = "stockage-partage"
_OPEN = "ouvrir"
#: Characters of an address, and of a document's number in one; browsers pass two thousand.
_LONGEST, _LONGEST_NUMBER = 2000, 100


class PageWord(StrEnum):
    """A page of the window, as addresses and the command line name it."""

    DOCUMENTS = "documents"
    IDENTIFICATION = "identification"
    FISCAL_YEARS = "exercices"
    THIRD_PARTIES = "tiers"
    EXCHANGES = "echanges"
    TEMPLATES = "modeles"


@dataclass(frozen=True, slots=True)
class WindowTarget:
    """What to show: a word of `PageWord`, a document's number; both "" to show the window as it is."""

    page: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class WindowAddress:
    """What an address asks for. `company` and `application` are "" for those of the settings."""

    company: str = ""
    application: str = ""
    target: WindowTarget = WindowTarget()


def read_address(text: str) -> WindowAddress:
    """The address understood. Raises WindowAddressRefused for whatever we would not have written."""
    try:
        parts = urlsplit(text)
        said = parse_qs(parts.query, strict_parsing=True, max_num_fields=4) if parts.query else {}
    except ValueError as error:
        raise WindowAddressRefused(type(error).__name__) from error
    what = [part for part in (parts.netloc, parts.path.strip("/")) if part]
    known = {"societe", "application", "page", "document"}
    if (
        len(text) > _LONGEST
        or not text.isprintable()
        or parts.scheme != SCHEME
        or what != [_OPEN]
        or not said.keys() <= known
        or any(len(values) != 1 for values in said.values())
    ):
        raise WindowAddressRefused("not one of ours")
    one = {name: values[0] for name, values in said.items()}
    page, document = one.get("page", ""), one.get("document", "")
    if page and page not in set(PageWord):
        raise WindowAddressRefused("page")
    if len(document) > _LONGEST_NUMBER or not document.isprintable():
        raise WindowAddressRefused("document")
    return WindowAddress(
        one.get("societe", ""), one.get("application", ""), WindowTarget(page, document)
    )


def address_of(address: WindowAddress) -> str:
    """The address that `read_address` understands as that one."""
    said = {
        "societe": address.company,
        "application": address.application,
        "page": address.target.page,
        "document": address.target.document,
    }
    query = urlencode({name: value for name, value in said.items() if value}, quote_via=quote)
    return f"{SCHEME}://{_OPEN}" + (f"?{query}" if query else "")
