"""What is said of sending to Sage Document Manager, in the window and on the command line."""

from __future__ import annotations

from stockage_partage.documents.document_manager import TransferOutcome
from stockage_partage.messages.typography import NBSP, plural, typeset

STATUSES: dict[TransferOutcome, str] = {
    TransferOutcome.SENT: "envoyé",
    TransferOutcome.ALREADY_THERE: "déjà dans le dossier d’échange",
    TransferOutcome.REFUSED: "refusé",
}


def line(name: str, status: TransferOutcome, place: str, reason: str | None) -> str:
    """One file on one line, for a person."""
    parts = [f"{name}{NBSP}: {STATUSES[status]}"]
    parts += [part for part in (place, reason) if part]
    return " · ".join(parts)


# --- Window --------------------------------------------------------------------------------------

TITLE = "Envoyer vers Sage Document Manager"
EXPLANATION = typeset(
    "Les fichiers sont copiés dans le dossier d’échange, où Sage Document Manager vient les prendre. "
    "Ces envois s’arrêtent dès que le stockage Microsoft 365 est activé pour la société."
)
FOLDER_LABEL = "Dossier d’échange"
FOLDER_UNKNOWN = "Aucun dossier choisi"
CHOOSE_FOLDER = "Choisir…"
CHANGE_FOLDER = "Changer…"
FOLDER_SET = "Ce dossier est réglé par votre administrateur."
FOLDER_NEEDED = "Choisissez d’abord le dossier d’échange."
FILES_NEEDED = "Ajoutez d’abord des fichiers."


def send_button(count: int) -> str:
    """« Envoyer 3 fichiers »."""
    return (
        plural(count, f"Envoyer {{n}}{NBSP}fichier", f"Envoyer {{n}}{NBSP}fichiers")
        if count
        else "Envoyer"
    )


def summary(sent: int, refused: int) -> str:
    """What came of it."""
    parts = [plural(sent, f"{{n}}{NBSP}fichier envoyé", f"{{n}}{NBSP}fichiers envoyés")]
    if refused:
        parts.append(plural(refused, f"{{n}}{NBSP}refusé", f"{{n}}{NBSP}refusés"))
    return " · ".join(parts)


SENDING = "Envoi des fichiers…"
STOP = "Arrêter"
STOPPED = "pas envoyé, arrêté à votre demande"
