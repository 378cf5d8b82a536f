"""The steps, in the order of a company's life with the option. Each gives a short fact, or raises what is missing."""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.company.state_records import Status
from stockage_partage.journey import activation, consulting, other_people, printing
from stockage_partage.journey.context import LICENSED, JourneyContext, expect
from stockage_partage.journey.printing import UNPLACED, example
from stockage_partage.messages.journey import ATTACHED, ATTACHED_TEXT, DESK
from stockage_partage.ui.attaching.attach_dialog import AttachDialog
from stockage_partage.ui.attaching.chosen_files import FileStatus
from stockage_partage.ui.classifying.classify_dialog import ClassifyDialog

ASKED = "diam"


def attached(context: JourneyContext) -> str:
    """Third party found as it is typed, file chosen, one button; it is in its folder online."""
    path, content = context.folder(DESK) / ATTACHED, ATTACHED_TEXT.encode()
    path.write_bytes(content)
    context.input.choose(context.window, "action_attach")
    dialog = context.input.opened(AttachDialog)
    party = dialog.target.party
    context.input.type(party.search, ASKED)
    context.window_driver.until(lambda: party.party is not None, "the third party looked for")
    context.input.click(dialog, "add_files")
    context.input.give_path("choose_files", path)
    context.window_driver.until(dialog.attach.isEnabled, "a file that can be attached")
    context.window_driver.picture(dialog, "joindre")
    context.input.click(dialog, "attach")
    context.window_driver.until(lambda: dialog.files.count(FileStatus.DONE) == 1, "attached file")
    context.window_driver.picture(dialog, "joint")
    context.input.click(dialog, "cancel")
    row = context.document("conditions", lambda row: row.status is Status.FILED)
    expect(context.online(row) == content, "the same bytes online")
    return row.path or ""


def classified(context: JourneyContext) -> str:
    """What was read is shown, the customer is created from it, « Classer » does the rest."""
    context.input.choose(context.window, "action_classify")
    dialog = context.input.opened(ClassifyDialog)
    expect(dialog.piece.number.text() == "FA00044", "number read in the document")
    context.window_driver.picture(dialog, "classer")
    context.input.click(dialog, "create_party")
    context.window_driver.until(lambda: dialog.picker.party is not None, "created customer")
    context.window_driver.picture(dialog, "tiers-cree")
    context.input.click(dialog, "classify")
    context.input.until_closed(dialog)
    row = context.document("fa00044", lambda row: row.status is Status.FILED)
    expect(context.online(row) == example(UNPLACED).read_bytes(), "the same bytes online")
    context.until(
        LICENSED, lambda state: state.facts.documents.to_classify == 0, "none to classify"
    )
    return row.path or ""


def event_loop(context: JourneyContext) -> str:
    """Nothing was slow on the window's thread, the first web view's making apart; where it was slowest."""
    slowest = max(context.gaps, key=lambda name: context.gaps[name])
    return f"{context.window_driver.latency.worst_ms:.0f} ms ({slowest})"


STEPS: dict[str, Callable[[JourneyContext], str]] = {
    "microsoft365": activation.microsoft365,
    "societe": activation.company,
    "fenetre": activation.window,
    "confirmation": activation.confirmation,
    "connexion": activation.sign_in,
    "groupe": activation.group,
    "initialisation": activation.provisioning,
    "lien": activation.link,
    "modele_obligatoire": printing.compulsory,
    "impression": printing.printed,
    "facture": printing.invoice,
    "deja_classee": printing.same_again,
    "dossier_surveille": printing.watched_folder,
    "pdf_incomplet": printing.half_written,
    "pdf_pris": printing.watched_print,
    "a_classer": printing.waiting_print,
    "classement": classified,
    "piece_jointe": attached,
    "retrouvee": consulting.found_again,
    "apercu": consulting.previewed,
    "sharepoint": consulting.in_sharepoint,
    "changements_en_ligne": other_people.changed_online,
    "synchronisation": other_people.synchronised,
    "application_limitee": other_people.limited_application,
    "collegue_ajoute": other_people.colleague_added,
    "deconnexion": other_people.sign_out,
    "autre_compte": other_people.other_account,
    "facture_ubl": consulting.received,
    "lue_en_francais": consulting.read_in_french,
    "desactivation": activation.deactivation,
    "consultation_fermee": consulting.closed,
    "rapatriement": activation.brought_back,
    "dossier": consulting.dossier_made,
    "dossier_verifie": consulting.dossier_verified,
    "reactivite": event_loop,
}
