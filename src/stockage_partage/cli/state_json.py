"""The JSON of `etat`: a contract that other programs rely on."""

from __future__ import annotations

from typing import Any

from stockage_partage.activation.panel_state import PanelState
from stockage_partage.activation.states import Functions
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.messages.panel import LABELS
from stockage_partage.messages.panel_notices import reason

_STORED = {
    ActivationStatus.INACTIVE: "inactif",
    ActivationStatus.ACTIVATING: "activation",
    ActivationStatus.PROVISIONING: "initialisation",
    ActivationStatus.ACTIVE: "actif",
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
