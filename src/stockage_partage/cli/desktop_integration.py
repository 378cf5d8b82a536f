"""`integration installer`, `retirer`, `ecrire`: the menu of applications, our addresses, the opening of a session."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stockage_partage import executables
from stockage_partage.cli import options
from stockage_partage.cli.grammar import command, flag
from stockage_partage.messages import installed_on_workstation as texts

if TYPE_CHECKING:
    from stockage_partage.desktop_integration import Look

autostart_flag = flag("--demarrage", "autostart", help=texts.MENU_AUTOSTART)


@command("integration installer")
@autostart_flag
def install(autostart: bool) -> None:
    """Puts the program among those of this person."""
    from stockage_partage import desktop_integration

    places = desktop_integration.install(_program(), _look(), autostart=autostart)
    options.print_lines(
        *texts.menu_installed([str(place) for place in places], autostart=autostart)
    )


@command("integration retirer")
def remove() -> None:
    """Takes it away from there; the program itself stays."""
    from stockage_partage import desktop_integration

    options.print_lines(
        texts.MENU_REMOVED if desktop_integration.remove() else texts.MENU_NOT_THERE
    )


@command("integration ecrire")
@click.argument("folder", metavar="DOSSIER", type=Path, help=texts.MENU_FOLDER)
@autostart_flag
def write(folder: Path, autostart: bool) -> None:
    """Writes the files only, for whoever deploys them by other means."""
    from stockage_partage import desktop_integration

    places = desktop_integration.write(folder, _program(), _look(), autostart=autostart)
    options.print_lines(*(texts.menu_written(str(place)) for place in places))


def _program() -> list[str]:
    """What starts this very program without a console."""
    return executables.service_command()


def _look() -> Look:
    from stockage_partage.desktop_integration import Look
    from stockage_partage.ui.widgets.resources import resource

    return Look(resource("icons/application.svg"), texts.MENU_COMMENT)
