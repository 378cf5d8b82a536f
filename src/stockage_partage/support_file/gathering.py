"""What goes into the file: each part looked at by itself, so that what is wrong in one keeps no other out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from stockage_partage.documents.repair.repairing import examine
from stockage_partage.errors import Trouble
from stockage_partage.messages import repairing as texts
from stockage_partage.support_file import facts, writing

if TYPE_CHECKING:
    from stockage_partage.diagnosis import Finding
    from stockage_partage.documents.context import AppContext
    from stockage_partage.settings import Settings


def gathered(
    settings: Callable[[], Settings],
    findings: Callable[[], Iterable[Finding]],
    company: Callable[[], AbstractContextManager[AppContext]],
    error_log: Path,
    stop: Event | None = None,
) -> dict[str, str]:
    """The parts by their names in the file; one that cannot be looked at says which trouble kept it from that.

    `company`: opens it, and closes it if it was not open. Raises Stopped.
    """
    parts = {
        texts.SUPPORT_READ_ME: texts.SUPPORT_INTRODUCTION,
        texts.SUPPORT_VERSIONS: writing.as_json(facts.versions()),
    }
    with _told() as made:
        made.update(facts.settings_told(settings()))
    parts[texts.SUPPORT_SETTINGS] = writing.as_json(made)
    found = [
        {
            "controle": each.name.value,
            "ok": each.fine,
            "trouble": each.trouble and each.trouble.kind,
        }
        for each in findings()
    ]
    parts[texts.SUPPORT_DIAGNOSIS] = writing.as_json(found)
    faults: dict[str, Any] = {}
    with _told() as stands, company() as context:
        stands.update(facts.company_told(context.database))
        for fault in examine(context, stop):
            kind = fault.trouble.kind if fault.trouble is not None else None
            faults[fault.fault.value] = kind or fault.count
    parts[texts.SUPPORT_COMPANY] = writing.as_json(stands)
    parts[texts.SUPPORT_FAULTS] = writing.as_json(faults)
    parts[texts.SUPPORT_JOURNAL] = writing.journal_of(error_log)
    return parts


@contextmanager
def _told() -> Iterator[dict[str, Any]]:
    """A part under way; what stops it is told in it by its kind."""
    part: dict[str, Any] = {}
    try:
        yield part
    except Trouble as trouble:
        part["trouble"] = trouble.kind
