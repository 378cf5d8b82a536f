"""`etat`: everything that the panel shows, for a person or for another program, whose JSON is a contract.

The accounting suite asks it all day: it reads the company's file and the sealed session, and loads
nothing that a look does not need (decision 0022).
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

from stockage_partage.activation.states import Facts, Functions, PanelState
from stockage_partage.cli import options
from stockage_partage.cli.grammar import command
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.errors import Trouble
from stockage_partage.quick_state import first_look

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext

#: Between two looks of a person who asks at a library that is being prepared: hammering it was
#: blamed for breaking the preparation.
LOOKS_APART_S = 5.0
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


@command("etat")
@options.company
@options.application
@options.as_json
def state(company: str, application: str | None, as_json: bool) -> None:
    """Everything the panel knows; a space being prepared is looked at, as the window does."""
    facts = first_look(options.settings_for(company, application))
    if facts is None or (
        facts.stored is ActivationStatus.PROVISIONING and facts.account is not None
    ):
        with options.opened(company, application) as context:
            _look_if_due(context)
            facts = context.service.facts()
    show_state(facts, as_json)


def _look_if_due(context: AppContext) -> None:
    """One look at the library, 5 s apart at least however often the command is called."""
    stored = context.database.activation.get().stored
    if stored != ActivationStatus.PROVISIONING or context.sign_in.account() is None:
        return
    mark = context.settings.data_dir / "dernier-regard"
    with contextlib.suppress(OSError):
        if time.time() - mark.stat().st_mtime < LOOKS_APART_S:
            return
    with contextlib.suppress(OSError, Trouble):
        mark.touch()
        context.service.check_library()


def show_state(facts: Facts, as_json: bool) -> None:
    """What the panel shows for these facts, as the contract's JSON or as lines for a person."""
    from stockage_partage.activation.panel_rules import describe

    panel = describe(facts)
    if as_json:
        options.print_json(state_object(panel))
    else:
        from stockage_partage.messages import commands as texts

        options.print_lines(*texts.state_lines(panel))


def state_object(panel: PanelState) -> dict[str, Any]:
    """The object of the contract, from what the panel shows."""
    from stockage_partage.messages.panel import LABELS
    from stockage_partage.messages.panel_notices import reason

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
