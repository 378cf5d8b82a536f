"""Entries of the company's journal as a person reads them, and as other programs and spreadsheets do."""

from __future__ import annotations

import json
from typing import Any

from stockage_partage.company.journal.entries import JournalAct, JournalEntry, JournalHead
from stockage_partage.messages.typography import number, plural, quoted, typeset

LABELS: dict[str, str] = {
    JournalAct.STORAGE_ON: "Stockage activé",
    JournalAct.STORAGE_OFF: "Stockage désactivé",
    JournalAct.GROUP_RENAMED: "Groupe renommé",
    JournalAct.KEPT: "Document déposé",
    JournalAct.ATTACHED: "Document joint",
    JournalAct.CLASSIFIED: "Document classé",
    JournalAct.DUPLICATE_DROPPED: "Doublon écarté",
    JournalAct.SENT: "Document envoyé en ligne",
    JournalAct.WITHDRAWN: "Document retiré",
    JournalAct.BROUGHT_BACK: "Documents rapatriés",
    JournalAct.DOSSIER_MADE: "Dossier constitué",
    JournalAct.SYNCHRONISED: "Documents synchronisés",
    JournalAct.TEMPLATE_CHANGED: "Modèle changé",
    JournalAct.LICENCE_INSTALLED: "Licence installée",
    JournalAct.THIRD_PARTY_ADDED: "Tiers ajouté",
    JournalAct.THIRD_PARTY_CHANGED: "Tiers modifié",
    JournalAct.THIRD_PARTY_REMOVED: "Tiers retiré",
    JournalAct.FISCAL_START_CHANGED: "Début d’exercice changé",
    JournalAct.DATABASE_MOVED: "Base déplacée",
    JournalAct.DATABASE_MADE_A_COPY: "Base devenue une copie",
    JournalAct.REPAIRED: "Réparation",
    JournalAct.TIMESTAMPED: "Journal horodaté",
}
NOTHING_FOUND = "Aucune ligne du journal ne répond à la demande."
HEADINGS = (
    "Numéro", "Date et heure (UTC)", "Ce qui a été fait", "Application", "Poste", "Compte",
    "Document", "Sur quoi", "Détail", "Empreinte précédente", "Empreinte",
)  # fmt: skip
#: The first cell of the last line of a table.
HEAD = "Tête"


def line(entry: JournalEntry) -> str:
    """One entry on one line, in local time."""
    who = " · ".join(filter(None, (entry.account, entry.workstation, entry.application)))
    told = (number(entry.number), _local(entry), label(entry), subject(entry), who)
    return "  ".join(filter(None, told))


def label(entry: JournalEntry) -> str:
    """What was done; the database's own word where no version of this program has a name for it."""
    return LABELS.get(entry.act, entry.act)


def subject(entry: JournalEntry) -> str:
    """What it was done to, as short as it is recognised by."""
    told = _read(entry)
    name = next(
        (str(told[key]) for key in ("title", "name", "path", "template") if told.get(key)), ""
    )
    code = str(told.get("code") or "")
    if "before" in told and "after" in told and not code:
        changed = f"{told['before'] or '–'} → {told['after'] or '–'}"
        return " ".join(filter(None, (name, changed)))
    if entry.act == JournalAct.TIMESTAMPED.value and isinstance(told.get("number"), int):
        return typeset(f"jusqu’à la ligne n° {number(told['number'])}")
    if isinstance(told.get("documents"), int):
        return plural(told["documents"], "{n} document", "{n} documents")
    return " ".join(filter(None, (code, name)))


def cells(entry: JournalEntry) -> tuple[str, ...]:
    """One entry as a line of a table."""
    return (
        str(entry.number), _utc(entry), label(entry), entry.application, entry.workstation,
        entry.account, "" if entry.document is None else str(entry.document), subject(entry),
        entry.subject, entry.previous, entry.hash,
    )  # fmt: skip


def head_cells(end: JournalHead) -> tuple[str, ...]:
    """The last line of a table: where the whole journal ended when it was written."""
    return (HEAD, *[""] * (len(HEADINGS) - 2), f"{end.number}:{end.hash}")


def as_object(entry: JournalEntry) -> dict[str, Any]:
    """One entry for a machine; `sujet` is the very text that was hashed."""
    return {
        "numero": entry.number,
        "instant": _utc(entry) or None,
        "acte": entry.act,
        "libelle": label(entry),
        "application": entry.application,
        "poste": entry.workstation,
        "compte": entry.account,
        "document": entry.document,
        "sujet": entry.subject,
        "precedente": entry.previous,
        "empreinte": entry.hash,
    }


def written(count: int, place: str) -> str:
    """Where a table was written, and how many entries are in it."""
    lines = plural(count, "{n} ligne écrite", "{n} lignes écrites")
    return typeset(f"{lines} dans {quoted(place)}.")


def _read(entry: JournalEntry) -> dict[str, Any]:
    try:
        found = json.loads(entry.subject)
    except (ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _local(entry: JournalEntry) -> str:
    moment = entry.moment
    return moment.astimezone().strftime("%d/%m/%Y %H:%M:%S") if moment is not None else ""


def _utc(entry: JournalEntry) -> str:
    moment = entry.moment
    return moment.isoformat(timespec="microseconds") if moment is not None else ""
