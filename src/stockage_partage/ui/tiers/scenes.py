"""The page « Tiers » and its dialogs, made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtWidgets import QLineEdit, QWidget

from stockage_partage.company.facts import DocumentRow, Status, ThirdParty
from stockage_partage.company.third_parties import BroughtIn
from stockage_partage.company.third_party_checks import Field, Problem
from stockage_partage.company.third_party_csv import (
    Contents,
    DoubtfulLine,
    Refused,
    RefusedLine,
)
from stockage_partage.documents.filing.placing import Lacking, Side
from stockage_partage.documents.filing.proposing import Proposal, Waiting
from stockage_partage.documents.reading.invoice import InvoiceType, Party, Reading, Unread
from stockage_partage.documents.tree.document_types import Domain, ThirdPartyKind
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.places import Place
from stockage_partage.ui.scenes import ACTIVE, window
from stockage_partage.ui.tiers.classify_dialog import ClassifyDialog
from stockage_partage.ui.tiers.import_dialog import ImportDialog
from stockage_partage.ui.tiers.third_party_dialog import ThirdPartyDialog
from stockage_partage.words import samples
from stockage_partage.words import third_parties as words

Scene = Callable[[], QWidget]

PARTIES = (
    ThirdParty("BILLO", "fournisseurs", samples.SUPPLIER, "652014051", None, "FR34652014051"),
    ThirdParty("BOUTIQUE", "clients", "Ma jolie boutique", "787878784", "78787878400035"),
    ThirdParty(
        "CARAT", "clients", samples.CUSTOMER, "552100554", "55210055400013", "FR40552100554"
    ),
    ThirdParty("DIAMANT", "clients", "Diamant vert", "542051180", None, "FR59542051180"),
    ThirdParty("MAIRIE", "autres", "Mairie de Saumur"),
    ThirdParty("MARTINL", "salaries", "Martin Louise"),
    ThirdParty("MOULIN", "fournisseurs", "Au bon moulin", "999999998", "99999999800010"),
    ThirdParty("MULLER", "fournisseurs", samples.FOREIGN_SUPPLIER, vat="DE136695976"),
)


def _window() -> MainWindow:
    return window(ACTIVE, place=Place.THIRD_PARTIES)


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


NOW = datetime(2026, 11, 24, 9, 15).astimezone()
READING = Reading(
    InvoiceType.INVOICE,
    "FA-2017-0008",
    date(2017, 11, 3),
    Party("BIJOU SA", "732829320", vat="FR44732829320"),
    Party("Me gusta olive", "787878784", "78787878400035", "FR18787878784"),
    "EUR",
    Decimal("1284.50"),
    "en16931",
)
CUSTOMER = Side(Domain.SALES, ThirdPartyKind.CUSTOMER, READING.buyer)
INVOICE = "ventes/facture"


def _row(title: str, *, pdf: bool = True) -> DocumentRow:
    return DocumentRow(
        id=7, key=None, version=None, status=Status.TO_CLASSIFY, type="", number="", date=None,
        third_party_kind="", third_party_code="", third_party_name="", title=title, path=None,
        size=48_211, sha256="", content_type="application/pdf" if pdf else "", source="",
        provisional=False, model="", by="marie.durand@bijou.fr", application="comptabilite",
        group_id="8f1c", read=None, amount=None, currency="", sending=False, attempts=0, due_at=NOW,
        trouble=None, trouble_detail="", item_id=None, url=None, sent_size=None, created_at=NOW,
        filed_at=None,
    )  # fmt: skip


def _unknown() -> Waiting:
    newcomer = ThirdParty(
        "MEGUSTAOLIVE", "clients", READING.buyer.name, "787878784", vat="FR18787878784"
    )
    return Waiting(
        _row("Facture_FA-2017-0008.pdf"),
        READING,
        None,
        CUSTOMER,
        (),
        (Lacking.CUSTOMER_NOT_FOUND,),
        Proposal(None, INVOICE, READING.number, READING.date, newcomer=newcomer),
    )


def _several() -> Waiting:
    namesakes = (
        ThirdParty("OLIVE", "clients", "Me gusta olive – Lyon"),
        ThirdParty("OLIVE2", "clients", "Me gusta olive – Nantes"),
    )
    known = _unknown()
    return replace(
        known,
        candidates=namesakes,
        lacking=(Lacking.THIRD_PARTY_SEVERAL,),
        proposal=replace(known.proposal, newcomer=None),
    )


def _unreadable() -> Waiting:
    lacking = (Lacking.THIRD_PARTY, Lacking.TYPE, Lacking.DATE, Lacking.NUMBER)
    return Waiting(
        _row("facture_fournisseur_abimee.pdf"), None, Unread.BROKEN_XML, None, (), lacking
    )


def _remembered() -> Waiting:
    both = (Lacking.THIRD_PARTY, Lacking.TYPE)
    proposal = Proposal(PARTIES[0], "achats/facture", remembered=both)
    return replace(
        _unreadable(),
        row=_row("Facture Billo 2026-11.pdf"),
        unread=Unread.NOTHING_INSIDE,
        proposal=proposal,
    )


def _classify(document: Callable[[], Waiting], number: int = 1, of: int = 1) -> Scene:
    def made() -> ClassifyDialog:
        dialog = ClassifyDialog()
        dialog.show_document(document(), number, of)
        return dialog

    return made


def scenes() -> dict[str, Scene]:
    """Name → what makes the widget."""
    return {
        "third-parties": _filled,
        "third-parties-empty": _empty,
        "third-parties-read-only": _read_only,
        "dialog-third-party": _form,
        "dialog-classify": _classify(_unknown, 1, 3),
        "dialog-classify-several": _classify(_several),
        "dialog-classify-unreadable": _classify(_unreadable, 2, 3),
        "dialog-classify-remembered": _classify(_remembered),
        "dialog-import": lambda: ImportDialog(CONTENTS, BroughtIn(128, 7, 1042)),
    }
