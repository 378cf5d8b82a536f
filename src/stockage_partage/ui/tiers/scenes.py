"""The page « Tiers » and its dialogs, made up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from stockage_partage.applications import Application
from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.third_parties import BroughtIn
from stockage_partage.company.third_party_checks import Field, Problem
from stockage_partage.company.third_party_csv import (
    Contents,
    DoubtfulLine,
    Refused,
    RefusedLine,
)
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.places import Place
from stockage_partage.ui.tiers.import_dialog import ImportDialog
from stockage_partage.ui.tiers.third_party_dialog import ThirdPartyDialog
from stockage_partage.words import third_parties as words

Scene = Callable[[], QWidget]

PARTIES = (
    ThirdParty("BILLO", "fournisseurs", "Billo Frères", "652014051", None, "FR34652014051"),
    ThirdParty("BOUTIQUE", "clients", "Ma jolie boutique", "787878784", "78787878400035"),
    ThirdParty(
        "CARAT", "clients", "Carat Joaillerie", "552100554", "55210055400013", "FR40552100554"
    ),
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


def _form() -> ThirdPartyDialog:
    made = ThirdPartyDialog(None, beginning=ThirdParty("OLIVE", "clients", "Me gusta olive"))
    siren = made.fields[Field.SIREN].editor
    assert isinstance(siren, QLineEdit)  # noqa: S101  # it is typed
    siren.setText("552 100 545")
    made.save.click()
    return made


CONTENTS = Contents(
    PARTIES,
    (
        RefusedLine(14, Refused.SIREN, "732 829"),
        RefusedLine(87, Refused.CODE_TWICE, "CARAT"),
        RefusedLine(203, Refused.TYPE, "banque"),
    ),
    (DoubtfulLine(31, "ATELIER", Field.SIREN, Problem.KEY),),
)


def scenes() -> dict[str, Scene]:
    """Name → what makes the widget."""
    return {
        "third-parties": _filled,
        "third-parties-empty": _empty,
        "third-parties-read-only": _read_only,
        "dialog-third-party": _form,
        "dialog-import": lambda: ImportDialog(CONTENTS, BroughtIn(128, 7, 1042)),
    }
