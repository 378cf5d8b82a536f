"""The JSON of `etat`: a contract that other programs rely on."""

from __future__ import annotations

from typing import Any

from stockage_partage.storage.panel import PanelState
from stockage_partage.storage.states import Functions, Stored
from stockage_partage.words.panel import LABELS, reason

_STORED = {
    Stored.INACTIVE: "inactif",
    Stored.ACTIVATING: "activation",
    Stored.PROVISIONING: "initialisation",
    Stored.ACTIVE: "actif",
}
_FUNCTIONS = {
    Functions.NONE: "aucune",
    Functions.LIMITED: "limitees",
    Functions.ALL: "completes",
}


def state_object(panel: PanelState) -> dict[str, Any]:
    """The object of the contract, from what the panel shows."""
    facts = panel.facts
    return {
        "societe": facts.company_name,
        "application": str(facts.application),
        "option_acquise": facts.entitlement.granted,
        "stockage": _STORED[facts.stored],
        "fonctions": _FUNCTIONS[panel.functions],
        "bouton": {
            "texte": LABELS[panel.main.label],
            "actif": panel.main.enabled,
            "raison": None if panel.main.enabled else reason(panel, panel.main),
        },
        "groupe": None
        if panel.link is None or facts.group is None
        else {
            "id": facts.group.id,
            "nom": panel.link.name,
            "lien": panel.link.url,
            "pret": panel.link.ready,
        },
        "compte": facts.account,
        "sdm_autorise": panel.document_manager_allowed,
        "documents": {
            "en_attente": facts.documents.waiting,
            "envoyes": facts.documents.filed,
            "bloques": facts.documents.blocked,
            "a_classer": facts.documents.to_classify,
        },
    }
