"""The company's journal in its window and beside a document: what its columns, fields and results say."""

from __future__ import annotations

from datetime import date
from typing import Any

from stockage_partage.applications import Application
from stockage_partage.company.journal.entries import JournalEntry
from stockage_partage.company.journal.verification import VerificationResult
from stockage_partage.messages import documents, journal, journal_entries, names
from stockage_partage.messages.third_parties import KINDS
from stockage_partage.messages.typography import NBSP, day, number, plural, typeset

TITLE = "Journal de la société"
HELP = typeset(
    "Ce qui a été fait, quand, par qui et d’où, du plus récent au plus ancien. « Vérifier » relit tout : ce qui a été "
    "changé, retiré ou ajouté après coup est trouvé."
)

TEXT = "Rechercher"
TEXT_HINT = "Fichier, tiers, compte, poste…"
ACT = "Ce qui a été fait"
ANY_ACT = "Tout"
SINCE = "Depuis le"
UNTIL = "Jusqu’au"

TABLE = "Lignes du journal"
COLUMNS: tuple[str, ...] = (
    "N°", "Date et heure", "Ce qui a été fait", "Sur quoi", "Compte", "Poste", "Application",
)  # fmt: skip
DETAILS = "Ligne choisie"
READING = "Lecture du journal…"
EMPTY_TITLE = "Aucune ligne pour l’instant"
EMPTY = typeset(
    "Le journal commence avec cette version du programme : ce qui est fait à partir de maintenant s’y lit."
)
NOTHING_TITLE = "Aucune ligne trouvée"
NOTHING = "Essayez un mot de moins ou d’autres dates, ou affichez tout."
SHOW_ALL = "Tout afficher"
NOTHING_TO_EXPORT = "Il n’y a aucune ligne à exporter."

VERIFY = "Vérifier…"
EXPORT_TITLE = "Exporter le journal"
CSV_NAME = "journal.csv"
#: Beside where a table was written: what it is good for later.
HEAD_KEPT = typeset(
    "Sa dernière ligne est la tête du journal : gardez ce fichier hors de la base, il montrera plus tard si la fin du "
    "journal a été retirée."
)

VERIFICATION = "Vérification du journal"
VERIFYING = typeset(
    "Chaque ligne du journal est relue, puis chaque document, avec le contenu que la base garde encore. Cela peut durer "
    "plusieurs minutes."
)
STOP = "Interrompre"
STOPPED = "La vérification a été interrompue : elle n’a rien conclu, et rien n’a été modifié."
FAILED = "La vérification n’a pas pu être menée à son terme."
HEAD_COPIED = typeset(
    "« Copier les détails » prend aussi la tête du journal : collez-la hors de la base, un autre jour elle montrera si la "
    "fin du journal a été retirée."
)
KEEP_END = "Garder la fin d’aujourd’hui…"
KEEP_END_TITLE = typeset("Garder la fin d’aujourd’hui ?")
KEEP_END_VERB = "Garder cette fin"
KEEP_END_POINTS = (
    "À ne faire que si une sauvegarde de la base a été restaurée, et que votre administrateur le confirme.",
    typeset(
        "Ce poste compare désormais avec la fin d’aujourd’hui : celle qui manque n’est plus signalée ici."
    ),
    "Rien ne change dans la base. Les autres postes signalent chacun la fin qu’ils ont vue.",
)
#: How many findings are shown; all of them can be copied.
_SHOWN = 50

NOTHING_OF_DOCUMENT = typeset(
    "Le journal ne dit rien de ce document : il a été gardé par une version précédente du programme, ou ajouté "
    "directement en ligne."
)


def document_title(name: str) -> str:
    """The title of the dialog about one document: « Journal : Facture FA00042 »."""
    return typeset(f"Journal : {name}")


def shown(count: int, *, more: bool) -> str:
    """How many entries are in the list; `more`: the older ones come as one goes down."""
    lines = plural(count, "{n} ligne", "{n} lignes")
    if not more:
        return lines
    return typeset(f"Les {number(count)} lignes les plus récentes ; descendez pour voir la suite.")


