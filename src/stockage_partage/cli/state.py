"""`etat`: everything that the panel shows, for a person or for another program.

The accounting suite asks it all day: it reads the company's file and the sealed session, and loads
nothing that a look does not need (decision 0022).
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from stockage_partage.cli import options
from stockage_partage.cli.grammar import command
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.errors import Trouble
from stockage_partage.quick_state import first_look

if TYPE_CHECKING:
    from stockage_partage.activation.panel_state import Facts
    from stockage_partage.documents.context import AppContext

#: Hammering the library was blamed for breaking its preparation (FACTS of Microsoft Graph §3).
LOOKS_APART_S = 5.0


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
        from stockage_partage.cli.state_json import state_object

        options.print_json(state_object(panel))
    else:
        from stockage_partage.messages import commands as texts

        options.print_lines(*texts.state_lines(panel))
