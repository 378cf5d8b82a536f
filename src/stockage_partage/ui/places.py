"""The places of the window and the way to each, as tree, menu and breadcrumb show it."""

from __future__ import annotations

from enum import StrEnum

from stockage_partage.words import window as words


class Place(StrEnum):
    """A page of the window."""

    IDENTIFICATION = "identification"
    FISCAL_YEARS = "fiscal_years"
    THIRD_PARTIES = "third_parties"
    EXCHANGES = "exchanges"
    TEMPLATES = "templates"


#: Section → its places, in the tree's order.
TREE: dict[str, tuple[Place, ...]] = {
    words.YOUR_COMPANY: (Place.IDENTIFICATION, Place.FISCAL_YEARS, Place.THIRD_PARTIES),
    words.PROCESSING: (Place.EXCHANGES,),
    words.CUSTOMISING: (Place.TEMPLATES,),
}

NAMES: dict[Place, str] = {
    Place.IDENTIFICATION: words.IDENTIFICATION,
    Place.FISCAL_YEARS: words.FISCAL_YEARS,
    Place.THIRD_PARTIES: words.THIRD_PARTIES,
    Place.EXCHANGES: words.EXCHANGES,
    Place.TEMPLATES: words.TEMPLATES,
}


def section(place: Place) -> str:
    """The section a place belongs to."""
    return next(title for title, places in TREE.items() if place in places)


def way(place: Place) -> tuple[tuple[str, Place | None], ...]:
    """« Fichier › Paramètres société › … »: each step's name and where a click on it leads.

    None is the menu « Fichier » itself; the last step is where one already is.
    """
    title = section(place)
    return (
        (words.FILE, None),
        (words.COMPANY_SETTINGS, next(iter(TREE.values()))[0]),
        (title, TREE[title][0]),
        (NAMES[place], place),
    )
