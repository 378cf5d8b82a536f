"""What the commands `tiers` say: helps, results, refusals."""

from __future__ import annotations

from typing import Any

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.csv_file import CsvContents
from stockage_partage.company.third_parties.identity import ThirdPartyField
from stockage_partage.company.third_parties.third_parties import ImportCounts
from stockage_partage.messages.third_parties import (
    REMOVE_TEXT,
    doubtful_line,
    refused_line,
)
from stockage_partage.messages.third_parties import imported as _imported
from stockage_partage.messages.typography import quoted, typeset

SEARCHED = "Ce qui est cherché : code, nom, SIREN, SIRET, TVA."
FILE = "Le fichier : code;type;nom;siren;siret;tva."
CODE = "Le code du tiers."
KIND = "client, fournisseur, salarie ou autre."
NAME = "Le nom ou la raison sociale."
SIREN = "Le SIREN, neuf chiffres."
SIRET = "Le SIRET, quatorze chiffres."
VAT = "Le numéro de TVA intracommunautaire."
#: The tree's folder -> the word of the file and of the options.
TYPES = {
    "clients": "client",
    "fournisseurs": "fournisseur",
    "salaries": "salarie",
    "autres": "autre",
}
KINDS = ("client", "fournisseur", "salarie", "autre")


def imported(came: ImportCounts) -> tuple[str, ...]:
    """What an import came to."""
    return _imported(came.added, came.changed, came.same)


def left_out(contents: CsvContents) -> tuple[str, ...]:
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


def imported_object(came: ImportCounts, contents: CsvContents) -> dict[str, Any]:
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


def as_object(party: ThirdParty) -> dict[str, str | None]:
    """A third party for a machine, as `societe afficher` writes it."""
    return {
        "code": party.code,
        "type": TYPES.get(party.kind, party.kind),
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
