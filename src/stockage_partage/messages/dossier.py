"""« Constituer un dossier »: what is chosen, what it comes to, and all that is written in a dossier."""

from __future__ import annotations

from stockage_partage.company.state_records import Status
from stockage_partage.documents.dossier.dossier import DossierResult
from stockage_partage.documents.dossier.dossier_tables import (
    JOURNAL,
    PAGE,
    PROOF,
    SUMS,
    TABLE,
    DossierEntry,
    DossierSummary,
    DossierTexts,
)
from stockage_partage.documents.dossier.index_page import IndexRow, PageLink, PageTexts
from stockage_partage.documents.export.one_document import FileMatch
from stockage_partage.documents.viewing.view import is_program
from stockage_partage.messages import documents, documents_page, export, journal_entries
from stockage_partage.messages.documents import NUMBER, role_label, type_label
from stockage_partage.messages.proof import CHECKER
from stockage_partage.messages.typography import NBSP, day, number, plural, quoted, typeset
from stockage_partage.messages.waiting_reasons import unread_sentence

GOES_ON = "Ce qui a été récupéré est gardé. Recommencez sous le même nom pour reprendre le reste."
NOTHING_MADE = typeset(
    "Aucun document ne correspond à ces critères : aucun dossier n’est constitué. Vérifiez l’identifiant, le code du tiers, "
    "le type et les dates."
)


def summary(result: DossierResult) -> str:
    """What a run came to, on one line."""
    counts = result.brought
    there = counts.fetched + counts.already
    parts = [plural(there, "{n} document", "{n} documents")]
    if result.views:
        parts.append(plural(result.views, "{n} vue lisible", "{n} vues lisibles"))
    if counts.proven:
        parts.append(plural(counts.proven, "{n} prouvé", "{n} prouvés"))
    if counts.already and counts.fetched:
        parts.append(plural(counts.already, "{n} déjà en place", "{n} déjà en place"))
    if counts.changed:
        parts.append(plural(counts.changed, "{n} modifié en ligne", "{n} modifiés en ligne"))
    if counts.missing:
        parts.append(plural(counts.missing, "{n} non récupéré", "{n} non récupérés"))
    return " · ".join(part.replace(" ", NBSP, 1) for part in parts)


def where(result: DossierResult) -> str:
    """Where the dossier is, or what was fetched of it."""
    place = result.target or result.left
    return typeset(f"Dossier : {place}") if place else ""


def not_there(count: int) -> str:
    """Why the command does not end well."""
    return typeset(
        plural(
            count,
            "{n} document n’a pas pu être récupéré : l’index du dossier dit pourquoi, et que faire.",
            "{n} documents n’ont pas pu être récupérés : l’index du dossier dit pourquoi, et que faire.",
        )
    )


def head(result: DossierResult) -> str | None:
    """Where the journal ended, as it is typed again for « verifier »; None where there is none."""
    end = result.summary.head if result.summary is not None else None
    return f"{end.number}:{end.hash}" if end is not None and end.number else None


def keep_the_head(result: DossierResult) -> str:
    """The end of the journal, to be kept where nobody of the company writes."""
    if result.summary is None or not result.summary.head.number:
        return ""
    head = result.summary.head
    return typeset(f"Fin du journal, à garder ailleurs : n° {number(head.number)}, {head.hash}")


# --- the index ----------------------------------------------------------------------------------

HEADINGS = (
    "Identifiant", NUMBER, "Tiers", "Nom du tiers", "Type", "Rôle", "Date", "Montant", "Devise", "Fichier",
    "Vue lisible", "Fichiers joints", "Taille", "SHA-256", "SHA-256 conservé", "État", "Cycle de vie", "Conservé le",
    "Par", "Lien", "Preuve", "Remarque",
)  # fmt: skip
_STATES: dict[FileMatch, str] = {
    FileMatch.IDENTICAL: "Identique à ce qui a été conservé",
    FileMatch.COMPLETED: "Complété par SharePoint",
    FileMatch.AS_ONLINE: "Tel qu’en ligne",
    FileMatch.CHANGED: "Modifié en ligne",
}
_MISSING = "Non récupéré"
_PROVEN, _NOT_PROVEN = "oui", "non"


def _state(entry: DossierEntry) -> str:
    verdict = entry.brought.verdict
    return _STATES.get(verdict, _MISSING) if verdict is not None else _MISSING


