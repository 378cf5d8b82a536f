"""`licence verifier-date`: the date that the company keeps, against the service's own."""

from __future__ import annotations

from contextlib import ExitStack

from stockage_partage.activation.entitling import ask_the_date
from stockage_partage.cli import options
from stockage_partage.cli.grammar import command
from stockage_partage.emulator_process import EmulatorProcess
from stockage_partage.errors import Offline
from stockage_partage.messages.troubles import corrected, right
from stockage_partage.session import http_client_of


@command("licence verifier-date")
@options.company
@options.as_json
def check_date(company: str, as_json: bool) -> None:
    """Puts the kept date right when it lies ahead; without the service nothing is believed or changed."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.http.service_clock import ServiceClock

    settings = options.settings_with_company(company)
    theirs = ServiceClock()
    with ExitStack() as opened:
        database = opened.enter_context(CompanyDatabase.open(settings.company))
        if settings.own_microsoft365:
            host = EmulatorProcess(settings.data_dir)
            opened.callback(host.close)
            settings = host.configure(settings)
        http_client = http_client_of(settings, theirs)
        opened.callback(http_client.close)
        ask_the_date(settings, http_client)
        date = theirs.date()
        if date is None:
            raise Offline("no date")
        kept = database.licences.latest_seen()
        false = database.licences.witness(date)
    if as_json:
        options.print_json(
            {
                "date_retenue": kept.isoformat() if kept else None,
                "date_du_service": date.isoformat(timespec="seconds"),
                "corrigee": false is not None,
            }
        )
    elif false is not None:
        options.print_lines(corrected(false, date))
    else:
        options.print_lines(right(date))
