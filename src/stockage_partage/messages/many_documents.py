"""Several documents chosen at once: what they are together, and what one work came to for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.state_records import Status
from stockage_partage.documents.viewing.many import MOST, MOST_OPENED, ManyResult
from stockage_partage.messages import documents_page as one
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, number, plural, typeset


class ManyWork(StrEnum):
    """A work that was done with several documents."""

    OPEN = "open"
    SAVE = "save"
    RETRY = "retry"
    WITHDRAW = "withdraw"


PREVIEW = typeset("Plusieurs documents sont choisis : un bouton agit sur tous ceux qu’il concerne.")
READING = "Lecture des documents choisis…"
TOO_MANY = typeset(f"Choisissez {MOST} documents au plus pour agir sur tous à la fois.")
TOO_MANY_TO_OPEN = typeset(
    f"Choisissez {MOST_OPENED} documents au plus pour les ouvrir ensemble, ou enregistrez-les dans un dossier."
)
SAVE_FOLDER = "Dossier où enregistrer les documents"
WITHDRAW_KEEP = "Les garder"

_BY_STATUS: dict[Status, tuple[str, str]] = {
    Status.FILED: ("{n} classé", "{n} classés"),
    Status.WAITING: ("{n} en attente", "{n} en attente"),
    Status.BLOCKED: ("{n} bloqué", "{n} bloqués"),
    Status.TO_CLASSIFY: ("{n} à classer", "{n} à classer"),
}


def chosen(count: int) -> str:
    """« 12 documents choisis »."""
    return plural(count, f"{{n}}{NBSP}document choisi", f"{{n}}{NBSP}documents choisis")


def by_status(rows: Sequence[DocumentRow]) -> str:
    """« 10 classés · 2 bloqués »."""
    counted = (
        (words, sum(row.status is status for row in rows)) for status, words in _BY_STATUS.items()
    )
    return " · ".join(
        plural(count, *words).replace(" ", NBSP, 1) for words, count in counted if count
    )


def total(rows: Sequence[DocumentRow]) -> list[tuple[str, str]]:
    """The sum of the amounts, where all that are known are in one currency; nothing otherwise.

    Another form of an invoice has the amount that the invoice has: it is not counted again.
    """
    priced = [row for row in rows if row.amount is not None and not row.attached]
    if not priced or len({row.currency for row in priced}) > 1:
        return []
    return [
        ("Montant total", one.money(sum(row.amount or 0 for row in priced), priced[0].currency))
    ]


def label(text: str, concerned: int, count: int) -> str:
    """« Réessayer (2) » where a work concerns some of those chosen; its own words where it concerns all."""
    return text if concerned == count else f"{text}{NBSP}({number(concerned)})"


def doing(turn: int, count: int) -> str:
    """« 3 documents sur 12 »."""
    return typeset(f"{number(turn)} {'documents' if turn > 1 else 'document'} sur {number(count)}")


_DONE: dict[ManyWork, tuple[str, str]] = {
    ManyWork.OPEN: ("{n} document est ouvert.", "{n} documents sont ouverts."),
    ManyWork.SAVE: (
        "{n} document est enregistré dans {folder}.",
        "{n} documents sont enregistrés dans {folder}.",
    ),
    ManyWork.RETRY: (
        "{n} document repart en tête de la file d’envoi.",
        "{n} documents repartent en tête de la file d’envoi.",
    ),
    ManyWork.WITHDRAW: ("{n} document est retiré.", "{n} documents sont retirés."),
}
_UNCHANGED: dict[ManyWork, tuple[str, str]] = {
    ManyWork.RETRY: ("{n} n’attendait plus d’envoi.", "{n} n’attendaient plus d’envoi."),
    ManyWork.WITHDRAW: (
        "{n} document n’est pas retiré : il est en cours d’envoi ou classé, ou quelqu’un a décidé de le garder.",
        "{n} documents ne sont pas retirés : ils sont en cours d’envoi ou classés, ou quelqu’un a décidé de les garder.",
    ),
    ManyWork.OPEN: (
        "Aucun programme de ce poste n’ouvre {n} d’entre eux : enregistrez-le.",
        "Aucun programme de ce poste n’ouvre {n} d’entre eux : enregistrez-les.",
    ),
}
_SHOWN = 3  # reasons that are told one by one


def result(work: ManyWork, came: ManyResult, folder: Path | None = None) -> str:
    """What was done, what was not, and why; one text for all of them."""
    parts = []
    if came.done or not (came.refused or came.unchanged or came.ended_by):
        parts.append(_counted(_DONE[work], came.done, folder))
    if came.unchanged:
        parts.append(_counted(_UNCHANGED[work], came.unchanged))
    parts += [f"« {one.heading(row)} » : {explain(why).what}" for row, why in came.refused[:_SHOWN]]
    more = len(came.refused) - _SHOWN
    if more > 0:
        parts.append(
            _counted(("{n} autre n’a pas pu l’être.", "{n} autres n’ont pas pu l’être."), more)
        )
    if came.left:
        parts.append(_counted(("{n} n’a pas été traité.", "{n} n’ont pas été traités."), came.left))
    if came.ended_by is not None:
        parts.append(explain(came.ended_by).sentence)
    return typeset(" ".join(parts))


def _counted(words: tuple[str, str], count: int, folder: Path | None = None) -> str:
    return (words[0] if count < 2 else words[1]).format(n=number(count), folder=folder)


def leaving(count: int, staying: int) -> str:
    """Said of documents that go in half a minute, while they can still be kept; `staying`: those that cannot go."""
    told = plural(
        count,
        "Le document sera retiré dans une demi-minute.",
        "{n} documents seront retirés dans une demi-minute.",
    )
    stays = _counted(_UNCHANGED[ManyWork.WITHDRAW], staying) if staying else ""
    return typeset(f"{told} {stays}".strip())


def withdraw_title(count: int) -> str:
    """The question before several documents are taken back."""
    return typeset(f"Retirer {number(count)} documents ?")


def withdraw_points(rows: Sequence[DocumentRow]) -> list[str]:
    """What is lost, what is not."""
    size = one.size(sum(row.size for row in rows))
    return [
        typeset(
            f"Ces documents ({size}) ne sont pas encore dans l’espace en ligne : les copies gardées ici sont "
            "effacées, sans retour possible."
        ),
        "Ils ne seront pas classés. Pour les classer plus tard, imprimez-les ou déposez-les de nouveau.",
        "Rien ne change dans SharePoint, ni pour les autres documents.",
    ]