def _remarks(entry: DossierEntry) -> tuple[str, ...]:
    """What to know of a document, in sentences; nothing when all is well."""
    unread = entry.pages.unread
    return tuple(
        each
        for each in (
            export.remark(entry.brought),
            " ".join(unread_sentence(unread)) if unread is not None else "",
        )
        if each
    )


def _cells(entry: DossierEntry) -> list[str]:
    row, brought = entry.brought.row, entry.brought
    message = documents.life_cycle_status(row)
    amount = "" if row.amount is None else f"{row.amount / 100:.2f}".replace(".", ",")
    return [
        str(row.id),
        row.number,
        row.third_party_code,
        row.third_party_name,
        type_label(row.type) if row.type else "",
        role_label(row.attached),
        day(row.date) if row.date else "",
        amount,
        row.currency if amount else "",
        brought.path,
        entry.pages.path,
        str(len(entry.pages.attached) or ""),
        str(brought.size or row.size),
        brought.sha256,
        row.sha256,
        _state(entry),
        documents.life_cycle_sentence(message) if message else "",
        row.created_at.astimezone().strftime("%d/%m/%Y %H:%M:%S"),
        row.by,
        row.url or "",
        _PROVEN if entry.proven else _NOT_PROVEN,
        " ".join(_remarks(entry)),
    ]


_PAGE_HEADINGS = (
    "Date", "Pièce", "Tiers", "Montant", "À ouvrir", "État", "Empreinte SHA-256",
)  # fmt: skip


def _row(entry: DossierEntry) -> IndexRow:
    row, brought = entry.brought.row, entry.brought
    message = documents.life_cycle_status(row)
    is_there = brought.missing is None
    file = brought.path.rpartition("/")[2]
    links = [PageLink(file, brought.path if is_there and not is_program(file) else "")]
    if entry.pages.path:
        links.append(PageLink("Vue lisible", entry.pages.path))
    links += [
        PageLink(typeset(f"Joint : {each.name}"), "" if is_program(each.path) else each.path)
        for each in entry.pages.attached
    ]
    proof = "Prouvé par le journal" if entry.proven else "Sans preuve dans ce dossier"
    return IndexRow(
        day(row.date) if row.date else "",
        (documents_page.heading(row),),
        (row.third_party_name, row.third_party_code),
        documents_page.amount(row),
        tuple(links),
        (
            _state(entry),
            proof if is_there else "",
            documents.life_cycle_sentence(message) if message else "",
            "" if row.status is Status.FILED or is_there else documents_page.status(row),
            *_remarks(entry),
        ),
        brought.sha256,
    )


# --- its page -----------------------------------------------------------------------------------

_NOTES = (
    "Les documents sont dans « Documents », à la place qu’ils ont en ligne, octet pour octet. Dans « Vues lisibles », une "
    "facture électronique est montrée en français : ce n’est qu’une vue, l’original est le fichier.",
    "La preuve montre que rien n’a changé depuis que quelqu’un d’autre connaît la fin du journal, donnée plus haut. Ce n’est "
    "ni une signature, ni un archivage à valeur probante. Les horodatages d’un tiers qu’elle porte, là où la société en demande, "
    "se vérifient comme le dit le guide de l’administrateur.",
)
_CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Les empreintes, sous Linux ou macOS, dans le dossier",
        (f"sha256sum --check --quiet {SUMS}",),
    ),
    (
        "Un fichier, sous Windows, ou avec OpenSSL : comparez avec l’empreinte de l’index",
        ('certutil -hashfile "FICHIER" SHA256', 'openssl dgst -sha256 "FICHIER"'),
    ),
    ("Les empreintes et la preuve ensemble, avec Python", ("python3 verifier.py",)),
)


def _made(told: DossierSummary) -> str:
    at = told.made.at.astimezone()
    by = f" par {told.made.by}" if told.made.by else ""
    return f"Constitué le {day(at)} à {at:%H:%M}{by}"


