"""The panel's first true state, before the database library and the services are loaded (0008)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stockage_partage.session import application_of, licence_keys, now, sign_in_of
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from stockage_partage.storage.panel_facts import Facts


def first_look(settings: Settings) -> Facts | None:
    """The facts as the file and the sealed session hold them; None when only opening can tell."""
    from stockage_partage.company.glance import glance

    if settings.own_microsoft365 or not settings.company:
        return None
    seen = glance(settings.company)
    if seen is None:
        return None
    from stockage_partage.licensing.verdict import entitlement
    from stockage_partage.storage.facts import Here, facts_of

    application, moment, company = application_of(settings), now(), seen.snapshot.company
    verdict = entitlement(
        seen.licence,
        company.name,
        company.siren,
        application,
        moment.date(),
        max(seen.latest_seen or moment, moment),
        licence_keys(settings),
    )
    try:
        return facts_of(seen.snapshot, sign_in_of(settings), application, verdict, moment, Here())
    except ValueError:  # a word that this version does not know: opening says so
        return None
