"""What the commands `tiers …` say: helps, results, refusals."""

from __future__ import annotations

from typing import Any

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.third_parties import BroughtIn
from stockage_partage.company.third_party_checks import Field
from stockage_partage.company.third_party_csv import Contents
from stockage_partage.words.third_parties import CHANGED_MEANWHILE as CHANGED_MEANWHILE
from stockage_partage.words.third_parties import CODE_TAKEN as CODE_TAKEN
from stockage_partage.words.third_parties import NOTHING_FOUND as NOTHING_FOUND
from stockage_partage.words.third_parties import REMOVE_TEXT, doubtful_line, refused_line
from stockage_partage.words.third_parties import imported as _imported
from stockage_partage.words.third_parties import line as line
from stockage_partage.words.third_parties import problem as problem
from stockage_partage.words.typography import quoted, typeset

THIRD_PARTIES = "Les tiers de la société : lister, importer, ajouter, modifier, retirer."
LIST = "Montrer les tiers, ou ceux qui correspondent à un texte."
SEARCHED = "Ce qui est cherché : code, nom, SIREN, SIRET, TVA."
IMPORT = "Ajouter et modifier des tiers d’après un fichier CSV."
FILE = "Le fichier : code;type;nom;siren;siret;tva."
ADD = "Ajouter un tiers."
MODIFY = "Modifier un tiers ; ce qui n’est pas indiqué reste."
REMOVE = "Retirer un tiers qu’aucun document ne porte."
CODE = "Le code du tiers."
KIND = "client, fournisseur, salarie ou autre."
NAME = "Le nom ou la raison sociale."
SIREN = "Le SIREN, neuf chiffres."
SIRET = "Le SIRET, quatorze chiffres."
VAT = "Le numéro de TVA intracommunautaire."
KINDS = ("client", "fournisseur", "salarie", "autre")


def imported(came: BroughtIn) -> tuple[str, ...]:
    """What an import came to."""
    return _imported(came.added, came.changed, came.same)


def left_out(contents: Contents) -> tuple[str, ...]:
    """Each line left out, then each number to look at."""
    return (
        *(refused_line(each) for each in contents.refused),
        *(doubtful_line(each) for each in contents.doubtful),
    )


_FIELD_WORDS = {Field.CODE: "code", Field.NAME: "nom", Field.VAT: "tva"}
_REASON_WORDS = {"name": "nom", "vat": "tva", "code_twice": "code", "header": "", "unreadable": ""}


def imported_object(came: BroughtIn, contents: Contents) -> dict[str, Any]:
    """The same for a machine."""
    return {
        "ajoutes": came.added,
        "modifies": came.changed,
        "inchanges": came.same,
        "refuses": [
            {
                "ligne": each.line,
                "champ": _REASON_WORDS.get(each.reason.value, each.reason.value),
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


def as_object(party: ThirdParty) -> dict[str, str | None]:
    """A third party for a machine, as `societe afficher` writes it."""
    return {
        "code": party.code,
        "type": party.kind,
        "nom": party.name,
        "siren": party.siren,
        "siret": party.siret,
        "tva": party.vat,
    }


def nobody(code: str) -> str:
    """No third party has that code."""
    return f"Aucun tiers de la société ne porte le code {quoted(code)}. Vérifiez-le avec {quoted('tiers lister')}."


def confirm_removal(name: str) -> str:
    """The question before one goes."""
    return typeset(f"Retirer {name} ? {REMOVE_TEXT}")


def removed(name: str) -> str:
    """Said once it is done."""
    return f"{name} a été retiré."
