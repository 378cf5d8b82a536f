"""Entries of the company's journal as a person reads them, and as other programs and spreadsheets do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from stockage_partage.company.journal.entries import JournalAct, JournalEntry, JournalHead
from stockage_partage.company.online.online_records import ChangeKind
from stockage_partage.documents.repair.findings import Fault, FaultFinding
from stockage_partage.messages import journal, repairing
from stockage_partage.messages.documents import type_label
from stockage_partage.messages.printing import FILINGS
from stockage_partage.messages.synchronising import counted
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
    told = (number(entry.number), local(entry), label(entry), subject(entry), who)
    return "  ".join(filter(None, told))


def label(entry: JournalEntry) -> str:
    """What was done; the database's own word where no version of this program has a name for it."""
    return LABELS.get(entry.act, entry.act)


def subject(entry: JournalEntry) -> str:
    """What it was done to, as short as it is recognised by."""
    told = told_by(entry)
    if (in_words := _mended(told) or _followed(told) or _chosen(told)) is not None:
        return in_words
    names = {**told, "path": str(told.get("path") or "").rpartition("/")[2]}
    name = next(
        (str(names[key]) for key in ("title", "name", "path", "template") if names.get(key)), ""
    )
    code = str(told.get("code") or "")
    if "before" in told and "after" in told and not code:
        changed = f"{told['before'] or '–'} → {told['after'] or '–'}"
        return " ".join(filter(None, (name, changed)))
    if entry.act == JournalAct.TIMESTAMPED.value and isinstance(told.get("number"), int):
        return journal.timestamp_covers(told["number"], told.get("time"))
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


def table(end: JournalHead, entries: Iterable[JournalEntry]) -> list[tuple[str, ...]]:
    """The lines of a table beneath `HEADINGS`: an entry each, then where the journal ended."""
    return [*map(cells, entries), head_cells(end)]


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


def head_cells(end: JournalHead) -> tuple[str, ...]:
    """The last line of a table: where the whole journal ended when it was written."""
    return (HEAD, *[""] * (len(HEADINGS) - 2), f"{end.number}:{end.hash}")


def written(count: int, place: str) -> str:
    """Where a table was written, and how many entries are in it."""
    lines = plural(count, "{n} ligne écrite", "{n} lignes écrites")
    return typeset(f"{lines} dans {quoted(place)}.")


def told_by(entry: JournalEntry) -> dict[str, Any]:
    """What the entry tells, by its names; empty for a text that is none of ours."""
    try:
        found = json.loads(entry.subject)
    except (ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _mended(told: dict[str, Any]) -> str | None:
    """What a repair found wrong; None for another entry, and for what a newer program mended."""
    try:
        return repairing.found(FaultFinding(Fault(told["fault"]), int(told["count"])))
    except (KeyError, ValueError, TypeError):
        return None


def _followed(told: dict[str, Any]) -> str | None:
    """What a synchronisation brought in; None for another entry."""
    try:
        counts = {ChangeKind(name): int(count) for name, count in told.items()}
    except (ValueError, TypeError):
        return None
    return ", ".join(counted(counts)) or None


def _chosen(told: dict[str, Any]) -> str | None:
    """Whether a template's prints are filed now, and were before; None for another entry."""
    if not told.get("template"):
        return None
    name = type_label(str(told["template"]).rpartition("/")[2])
    filed = {mode.value: said for mode, said in FILINGS.items()}
    before, after = (filed.get(str(told.get(key)), "–") for key in ("before", "after"))
    return typeset(f"{name} : {before} → {after}")


def local(entry: JournalEntry) -> str:
    """When it was told, on this computer's clock; empty for a number that is no moment."""
    moment = entry.moment
    return moment.astimezone().strftime("%d/%m/%Y %H:%M:%S") if moment is not None else ""


def _utc(entry: JournalEntry) -> str:
    moment = entry.moment
    return moment.isoformat(timespec="microseconds") if moment is not None else ""
