"""The page « Tiers » and its dialogs, made up."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from previews import Preview, sample_names
from previews.panel_previews import ACTIVE, window
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.csv_file import (
    CsvContents,
    DoubtfulLine,
    LineRefusal,
    RefusedLine,
)
from stockage_partage.company.third_parties.identity import FieldProblem, ThirdPartyField
from stockage_partage.company.third_parties.third_parties import ImportCounts
from stockage_partage.messages import third_parties as texts
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import Access
from stockage_partage.ui.third_parties.third_parties_controller import ImportDialog
from stockage_partage.ui.third_parties.third_party_editor import ThirdPartyDialog
from stockage_partage.ui.window.main_window import MainWindow

PARTIES = (
    ThirdParty("BILLO", "fournisseurs", sample_names.SUPPLIER, "652014051", None, "FR34652014051"),
    ThirdParty("BOUTIQUE", "clients", "Ma jolie boutique", "787878784", "78787878400035"),
    ThirdParty(
        "CARAT", "clients", sample_names.CUSTOMER, "552100554", "55210055400013", "FR40552100554"
    ),
    ThirdParty("DIAMANT", "clients", "Diamant vert", "542051180", None, "FR59542051180"),
    ThirdParty("MAIRIE", "autres", "Mairie de Saumur"),
    ThirdParty("MARTINL", "salaries", "Martin Louise"),
    ThirdParty("MOULIN", "fournisseurs", "Au bon moulin", "999999998", "99999999800010"),
    ThirdParty("MULLER", "fournisseurs", sample_names.FOREIGN_SUPPLIER, vat="DE136695976"),
)


def _window() -> MainWindow:
    return window(ACTIVE, place=PageId.THIRD_PARTIES)


def _filled() -> MainWindow:
    made = _window()
    page = made.body.third_parties
    page.show_access(Access.OPEN)
    page.show_parties(PARTIES, len(PARTIES))
    page.table.selectRow(2)
    page.certain.say(texts.now_certain(3), texts.CLASSIFY_THEM)
    return made


def _empty() -> MainWindow:
    made = _window()
    made.body.third_parties.show_access(Access.OPEN)
    made.body.third_parties.show_parties((), 0)
    return made


def _read_only() -> MainWindow:
    made = _window()
    made.body.third_parties.show_access(Access.READ_ONLY)
    made.body.third_parties.show_parties(PARTIES, len(PARTIES))
    return made


def _form() -> ThirdPartyDialog:
    made = ThirdPartyDialog(None, beginning=ThirdParty("OLIVE", "clients", "Me gusta olive"))
    siren = made.fields[ThirdPartyField.SIREN].editor
    assert isinstance(siren, QLineEdit)  # noqa: S101  # it is typed
    siren.setText("552 100 545")
    made.save.click()
    return made


CONTENTS = CsvContents(
    PARTIES,
    (
        RefusedLine(14, LineRefusal.SIREN, "732 829"),
        RefusedLine(87, LineRefusal.CODE_TWICE, "CARAT"),
        RefusedLine(203, LineRefusal.TYPE, "banque"),
    ),
    (DoubtfulLine(31, "ATELIER", ThirdPartyField.SIREN, FieldProblem.KEY),),
)


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "third-parties": _filled,
        "third-parties-empty": _empty,
        "third-parties-read-only": _read_only,
        "dialog-third-party": _form,
        "dialog-import": lambda: ImportDialog(CONTENTS, ImportCounts(128, 7, 1042)),
    }
