"""`service` and `integration`: what is put in place on a workstation for the person who uses it.

The service is `envoyer --continu` at each opening of a session; the other is the menu of applications, our
addresses, and the program at the opening of a session.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stockage_partage import executables
from stockage_partage.cli import options
from stockage_partage.cli.grammar import UnfitValue, command, flag
from stockage_partage.messages import installed_on_workstation as texts

if TYPE_CHECKING:
    from stockage_partage.desktop_integration import Look
    from stockage_partage.settings import Settings

autostart_flag = flag("--demarrage", "autostart", help=texts.MENU_AUTOSTART)


@command("service installer")
@options.company
@options.application
def install_service(company: str, application: str | None) -> None:
    """Puts it in place and starts it. Without a company it would only end each time: none, no service."""
    from stockage_partage import background_service

    settings = options.settings_with_company(company, application)
    place = background_service.install(_service_command(settings), _model, settings.data_dir)
    options.print_lines(*texts.service_installed(str(place)))


@command("service retirer")
def remove_service() -> None:
    """Stops it and takes its unit away."""
    from stockage_partage import background_service
    from stockage_partage.settings import load

    there = background_service.remove(_model, load().data_dir)
    options.print_lines(texts.SERVICE_REMOVED if there else texts.SERVICE_NOT_THERE)


@command("service ecrire")
@click.argument("folder", metavar="DOSSIER", type=Path, help=texts.SERVICE_FOLDER)
@options.company
@options.application
def write_service(folder: Path, company: str, application: str | None) -> None:
    """Only the file, for whoever deploys it by other means."""
    from stockage_partage import background_service

    settings = options.settings_with_company(company, application)
    place = background_service.write(folder, _service_command(settings), _model, settings.data_dir)
    options.print_lines(texts.service_written(str(place)))


def _service_command(settings: Settings) -> list[str]:
    """What the service runs: told everything, for it sees neither our arguments nor our environment."""
    from stockage_partage.company.engine.connections import parse

    location = parse(settings.company)
    if location.url is not None and location.url.password:
        raise UnfitValue("--societe", location.shown, advice=texts.SERVICE_NO_PASSWORD)
    company = str(location.path) if location.path is not None else settings.company
    return executables.service_command(
        *("envoyer", "--continu"),
        *("--societe", company),
        *("--application", settings.application),
    )


def _model(name: str) -> Path:
    from stockage_partage.ui.widgets.resources import resource

    return resource(f"service/{name}")


@command("integration installer")
@autostart_flag
def install_in_menu(autostart: bool) -> None:
    """Puts the program among those of this person."""
    from stockage_partage import desktop_integration

    places = desktop_integration.install(
        executables.service_command(), _look(), autostart=autostart
    )
    options.print_lines(
        *texts.menu_installed([str(place) for place in places], autostart=autostart)
    )


@command("integration retirer")
def remove_from_menu() -> None:
    """Takes it away from there; the program itself stays."""
    from stockage_partage import desktop_integration

    options.print_lines(
        texts.MENU_REMOVED if desktop_integration.remove() else texts.MENU_NOT_THERE
    )


@command("integration ecrire")
@click.argument("folder", metavar="DOSSIER", type=Path, help=texts.MENU_FOLDER)
@autostart_flag
def write_for_menu(folder: Path, autostart: bool) -> None:
    """Writes the files only, for whoever deploys them by other means."""
    from stockage_partage import desktop_integration

    places = desktop_integration.write(
        folder, executables.service_command(), _look(), autostart=autostart
    )
    options.print_lines(*(texts.menu_written(str(place)) for place in places))


def _look() -> Look:
    from stockage_partage.desktop_integration import Look
    from stockage_partage.ui.widgets.resources import resource

    return Look(resource("icons/application.svg"), texts.MENU_COMMENT)