def cell(entry: JournalEntry, column: int) -> str:
    """What a column of the list says of an entry."""
    return (
        number(entry.number),
        journal_entries.local(entry),
        journal_entries.label(entry),
        journal_entries.subject(entry),
        entry.account,
        entry.workstation,
        application(entry),
    )[column]


def application(entry: JournalEntry) -> str:
    """From which application; the database's own word for one that this version does not know."""
    try:
        return names.application(Application(entry.application))
    except ValueError:
        return entry.application


def accessible_entry(entry: JournalEntry) -> str:
    """A whole entry, for a screen reader."""
    told = (cell(entry, column) for column in range(1, len(COLUMNS)))
    return ", ".join(part for part in told if part)


def details(entry: JournalEntry) -> str:
    """All that an entry tells, a fact a line, to be read and copied."""
    told = journal_entries.told_by(entry)
    if entry.document is None:
        told.pop("number", None)  # of another thing than a document
    facts = [
        (COLUMNS[0], number(entry.number)),
        *((name, _value(key, told.get(key))) for key, name in _FACTS.items()),
        ("Empreinte de la ligne", entry.hash),
    ]
    who = accessible_entry(entry)
    return "\n".join([who, *(f"{name}{NBSP}: {value}" for name, value in facts if value)])


_FACTS = {
    "title": "Fichier",
    "type": "Type de pièce",
    "number": documents.NUMBER,
    "date": "Date de la pièce",
    "third_party_code": "Tiers",
    "path": "Emplacement",
    "version": "Version",
    "size": "Taille en octets",
    "code": "Code",
    "kind": "Genre",
    "name": "Nom",
    "template": "Modèle",
    "before": "Avant",
    "after": "Après",
    "documents": "Documents",
    "missing": "Non récupérés",
    "sha256": "Empreinte du contenu",
}


def _value(key: str, told: Any) -> str:
    if told in (None, ""):
        return ""
    if isinstance(told, dict):
        return ", ".join(str(each) for each in told.values() if each not in (None, ""))
    if key == "type":
        return documents.type_label(str(told))
    if key == "kind":
        return KINDS.get(str(told), str(told))
    if key == "date":
        return _day(str(told))
    if key == "path":
        return str(told).replace("/", " › ")
    return number(told) if isinstance(told, int) and not isinstance(told, bool) else str(told)


def _day(told: str) -> str:
    try:
        return day(date.fromisoformat(told))
    except ValueError:
        return told


def verified(result: VerificationResult) -> list[str]:
    """What a verification came to, for a window: the sums, then the first things that are wrong."""
    found = journal.verification_findings(result)
    hidden = result.total - len(found[:_SHOWN])
    more = [plural(hidden, "… et {n} autre.", "… et {n} autres.")] if hidden else []
    return [
        plural(result.head.number, "{n} ligne du journal relue.", "{n} lignes du journal relues."),
        journal.verified_documents(result),
        *journal.verified_stamps(result),
        *found[:_SHOWN],
        *more,
    ]


def conclusion(result: VerificationResult) -> str:
    """What a verification came to, in a line."""
    if result.is_whole:
        return journal.WHOLE
    return plural(
        result.total,
        "{n} chose n’est pas comme elle a été écrite.",
        "{n} choses ne sont pas comme elles ont été écrites.",
    )


def unread_bytes(result: VerificationResult) -> str:
    """Which bytes this verification did not look at; empty where it looked at all."""
    away = result.documents - result.bytes_read
    if away <= 0:
        return ""
    return typeset(
        plural(
            away,
            "Le contenu de {n} document n’est plus dans la base : il est en ligne, et n’a pas été relu ici. Votre "
            "administrateur peut le faire relire.",
            "Le contenu de {n} documents n’est plus dans la base : il est en ligne, et n’a pas été relu ici. Votre "
            "administrateur peut le faire relire.",
        )
    )
