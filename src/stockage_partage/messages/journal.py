"""What is said of the company's journal gone through: what is wrong with it, and when it was timestamped by whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.company.journal.verification import (
    DocumentFlaw,
    DocumentFound,
    Flaw,
    FlawFound,
    StampedEnd,
    VerificationResult,
)
from stockage_partage.messages.typography import day, number, plural, quoted, typeset

if TYPE_CHECKING:
    from stockage_partage.documents.proof.timestamps import FoundTimestamp


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


def verification_lines(result: VerificationResult) -> list[str]:
    """What a verification came to, for a person: the sums, then all that is wrong."""
    if result.is_whole:
        return [*verification_sums(result), WHOLE]
    return [
        *verification_sums(result),
        verification_total(result),
        *(f"  {each}" for each in verification_findings(result)),
    ]


def verification_sums(result: VerificationResult) -> list[str]:
    """How much was gone through, and where the journal ends."""
    entries = plural(result.head.number, "{n} ligne", "{n} lignes")
    return [
        typeset(f"Journal : {entries}. Dernière empreinte : {journal_head(result.head)}"),
        verified_documents(result),
        *verified_stamps(result),
    ]


def verified_stamps(result: VerificationResult) -> list[str]:
    """What the timestamps in the journal say of it; nothing where there is none."""
    if result.stamped is None:
        return []
    return [stamps_in_journal(result.timestamps, result.stamped)]


def verified_documents(result: VerificationResult) -> str:
    """How many documents were gone through, and where their bytes were looked at."""
    count = plural(result.documents, "{n} document", "{n} documents")
    return typeset(f"Documents : {count}{_by_their_bytes(result)}.")


def verification_total(result: VerificationResult) -> str:
    """« 3 constats : », before them."""
    return plural(result.total, "{n} constat", "{n} constats") + typeset(" :")


def verification_findings(result: VerificationResult) -> list[str]:
    """All that is listed as wrong, a sentence each: the journal first, then the documents."""
    return [
        *(f"{_flaw(each)}." for each in result.flaws),
        *(f"{_document(each)}." for each in result.found),
    ]


def journal_head(end: JournalHead) -> str:
    """A head as it is written down elsewhere and typed again."""
    return f"{end.number}:{end.hash}"


def verification_object(result: VerificationResult, kept: JournalHead | None) -> dict[str, Any]:
    """What a verification came to, for a machine. `kept`: the end that this workstation knew before."""
    return {
        "entier": result.is_whole,
        "lignes": result.head.number,
        "tete": journal_head(result.head),
        "tete_du_poste": None if kept is None else journal_head(kept),
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
    return None if last is None else stamp_object(last.number, last.moment, last.authority)


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


# --- timestamps -----------------------------------------------------------------------------------

#: Microseconds since 1970 before which every moment is in the calendar of every zone.
_END = 253_402_000_000_000_000

NO_STAMP = typeset(
    "Aucun horodatage d’un tiers n’accompagne cette preuve : ses dates sont celles des postes."
)
WHOM_TO_TRUST = typeset(
    "Le nom de l’autorité est celui qu’elle se donne : vérifiez l’horodatage avec son propre certificat avant de vous y fier."
)


def timestamp_kept(head: JournalHead) -> str:
    """A timestamp was just fetched."""
    return typeset(f"Journal horodaté jusqu’à la ligne n° {number(head.number)}.")


def stamped_at(value: datetime) -> str:
    """« le 01/12/2026 à 07:00:02 », in local time."""
    local = value.astimezone()
    return f"le {day(local)} à {local:%H:%M:%S}"


def timestamp_covers(line: int, at: object) -> str:
    """What an entry of the journal timestamped: up to which line, and when. `at`: microseconds since 1970 UTC."""
    told = f"jusqu’à la ligne n° {number(line)}"
    if isinstance(at, int) and 0 <= at < _END:
        told += f", {stamped_at(datetime.fromtimestamp(at / 1_000_000, UTC))}"
    return typeset(told)


def stamps_in_proof(stamps: Sequence[tuple[int, FoundTimestamp]]) -> list[str]:
    """Each timestamp of a proof that holds, with what it means; one line says that there is none."""
    if not stamps:
        return [NO_STAMP]
    told = [
        typeset(
            f"Horodaté {stamped_at(found.moment)} par {quoted(found.authority)}, jusqu’à la ligne n° {number(line)} du journal"
        )
        for line, found in stamps
    ]
    return [*told, WHOM_TO_TRUST]


def stamps_in_folder(count: int, first: FoundTimestamp, last: FoundTimestamp) -> list[str]:
    """The timestamps of a folder's proof, from the first to the last, one at least."""
    if count == 1:
        told = f"Horodaté {stamped_at(first.moment)} par {quoted(first.authority)}"
    else:
        told = (
            f"Horodaté {number(count)} fois, d’abord {stamped_at(first.moment)}, la dernière fois {stamped_at(last.moment)} "
            f"par {quoted(last.authority)}"
        )
    return [typeset(told), WHOM_TO_TRUST]


def stamps_in_journal(count: int, last: StampedEnd) -> str:
    """The timestamps of a company's journal that are sound."""
    stamps = plural(count, "{n} vérifié", "{n} vérifiés")
    return typeset(
        f"Horodatages : {stamps}. Le dernier, {stamped_at(last.moment)} par {quoted(last.authority)}, va jusqu’à la ligne n° {number(last.number)}."
    )


def stamp_objects(stamps: Sequence[tuple[int, FoundTimestamp]]) -> list[dict[str, Any]]:
    """The timestamps of a proof for a machine."""
    return [stamp_object(line, found.moment, found.authority) for line, found in stamps]


def stamp_object(line: int, at: datetime, authority: str) -> dict[str, Any]:
    """One timestamp for a machine: the line of the journal that it covers, when, by whom as it says."""
    return {"ligne": line, "instant": at.isoformat(), "autorite": authority}
