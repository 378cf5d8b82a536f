"""`service installer`, `service retirer`, `service ecrire`: `envoyer --continu` at each opening of a session."""

from __future__ import annotations

from pathlib import Path

import click

from stockage_partage import executables
from stockage_partage.cli import options
from stockage_partage.cli.grammar import UnfitValue, command
from stockage_partage.messages.installed_on_workstation import (
    SERVICE_FOLDER,
    SERVICE_NO_PASSWORD,
    SERVICE_NOT_THERE,
    SERVICE_REMOVED,
    service_installed,
    service_written,
)
from stockage_partage.settings import Settings, load


@command("service installer")
@options.company
@options.application
def install(company: str, application: str | None) -> None:
    """Puts it in place and starts it. Without a company it would only end each time: none, no service."""
    from stockage_partage.background_service import installing

    settings = options.settings_with_company(company, application)
    place = installing.install(_command(settings), _model, settings.data_dir)
    options.print_lines(*service_installed(str(place)))


@command("service retirer")
def remove() -> None:
    """Stops it and takes its unit away."""
    from stockage_partage.background_service import installing

    there = installing.remove(_model, load().data_dir)
    options.print_lines(SERVICE_REMOVED if there else SERVICE_NOT_THERE)


@command("service ecrire")
@click.argument("folder", metavar="DOSSIER", type=Path, help=SERVICE_FOLDER)
@options.company
@options.application
def write(folder: Path, company: str, application: str | None) -> None:
    """Only the file, for whoever deploys it by other means."""
    from stockage_partage.background_service import installing

    settings = options.settings_with_company(company, application)
    place = installing.write(folder, _command(settings), _model, settings.data_dir)
    options.print_lines(service_written(str(place)))


def _command(settings: Settings) -> list[str]:
    """What the service runs: told everything, for it sees neither our arguments nor our environment."""
    from stockage_partage.company.engine.connections import parse

    location = parse(settings.company)
    if location.url is not None and location.url.password:
        raise UnfitValue("--societe", location.shown, advice=SERVICE_NO_PASSWORD)
    company = str(location.path) if location.path is not None else settings.company
    return executables.service_command(
        *("envoyer", "--continu"),
        *("--societe", company),
        *("--application", settings.application),
    )


def _model(name: str) -> Path:
    from stockage_partage.ui.widgets.resources import resource

    return resource(f"service/{name}")
