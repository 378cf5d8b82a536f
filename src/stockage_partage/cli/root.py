"""The commands, put together."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence

import click

from stockage_partage import __version__
from stockage_partage.cli.exits import ending, say
from stockage_partage.cli.grammar import Commands, Option, complaint
from stockage_partage.cli.window import WindowRequest, is_address, open_window
from stockage_partage.closing import attempt
from stockage_partage.messages import command_helps

USAGE = 2


@click.pass_context
def nothing_said(context: click.Context, version: bool) -> int:
    """Opens the window when no command is given; gives its exit code."""
    if version:
        from stockage_partage.cli.options import print_lines

        print_lines(f"stockage-partage {__version__}")
        context.exit()
    if context.invoked_subcommand is None:
        return open_window(WindowRequest())
    return 0


app = Commands(
    "",
    {
        "etat": "state:state",
        "activer": "activation:activate",
        "desactiver": "activation:deactivate",
        "connecter": "activation:connect",
        "deconnecter": "activation:disconnect",
        "deposer": "documents:deposit",
        "lire": "reading:read",
        "envoyer": "documents:send",
        "documents": "documents:search",
        "classer": "classifying:classify",
        "joindre": "attaching:attach",
        "archiver": "attaching:archive",
        "envoyer-sdm": "attaching:send_to_document_manager",
        "ouvrir": "demonstration:open_",
        "demo": "demonstration:demo",
        "parcours": "demonstration:journey",
        "emulateur": "demonstration:emulate",
        "diagnostic": "diagnosis:diagnose",
        "reparer": "diagnosis:mend",
        "dossier-assistance": "diagnosis:write_support_file",
        "reessayer": "one_document:retry",
        "retirer": "one_document:withdraw",
        "synchroniser": "online:synchronise",
        "rapatrier": "online:bring_back",
        "dossier": "online:make_dossier",
        "renommer-groupe": "online:rename_group",
        "imprimer": "printing:print_files",
        "imprimantes": "printing:list_printers",
        "modeles": "printing:templates",
        "journal": "journal:show",
        "verifier": "journal:verify",
        "societes": "known_companies:companies",
        "societe": {
            "creer": "companies:create",
            "afficher": "companies:show",
            "renommer": "companies:rename",
            "exercice": "companies:fiscal_year_of_today",
            "emplacement": "companies:whereabouts",
            "transferer": "companies:transfer",
        },
        "tiers": {
            "lister": "third_parties:show",
            "importer": "third_parties:bring_in",
            "ajouter": "third_parties:add",
            "modifier": "third_parties:modify",
            "retirer": "third_parties:remove",
        },
        "preuve": {
            "etablir": "one_document:prove",
            "verifier": "one_document:check",
        },
        "service": {
            "installer": "installed_on_workstation:install_service",
            "retirer": "installed_on_workstation:remove_service",
            "ecrire": "installed_on_workstation:write_service",
        },
        "integration": {
            "installer": "installed_on_workstation:install_in_menu",
            "retirer": "installed_on_workstation:remove_from_menu",
            "ecrire": "installed_on_workstation:write_for_menu",
        },
        "licence": {
            "verifier-date": "licences:check_date",
            "installer": "licences:install",
            "afficher": "licences:show",
            "emettre": "licences:emit",
            "creer-cle": "licences:new_key",
        },
    },
    params=[Option(["--version"], is_flag=True, help=command_helps.VERSION)],
    callback=nothing_said,
    invoke_without_command=True,
)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit code."""
    _prepare_streams()
    try:
        came = attempt(lambda: _call(arguments))
    except KeyboardInterrupt:
        say(command_helps.INTERRUPTED)
        return 1
    if isinstance(came, Exception):
        return _failed(came)
    return came if isinstance(came, int) else 0


def _call(arguments: Sequence[str]) -> object:
    """What the command gives, or the code that it ends with: Click's own `main` would tell in English."""
    try:
        with app.make_context("stockage-partage", expanded(arguments)) as context:
            _prepare_process()  # a page of help needs none of it
            return app.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code


def expanded(arguments: Sequence[str]) -> list[str]:
    """The arguments with the files that patterns mean: `deposer *.pdf`, which shells do but on Windows.

    As a shell does, what means no file stays. Nothing is looked for beside an address of ours: its
    author may have written the rest as well, and a pattern on a share tells it who is there.
    """
    if sys.platform != "win32" or any(map(is_address, arguments)):
        return list(arguments)
    return [found for each in arguments for found in _meant(each)]


def _meant(argument: str) -> list[str]:
    if argument.startswith("-") or not set("*?").intersection(argument):
        return [argument]
    import glob

    # Brackets are letters of names there, and no pattern.
    literal = argument.replace("[", "[[]")
    return sorted(glob.glob(literal)) or [argument]  # noqa: PTH207  # drives and shares as they are written


def _failed(error: Exception) -> int:
    """Says what happened; what nobody thought of is kept with its trace besides."""
    if isinstance(error, click.ClickException):
        for line in complaint(error):
            say(line)
        return USAGE
    if isinstance(error, BrokenPipeError):  # as with `… | head`: nobody reads any more
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  # no path, a name of the system
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return 1
    from stockage_partage.errors import Trouble, Unexpected
    from stockage_partage.system_libraries import import_trouble

    if isinstance(error, Trouble):
        return ending(error)
    if isinstance(error, ImportError) and (lacking := import_trouble(error)) is not None:
        return ending(lacking)
    import logging

    from stockage_partage.cli import error_log

    error_log.install()
    logging.getLogger(__name__).critical("a command failed", exc_info=error)
    return ending(Unexpected(type(error).__name__))


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows console may not be in UTF-8: never die on an accent.
            stream.reconfigure(encoding="utf-8", errors="replace")


def _prepare_process() -> None:
    from stockage_partage.cli import error_log
    from stockage_partage.malloc import collect_seldom, give_back_large_blocks

    collect_seldom()
    _close_to_everybody()
    give_back_large_blocks()
    # stderr is for people; warnings are for whoever turns logging on.
    error_log.install()
    # Asked to end by the system: what was claimed is given back, as after Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _close_to_everybody() -> None:
    """A process that was given no mask, as some services are, leaves nothing that anybody may write to."""
    before = os.umask(0o022)
    os.umask(before if before & 0o002 else before | 0o022)
