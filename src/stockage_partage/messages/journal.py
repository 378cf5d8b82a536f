"""What is said of the company's journal: what was done, and what is wrong with it."""

from __future__ import annotations

from typing import Any

from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.company.journal.verification import (
    DocumentFlaw,
    DocumentFound,
    Flaw,
    FlawFound,
    StampedEnd,
    VerificationResult,
)
from stockage_partage.messages import timestamps
from stockage_partage.messages.typography import number, plural, quoted, typeset

_FLAWS = {
    Flaw.CHANGED: typeset("{which} : le texte n’est plus celui qui a été écrit"),
    Flaw.MISSING: typeset("{which} : absente du journal"),
    Flaw.MOVED: typeset("{which} : elle a été écrite à une autre place"),
    Flaw.UNLINKED: typeset(
        "{which} : elle ne suit pas la précédente, qui a été réécrite, ajoutée ou retirée"
    ),
    Flaw.CUT: typeset("{which} : la fin du journal a été retirée"),
    Flaw.REWRITTEN: typeset(
        "{which} : ce n’est plus celle qui a été vue ; le journal a été récrit jusque-là au moins"
    ),
    Flaw.TIMESTAMP: typeset(
        "{which} : l’horodatage n’est pas celui de ce journal ; le journal a été récrit, ou l’horodatage remplacé"
    ),
    Flaw.HEAD: typeset("{which} : la base indique une autre fin que la dernière ligne du journal"),
}
_DOCUMENT_FLAWS = {
    DocumentFlaw.GONE: "déposé, jamais retiré, et absent de la base",
    DocumentFlaw.UNTOLD: "dans la base, sans qu’aucune ligne du journal en parle",
    DocumentFlaw.CHANGED: "la base indique un autre contenu que le journal",
    DocumentFlaw.BYTES_CHANGED: "le contenu gardé dans la base a changé",
    DocumentFlaw.BYTES_GONE: "le contenu gardé dans la base a disparu",
    DocumentFlaw.FILE_CHANGED: "le fichier du dossier n’est pas celui qui a été déposé",
    DocumentFlaw.ONLINE_CHANGED: "le fichier en ligne n’est plus celui qui a été envoyé",
    DocumentFlaw.ONLINE_GONE: "envoyé, et absent en ligne",
}
NO_HEAD = typeset(
    "Aucune fin de journal n’était encore gardée sur ce poste : une fin retirée, ou un journal récrit en entier, ne se "
    "verra qu’à partir de maintenant."
)
NOT_WHOLE = typeset(
    "Ne modifiez plus rien dans la base et gardez-en une copie. Demandez à votre administrateur si une sauvegarde a été "
    "restaurée ; sinon, comparez avec une sauvegarde d’avant."
)
WHOLE = "Rien n’a été modifié, retiré, ajouté ni déplacé."
HEAD_ACCEPTED = "La fin d’aujourd’hui est gardée sur ce poste, à la place de la précédente."


def lines(result: VerificationResult) -> list[str]:
    """What a verification came to, for a person: the sums, then all that is wrong."""
    if result.is_whole:
        return [*sums(result), WHOLE]
    return [*sums(result), total(result), *(f"  {each}" for each in findings(result))]


def sums(result: VerificationResult) -> list[str]:
    """How much was gone through, and where the journal ends."""
    entries = plural(result.head.number, "{n} ligne", "{n} lignes")
    return [
        typeset(f"Journal : {entries}. Dernière empreinte : {head(result.head)}"),
        documents(result),
        *stamps(result),
    ]


def stamps(result: VerificationResult) -> list[str]:
    """What the timestamps in the journal say of it; nothing where there is none."""
    if result.stamped is None:
        return []
    return [timestamps.in_journal(result.timestamps, result.stamped)]


def documents(result: VerificationResult) -> str:
    """How many documents were gone through, and where their bytes were looked at."""
    count = plural(result.documents, "{n} document", "{n} documents")
    return typeset(f"Documents : {count}{_by_their_bytes(result)}.")


def total(result: VerificationResult) -> str:
    """« 3 constats : », before them."""
    return plural(result.total, "{n} constat", "{n} constats") + typeset(" :")


def findings(result: VerificationResult) -> list[str]:
    """All that is listed as wrong, a sentence each: the journal first, then the documents."""
    return [
        *(f"{_flaw(each)}." for each in result.flaws),
        *(f"{_document(each)}." for each in result.found),
    ]


def head(end: JournalHead) -> str:
    """A head as it is written down elsewhere and typed again."""
    return f"{end.number}:{end.hash}"


def as_object(result: VerificationResult, kept: JournalHead | None) -> dict[str, Any]:
    """What a verification came to, for a machine. `kept`: the end that this workstation knew before."""
    return {
        "entier": result.is_whole,
        "lignes": result.head.number,
        "tete": head(result.head),
        "tete_du_poste": None if kept is None else head(kept),
        "documents": result.documents,
        "octets_verifies": result.bytes_read,
        "fichiers_verifies": result.files,
        "en_ligne_verifies": result.online,
        "horodatages": result.timestamps,
        "dernier_horodatage": _stamped(result.stamped),
        "constats": result.total,
        "journal": [
            {"constat": each.flaw.value, "de": each.first, "a": each.last} for each in result.flaws
        ],
        "pieces": [
            {
                "constat": each.flaw.value,
                "document": each.document,
                "numero": each.number or None,
                "chemin": each.path,
            }
            for each in result.found
        ],
    }


def _stamped(last: StampedEnd | None) -> dict[str, Any] | None:
    return None if last is None else timestamps.as_object(last.number, last.moment, last.authority)


def _by_their_bytes(result: VerificationResult) -> str:
    ways = (
        (result.bytes_read, "dans la base"),
        (result.files, "dans le dossier"),
        (result.online, "en ligne"),
    )
    told = [f"{number(count)} {where}" for count, where in ways if count]
    return f", contenu vérifié pour {', '.join(told)}" if told else ""


def _flaw(found: FlawFound) -> str:
    which = (
        f"Ligne {number(found.first)}"
        if found.first == found.last
        else f"Lignes {number(found.first)} à {number(found.last)}"
    )
    return _FLAWS[found.flaw].format(which=which)


def _document(found: DocumentFound) -> str:
    name = quoted(found.path or found.title) if found.title else ""
    return typeset(
        f"Document {found.document}{' ' + name if name else ''} : {_DOCUMENT_FLAWS[found.flaw]}"
    )