def page(told: DossierSummary) -> PageTexts:
    """The words of the index page of a dossier."""
    facts = [
        plural(told.documents, "{n} document", "{n} documents"),
        plural(told.proven, "{n} prouvé", "{n} prouvés"),
        typeset(f"fin du journal : n° {number(told.head.number)}, {told.head.hash}"),
    ]
    attention = []
    if told.missing:
        attention.append(
            plural(
                told.missing,
                "{n} document n’a pas pu être récupéré : sa ligne dit pourquoi.",
                "{n} documents n’ont pas pu être récupérés : leurs lignes disent pourquoi.",
            )
        )
    if told.changed:
        attention.append(
            plural(
                told.changed,
                "{n} document a été modifié en ligne depuis qu’il a été conservé : sa ligne le dit.",
                "{n} documents ont été modifiés en ligne depuis qu’ils ont été conservés : leurs lignes le disent.",
            )
        )
    files = (
        (TABLE, "Index pour un tableur"),
        (JOURNAL, "Extrait du journal"),
        (SUMS, "Empreintes"),
    )
    links = [PageLink(label, path) for path, label in files]
    if told.proven:
        links.append(PageLink("Preuve", PROOF))
    return PageTexts(
        title=typeset(f"Dossier de {told.company}"),
        facts=(_made(told), " · ".join(facts)),
        attention=tuple(map(typeset, attention)),
        notes=tuple(map(typeset, _NOTES)),
        check_title="Ce que contient ce dossier, et comment le vérifier",
        checks=tuple((typeset(sentence), lines) for sentence, lines in _CHECKS),
        search="Rechercher",
        counted=(
            "Aucun document trouvé sur {total}",
            "1 document sur {total}",
            "{n} documents sur {total}",
        ),
        caption="Documents",
        headings=_PAGE_HEADINGS,
        files=tuple(links),
    )


TEXTS = DossierTexts(
    HEADINGS,
    _cells,
    _row,
    page,
    journal_entries.HEADINGS,
    journal_entries.cells,
    journal_entries.head_cells,
    CHECKER,
)


# --- the window -----------------------------------------------------------------------------------

NONE_CHOSEN = "Aucun document ne correspond à ce choix."
DOSSIER_TITLE = "Constituer un dossier"
INTRODUCTION = typeset(
    "Pour un litige ou un contrôle : les documents choisis, sous toutes leurs formes, avec leur vue lisible, un index, "
    "leurs preuves et l’extrait du journal. Le dossier s’ouvre et se vérifie sur un poste sans ce programme. Rien n’est "
    "supprimé ni modifié en ligne."
)
WHILE_OFF = typeset(
    "Le stockage est désactivé : le dossier peut être constitué avec les documents restés en ligne."
)
NAME = "Nom du dossier"
NO_NAME = "Donnez un nom au dossier."
UNFIT_NAME = typeset('Ce nom contient un caractère que les dossiers refusent : / \\ : * ? " < > |')
FORM = "Forme"
AS_FOLDER = "Un dossier"
AS_ZIP = "Un fichier zip"
TEXT_HINT = "Numéro, tiers, nom… Laissez vide pour tout prendre."
FINISH = "Constituer le dossier"
CANCEL = "Annuler"
RUNNING = "Dossier en cours de constitution…"
PACKING = "Écriture du fichier zip…"
STOPPING = "Arrêt en cours…"
DONE = "Le dossier est constitué"
STOPPED = "Le dossier n’est pas terminé"
FAILED = "La constitution du dossier s’est arrêtée"
PROGRESS_NAME = "Documents mis dans le dossier"


def default_name(company: str, today: str) -> str:
    """What a dossier is called as long as nobody says otherwise."""
    return f"Dossier {company} {today}"


def of_selection(count: int) -> str:
    """Which documents, where they were chosen in the list."""
    return plural(
        count,
        "Le document choisi dans la liste, et les autres fichiers de sa pièce.",
        "Les {n} documents choisis dans la liste, et les autres fichiers de leurs pièces.",
    )


def chosen(count: int) -> str:
    """How many documents the choice means; the other files of their pieces come with them."""
    if count == 0:
        return NONE_CHOSEN
    return plural(
        count,
        "{n} document répond à ce choix ; les autres fichiers de sa pièce l’accompagnent.",
        "{n} documents répondent à ce choix ; les autres fichiers de leurs pièces les accompagnent.",
    ).replace(" ;", "\N{NARROW NO-BREAK SPACE};")


def to_open() -> str:
    """What somebody who receives the dossier opens first."""
    return typeset(f"Ouvrez {quoted(PAGE)} : cette page mène à tout le reste.")
