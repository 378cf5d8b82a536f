"""The page « Tiers » and the commands `tiers`: columns, form, results, and what an import came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import FieldProblem, ThirdPartyField
from stockage_partage.messages.plain_troubles import LINE_FIELDS, LINE_REASONS
from stockage_partage.messages.typography import NBSP, after_colon, number, plural, quoted, typeset

if TYPE_CHECKING:
    from stockage_partage.company.third_parties.csv_file import (
        CsvContents,
        DoubtfulLine,
        RefusedLine,
    )
    from stockage_partage.company.third_parties.third_parties import ImportCounts

HELP = (
    "Les documents se rangent sous leur tiers, reconnu par son SIREN, son SIRET, son numéro de TVA, "
    "puis son nom."
)
SEARCH = "Rechercher"
SEARCH_HINT = "Rechercher un code, un nom, un numéro…"
TABLE_NAME = "Tiers de la société"
ADD = "Ajouter…"
MODIFY = "Modifier…"
REMOVE = "Retirer"
IMPORT = "Importer un CSV…"
CHOOSE_FIRST = "Choisissez d’abord un tiers dans la liste."
READ_ONLY = "La base de la société ne peut pas être modifiée depuis ce poste."
READ_ONLY_NOTICE = typeset(
    "La base de la société ne peut pas être modifiée depuis ce poste : vous pouvez consulter les tiers, "
    "pas les modifier. Demandez à votre administrateur le droit d’écrire dans cette base ; si c’est un "
    "fichier, dans son dossier aussi."
)
NOT_OPEN = "La base de la société n’est pas encore lue."
EMPTY_TITLE = "Aucun tiers pour l’instant"
EMPTY = (
    "Importez la liste de vos clients et fournisseurs depuis votre logiciel, ou ajoutez-les un à un. "
    "Leurs factures se classeront alors d’elles-mêmes."
)
NOTHING_FOUND = "Aucun tiers ne correspond à cette recherche."
CLASSIFY_THEM = "Les classer"

KINDS: dict[str, str] = {
    "clients": "Client",
    "fournisseurs": "Fournisseur",
    "salaries": "Salarié",
    "autres": "Autre",
}

FIELDS: dict[ThirdPartyField, str] = {
    ThirdPartyField.CODE: "Code",
    ThirdPartyField.NAME: "Nom",
    ThirdPartyField.KIND: "Type",
    ThirdPartyField.SIREN: "SIREN",
    ThirdPartyField.SIRET: "SIRET",
    ThirdPartyField.VAT: "N° de TVA",
}

_MISSING: dict[ThirdPartyField, str] = {
    ThirdPartyField.CODE: "Indiquez le code du tiers.",
    ThirdPartyField.NAME: "Indiquez le nom du tiers.",
}
_TOO_LONG: dict[ThirdPartyField, str] = {
    ThirdPartyField.CODE: "Un code a dix-sept caractères au plus.",
    ThirdPartyField.NAME: "Un nom a soixante-neuf caractères au plus.",
}
_FORM: dict[ThirdPartyField, str] = {
    ThirdPartyField.CODE: "Ce code contient un retour à la ligne ou un caractère invisible : saisissez-le à la main.",
    ThirdPartyField.SIREN: "Un SIREN a neuf chiffres.",
    ThirdPartyField.SIRET: "Un SIRET a quatorze chiffres.",
    ThirdPartyField.VAT: typeset("Un numéro de TVA commence par deux lettres : FR, DE, BE…"),
}
_KEY: dict[ThirdPartyField, str] = {
    ThirdPartyField.SIREN: typeset("Ce SIREN n’existe pas : vérifiez ses chiffres."),
    ThirdPartyField.SIRET: typeset("Ce SIRET n’existe pas : vérifiez ses chiffres."),
    ThirdPartyField.VAT: typeset(
        "La clé de ce numéro de TVA ne convient pas : vérifiez ses chiffres."
    ),
}
_OTHER: dict[ThirdPartyField, str] = {
    ThirdPartyField.SIRET: "Ce SIRET ne commence pas par le SIREN indiqué.",
    ThirdPartyField.VAT: "Ce numéro de TVA n’est pas celui du SIREN indiqué.",
}
_PROBLEMS = {
    FieldProblem.MISSING: _MISSING,
    FieldProblem.TOO_LONG: _TOO_LONG,
    FieldProblem.FORM: _FORM,
    FieldProblem.KEY: _KEY,
    FieldProblem.OTHER_COMPANY: _OTHER,
}


def problem(field: ThirdPartyField, what: FieldProblem) -> str:
    """Said beside a field: what is wrong and what to do."""
    return _PROBLEMS[what][field]


# --- the form ------------------------------------------------------------------------------------

ADD_TITLE = "Ajouter un tiers"
MODIFY_TITLE = "Modifier un tiers"
SAVE = "Enregistrer"
SAVING = "L’enregistrement est en cours."
CODE_HELP = "Les dossiers et les documents portent ce code. Il ne change plus ensuite."
CODE_FIXED = typeset("Le code ne change pas : les documents classés le portent.")
CODE_TAKEN = typeset("Un autre tiers porte déjà ce code : choisissez-en un autre.")
CHANGED_MEANWHILE = typeset(
    "Ce tiers a été modifié entre-temps sur un autre poste : fermez, puis reprenez votre modification."
)


def removed(name: str) -> str:
    """Said of one that was removed, while it can still be taken back."""
    return typeset(f"{name} est retiré de la liste. Rien n’est supprimé en ligne.")


REMOVE_TEXT = (
    "Le tiers disparaît de cette liste pour toutes les applications de la base. "
    "Rien n’est supprimé en ligne."
)


# --- importing -----------------------------------------------------------------------------------

CHOOSE_FILE = "Choisir un fichier de tiers"
CSV_FILES = "Fichiers CSV (*.csv *.txt)"
IMPORT_TITLE = "Import des tiers"
NOTHING_REFUSED = "Toutes les lignes ont été reprises."
REFUSED_LIST = "Lignes laissées de côté"
DOUBTFUL_LIST = "Repris, mais numéro à vérifier"


def imported_lines(added: int, changed: int, same: int) -> tuple[str, ...]:
    """What the import came to, one thing a line."""
    return (
        plural(added, "{n} tiers ajouté.", "{n} tiers ajoutés."),
        plural(changed, "{n} tiers modifié.", "{n} tiers modifiés."),
        f"{number(same)} tiers déjà à jour.",
    )


def refused(count: int) -> str:
    """How many lines were left out, and what to do."""
    return typeset(
        plural(
            count,
            "{n} ligne a été laissée de côté. Corrigez le fichier, puis importez-le de nouveau : "
            "rien n’est ajouté deux fois.",
            "{n} lignes ont été laissées de côté. Corrigez le fichier, puis importez-le de nouveau : "
            "rien n’est ajouté deux fois.",
        )
    )


def refused_line(line: RefusedLine) -> str:
    """« Ligne 12 · SIREN : le SIREN doit avoir neuf chiffres (« 1234 »). »"""
    word = line.reason.value
    shown = f" ({quoted(line.value[:40])})" if line.value else ""
    return typeset(f"Ligne {line.line} · {LINE_FIELDS[word]} : {LINE_REASONS[word]}{shown}.")


def doubtful_line(line: DoubtfulLine) -> str:
    """« Ligne 12 · CARAT : ce SIREN n’existe pas… »"""
    wrong = after_colon(problem(line.field, line.problem))
    return typeset(f"Ligne {line.line} · {line.code} : {wrong}")


# --- the rest ------------------------------------------------------------------------------------


def now_certain(count: int) -> str:
    """Documents that wait and need nobody any more."""
    return typeset(
        plural(
            count,
            "{n} document à classer peut maintenant l’être : son tiers est connu.",
            "{n} documents à classer peuvent maintenant l’être : leur tiers est connu.",
        )
    )


def count(shown: int, known: int) -> str:
    """How many third parties the table shows, and of how many when not all."""
    if shown == known:
        return f"{number(known)} tiers"
    return f"{number(shown)} tiers sur {known}"


def described(party: ThirdParty) -> str:
    """« CARAT · Carat Joaillerie · client »."""
    return f"{party.code} · {party.name} · {KINDS[party.kind].lower()}"


def numbers(party: ThirdParty) -> str:
    """« SIREN 552 100 554 · TVA FR40552100554 », '' without any."""
    siren = f"SIREN{NBSP}{spaced(party.siren)}" if party.siren else ""
    vat = f"TVA{NBSP}{party.vat}" if party.vat else ""
    return " · ".join(part for part in (siren, vat) if part)


def spaced(number: str | None) -> str:
    """« 552 100 554 », « 552 100 554 00013 »."""
    if not number:
        return ""
    groups = (number[0:3], number[3:6], number[6:9], number[9:])
    return NBSP.join(group for group in groups if group)


def line(party: ThirdParty) -> str:
    """One third party on a line of a terminal."""
    return "  ".join(part for part in (described(party), numbers(party)) if part)


# --- the commands ---------------------------------------------------------------------------------

PARTIES_SEARCHED = "Ce qui est cherché : code, nom, SIREN, SIRET, TVA."
PARTIES_FILE = "Le fichier : code;type;nom;siren;siret;tva."
PARTY_CODE = "Le code du tiers."
PARTY_KIND = "client, fournisseur, salarie ou autre."
PARTY_NAME = "Le nom ou la raison sociale."
PARTY_SIREN = "Le SIREN, neuf chiffres."
PARTY_SIRET = "Le SIRET, quatorze chiffres."
PARTY_VAT = "Le numéro de TVA intracommunautaire."
#: The tree's folder -> the word of the file and of the options.
PARTY_TYPES = {
    "clients": "client",
    "fournisseurs": "fournisseur",
    "salaries": "salarie",
    "autres": "autre",
}
PARTY_KINDS = ("client", "fournisseur", "salarie", "autre")


def import_lines(came: ImportCounts) -> tuple[str, ...]:
    """What an import came to."""
    return imported_lines(came.added, came.changed, came.same)


def left_out_lines(contents: CsvContents) -> tuple[str, ...]:
    """Each line left out, then each number to look at."""
    return (
        *(refused_line(each) for each in contents.refused),
        *(doubtful_line(each) for each in contents.doubtful),
    )


_FIELD_WORDS = {
    ThirdPartyField.CODE: "code",
    ThirdPartyField.NAME: "nom",
    ThirdPartyField.VAT: "tva",
}
_REASON_WORDS = {"name": "nom", "vat": "tva", "header": "", "unreadable": ""}


def import_object(came: ImportCounts, contents: CsvContents) -> dict[str, Any]:
    """What an import came to, as an object for a machine to read."""
    return {
        "ajoutes": came.added,
        "modifies": came.changed,
        "inchanges": came.same,
        "refuses": [
            {
                "ligne": each.line,
                "champ": _REASON_WORDS.get(each.reason.field, each.reason.field),
                "valeur": each.value,
                "raison": refused_line(each),
            }
            for each in contents.refused
        ],
        "a_verifier": [
            {
                "ligne": each.line,
                "champ": _FIELD_WORDS.get(each.field, each.field.value),
                "raison": doubtful_line(each),
            }
            for each in contents.doubtful
        ],
    }


def party_object(party: ThirdParty) -> dict[str, str | None]:
    """A third party for a machine, as `societe afficher` writes it."""
    return {
        "code": party.code,
        "type": PARTY_TYPES.get(party.kind, party.kind),
        "nom": party.name,
        "siren": party.siren,
        "siret": party.siret,
        "tva": party.vat,
    }


def no_such_party(code: str) -> str:
    """No third party has that code."""
    return f"Aucun tiers de la société ne porte le code {quoted(code)}. Vérifiez-le avec {quoted('tiers lister')}."


def confirm_party_removal(name: str) -> str:
    """The question before one goes."""
    return typeset(f"Retirer {name} ? {REMOVE_TEXT}")


def party_removed(name: str) -> str:
    """Said once it is done."""
    return f"{name} a été retiré."
