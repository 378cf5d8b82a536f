"""The page « Tiers » and its dialogs, made up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from stockage_partage.applications import Application
from stockage_partage.company.facts import ThirdParty
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.places import Place
from stockage_partage.words import third_parties as words

Scene = Callable[[], QWidget]

PARTIES = (
    ThirdParty("BILLO", "fournisseurs", "Billo Frères", "652014051", None, "FR34652014051"),
    ThirdParty("BOUTIQUE", "clients", "Ma jolie boutique", "787878784", "78787878400035"),
    ThirdParty("CARAT", "clients", "Carat Joaillerie", "552100554", "55210055400013", "FR40552100554"),
    ThirdParty("DIAMANT", "clients", "Diamant vert", "542051180", None, "FR59542051180"),
    ThirdParty("MAIRIE", "autres", "Mairie de Saumur"),
    ThirdParty("MARTINL", "salaries", "Martin Louise"),
    ThirdParty("MOULIN", "fournisseurs", "Au bon moulin", "999999998", "99999999800010"),
    ThirdParty("MULLER", "fournisseurs", "Müller Feinwerk GmbH", vat="DE136695976"),
)


def _window() -> MainWindow:
    made = MainWindow(Application.COMPTABILITE, demonstration=True)
    made.resize(1072, 704)
    made.go_to(Place.THIRD_PARTIES)
    return made


def _filled() -> MainWindow:
    made = _window()
    page = made.third_parties
    page.close_to_changes("")
    page.show_parties(PARTIES, len(PARTIES))
    page.table.selectRow(2)
    page.certain.say(words.now_certain(3), words.CLASSIFY_THEM)
    return made


def _empty() -> MainWindow:
    made = _window()
    made.third_parties.close_to_changes("")
    made.third_parties.show_parties((), 0)
    return made


def _read_only() -> MainWindow:
    made = _window()
    made.third_parties.close_to_changes(words.READ_ONLY)
    made.third_parties.show_parties(PARTIES, len(PARTIES))
    return made


def scenes() -> dict[str, Scene]:
    """Name → what makes the widget."""
    return {
        "third-parties": _filled,
        "third-parties-empty": _empty,
        "third-parties-read-only": _read_only,
    }
