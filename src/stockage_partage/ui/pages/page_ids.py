"""The places of the window and the way to each, as tree, menu and breadcrumb show it."""

from __future__ import annotations

from enum import StrEnum

from stockage_partage.messages import window as texts
from stockage_partage.messages.names import COMPANY_SETTINGS


class PageId(StrEnum):
    """A page of the window."""

    DOCUMENTS = "documents"
    IDENTIFICATION = "identification"
    FISCAL_YEARS = "fiscal_years"
    THIRD_PARTIES = "third_parties"
    EXCHANGES = "exchanges"
    TEMPLATES = "templates"


class Section(StrEnum):
    """A group of pages of settings, in the tree and in the menu."""

    YOUR_COMPANY = "your_company"
    PROCESSING = "processing"
    CUSTOMISING = "customising"


#: Where the daily work is: above « Paramètres société » in the tree.
DAILY: tuple[PageId, ...] = (PageId.DOCUMENTS,)

#: Section of « Paramètres société » → its places, in the tree's order.
TREE: dict[Section, tuple[PageId, ...]] = {
    Section.YOUR_COMPANY: (PageId.IDENTIFICATION, PageId.FISCAL_YEARS, PageId.THIRD_PARTIES),
    Section.PROCESSING: (PageId.EXCHANGES,),
    Section.CUSTOMISING: (PageId.TEMPLATES,),
}

SECTION_NAMES: dict[Section, str] = {
    Section.YOUR_COMPANY: texts.YOUR_COMPANY,
    Section.PROCESSING: texts.PROCESSING,
    Section.CUSTOMISING: texts.CUSTOMISING,
}

NAMES: dict[PageId, str] = {
    PageId.DOCUMENTS: texts.DOCUMENTS,
    PageId.IDENTIFICATION: texts.IDENTIFICATION,
    PageId.FISCAL_YEARS: texts.FISCAL_YEARS,
    PageId.THIRD_PARTIES: texts.THIRD_PARTIES,
    PageId.EXCHANGES: texts.EXCHANGES,
    PageId.TEMPLATES: texts.TEMPLATES,
}


def section_of(place: PageId) -> Section:
    """The section that a page of settings belongs to; StopIteration for another place."""
    return next(section for section, places in TREE.items() if place in places)


def way(place: PageId) -> tuple[tuple[str, PageId | None], ...]:
    """« Fichier › Paramètres société › … » to a page of settings: each step's name and where a click on it leads.

    None is the menu « Fichier » itself; the last step is where one already is.
    """
    section = section_of(place)
    return (
        (texts.FILE, None),
        (COMPANY_SETTINGS, next(iter(TREE.values()))[0]),
        (SECTION_NAMES[section], TREE[section][0]),
        (NAMES[place], place),
    )
