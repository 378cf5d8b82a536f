"""What the dialogs of attaching and of Sage Document Manager can look like, made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from previews import Preview, sample_names
from stockage_partage import errors
from stockage_partage.activation.panel_rules import ClosedWork
from stockage_partage.applications import Application
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.register.pieces import NumberedDocument
from stockage_partage.documents.attaching.group_files import GroupFile, GroupFolder
from stockage_partage.documents.attaching.targets import TargetKind
from stockage_partage.documents.document_manager import TransferOutcome
from stockage_partage.documents.filing.local_files import SelectedFile, SelectionCaution
from stockage_partage.messages import attaching as texts
from stockage_partage.ui.attaching.attach_dialog import AttachDialog
from stockage_partage.ui.attaching.chosen_files import FileStatus
from stockage_partage.ui.attaching.document_manager import DocumentManagerDialog
from stockage_partage.ui.attaching.group_files import GroupDialog

TODAY = date(2026, 11, 24)
CARAT = ThirdParty("CARAT", "clients", sample_names.CUSTOMER, siren="552100554")
PARTIES = (
    ThirdParty("BILLO", "fournisseurs", sample_names.SUPPLIER),
    CARAT,
    ThirdParty("ZECLAT", "clients", "Zodiac bijoux"),
)
PIECES = tuple(
    NumberedDocument(number, f"k{number}", "", kind, name, day, "CARAT")
    for number, (kind, name, day) in enumerate(
        (
            ("facture", "FA00042", date(2026, 11, 17)),
            ("bon-de-livraison", "BL00117", date(2026, 11, 10)),
            ("devis", "DE00068", date(2026, 10, 2)),
        )
    )
)
FOLDERS = ("Sage", "Clients", "CARAT")
PIECE_FOLDERS = (*FOLDERS, "Documents ventes", "202611", "Facture_FA00042", "A transmettre")
FILES = (
    SelectedFile(Path("Plan de la vitrine.pdf"), 1_240_000),
    SelectedFile(Path("Photos du chantier.zip"), 482_000_000),
    SelectedFile(Path("Installation.exe"), 38_400_000, caution=SelectionCaution.PROGRAM),
)
CONTRACT = GroupFile("1", "Contrat cadre.docx", "Contrats/Contrat cadre.docx", 84_000, False)


def _on_third_party() -> AttachDialog:
    dialog = AttachDialog(TODAY)
    dialog.target.show_parties(PARTIES)
    dialog.target.party.list.setCurrentRow(1)
    dialog.files.add((*FILES[:2], CONTRACT))
    dialog.show_place(texts.destination((*FOLDERS, texts.ATTACHED)), "")
    return dialog


def _empty() -> AttachDialog:
    dialog = AttachDialog(TODAY)
    dialog.target.show_parties(PARTIES)
    dialog.show_place("", "Indiquez le tiers.")
    return dialog


def _attachment() -> AttachDialog:
    dialog = _on_third_party()
    dialog.files.say_save_first()
    return dialog


def _on_piece() -> AttachDialog:
    dialog = AttachDialog(TODAY)
    dialog.target.choose(TargetKind.DOCUMENT)
    dialog.target.show_parties((CARAT,))
    dialog.target.show_pieces(CARAT, PIECES)
    dialog.target.pieces.folder.transmit.setChecked(True)
    dialog.files.add(FILES[:1])
    dialog.show_place(texts.destination(PIECE_FOLDERS), "")
    return dialog


def _on_article() -> AttachDialog:
    dialog = AttachDialog(TODAY)
    dialog.target.choose(TargetKind.ARTICLE)
    dialog.target.family.setText("BIJOUX")
    dialog.target.reference.setText("BAGUE01")
    dialog.files.add(FILES[:1])
    place = ("Sage", "Articles", "BIJOUX", "BAGUE01", texts.ATTACHED)
    dialog.show_place(texts.destination(place), "")
    return dialog


def _limited() -> AttachDialog:
    dialog = _on_third_party()
    application = Application.GESTION_COMMERCIALE
    closed = {
        kind: texts.refused(kind, ClosedWork.OPTION_MISSING, application)
        for kind in (TargetKind.DOCUMENT, TargetKind.ARTICLE)
    }
    dialog.target.show_allowed(closed, texts.limited(application))
    return dialog


def _running() -> AttachDialog:
    dialog = _on_third_party()
    dialog.show_running()
    dialog.files.put(0, FileStatus.WAITING, texts.WAITING)
    dialog.files.put(1, FileStatus.READING, texts.reading(45))
    dialog.show_progress(0.46)
    return dialog


def _over() -> AttachDialog:
    dialog = _on_third_party()
    dialog.show_running()
    dialog.files.put(
        0, FileStatus.DONE, f"{texts.SENT}, {texts.renamed('Plan de la vitrine (2).pdf')}"
    )
    dialog.files.put(1, FileStatus.REFUSED, texts.refusal_of(errors.FileUnreadable()))
    dialog.files.put(2, FileStatus.WAITING, texts.WAITING)
    dialog.show_over("marie.durand@bijou.fr")
    return dialog


def _group() -> GroupDialog:
    dialog = GroupDialog()
    names = (("Avenants", True, 0), ("Contrat cadre.docx", False, 84_000))
    more = (("Conditions 2026.pdf", False, 412_000), ("Tarif.xlsx", False, 38_000))
    items = tuple(
        GroupFile(str(number), name, f"Contrats/{name}", size, folder)
        for number, (name, folder, size) in enumerate((*names, *more))
    )
    dialog.show_folder(GroupFolder("Contrats", items))
    dialog.list.setCurrentRow(1)
    dialog.list.item(1).setSelected(True)
    return dialog


def _group_signed_out() -> GroupDialog:
    dialog = GroupDialog()
    dialog.show_trouble(errors.SignInNeeded())
    return dialog


def _document_manager() -> DocumentManagerDialog:
    dialog = DocumentManagerDialog()
    dialog.show_folder(Path(r"Z:\Sage\Document Manager\Depot"))
    dialog.files.add(FILES[:2])
    return dialog


def _document_manager_over() -> DocumentManagerDialog:
    dialog = _document_manager()
    dialog.show_running()
    sent = texts.EXCHANGED[TransferOutcome.SENT]
    dialog.files.put(0, FileStatus.DONE, sent)
    dialog.files.put(1, FileStatus.REFUSED, texts.refusal_of(errors.DocumentManagerClosed()))
    dialog.show_over()
    return dialog


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "dialog-attach": _on_third_party,
        "dialog-attach-empty": _empty,
        "dialog-attach-attachment": _attachment,
        "dialog-attach-piece": _on_piece,
        "dialog-attach-article": _on_article,
        "dialog-attach-limited": _limited,
        "dialog-attach-running": _running,
        "dialog-attach-over": _over,
        "dialog-group-files": _group,
        "dialog-group-files-signed-out": _group_signed_out,
        "dialog-document-manager": _document_manager,
        "dialog-document-manager-new": DocumentManagerDialog,
        "dialog-document-manager-over": _document_manager_over,
    }
