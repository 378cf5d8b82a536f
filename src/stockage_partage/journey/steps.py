"""The steps, in the order of a company's life with the option. Each gives a short fact, or raises what is missing."""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.journey import (
    activating,
    attaching,
    classifying,
    consulting,
    leaving,
    online,
    people,
    printing,
)
from stockage_partage.journey.scene import Scene


def event_loop(scene: Scene) -> str:
    """Nothing was slow on the window's thread, the first web view's making apart; where it was slowest."""
    slowest = max(scene.gaps, key=lambda name: scene.gaps[name])
    return f"{scene.stage.heart.worst_ms:.0f} ms ({slowest})"


STEPS: dict[str, Callable[[Scene], str]] = {
    "microsoft365": activating.microsoft365,
    "societe": activating.company,
    "fenetre": activating.window,
    "confirmation": activating.confirmation,
    "connexion": activating.sign_in,
    "groupe": activating.group,
    "initialisation": activating.provisioning,
    "lien": activating.link,
    "modele_obligatoire": printing.compulsory,
    "impression": printing.printed,
    "facture": printing.invoice,
    "deja_classee": printing.same_again,
    "dossier_surveille": printing.watched_folder,
    "pdf_incomplet": printing.half_written,
    "pdf_pris": printing.watched_print,
    "a_classer": printing.waiting_print,
    "classement": classifying.classified,
    "piece_jointe": attaching.attached,
    "retrouvee": consulting.found_again,
    "apercu": consulting.previewed,
    "sharepoint": consulting.in_sharepoint,
    "changements_en_ligne": online.changed_online,
    "synchronisation": online.synchronised,
    "application_limitee": people.limited_application,
    "collegue_ajoute": people.colleague_added,
    "deconnexion": people.sign_out,
    "autre_compte": people.other_account,
    "desactivation": leaving.deactivation,
    "consultation_fermee": consulting.closed,
    "rapatriement": leaving.brought_back,
    "reactivite": event_loop,
}
