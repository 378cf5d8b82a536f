"""`imprimer` and `modeles`: printing what an application hands over, and what is filed then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from stockage_partage.cli import command_output, options
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import UnfitValue, command, flag, option
from stockage_partage.errors import NotAllowed, StorageInactive, Trouble
from stockage_partage.messages.printing import (
    COMPULSORY,
    EXAMPLE,
    FILES,
    NO_PRINTER,
    NO_SCREEN,
    NO_TEMPLATE,
    NOT_FILED,
    ONE_FILE,
    PDF,
    PDF_TARGET,
    PROVISIONAL,
    SET,
    TEMPLATE,
    not_filed,
    printed_line,
    template_lines,
)

if TYPE_CHECKING:
    from datetime import datetime

    from stockage_partage.applications import Application
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.filing.destination import GivenDetails
    from stockage_partage.documents.filing.filing_service import FilingResult
    from stockage_partage.documents.printing.templates import FilingMode, PrintTemplate, TickReason


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What was asked of each file."""

    template: PrintTemplate | None
    given: GivenDetails
    pdf: Path | None
    unfiled: bool


@command("imprimer")
@click.argument("files", metavar="FICHIER…", type=Path, nargs=-1, required=True, help=FILES)
@options.company
@options.application
@option("--modele", "model", metavar="MODELE", help=TEMPLATE)
@options.third_party
@options.document_number
@options.document_date
@flag("--provisoire", "provisional", help=PROVISIONAL)
@flag("--sans-imprimante", "no_printer", help=NO_PRINTER)
@option("--pdf", "pdf", metavar="CHEMIN", type=Path, help=PDF)
@flag("--ne-pas-classer", "unfiled", help=NOT_FILED)
@options.as_json
def print_files(
    files: tuple[Path, ...],
    company: str,
    application: str | None,
    model: str | None,
    third_party: str | None,
    number: str | None,
    date: datetime | None,
    provisional: bool,
    no_printer: bool,
    pdf: Path | None,
    unfiled: bool,
    as_json: bool,
) -> None:
    """Opens the print dialog; without a window, files and writes the PDF."""
    from stockage_partage.cli.window import has_screen, window_refused
    from stockage_partage.documents.filing.destination import GivenDetails
    from stockage_partage.session import application_of

    settings = options.settings_with_company(company, application)
    template = known_template(application_of(settings), model)
    given = GivenDetails(third_party, None, number, date.date() if date else None, provisional)
    if no_printer or pdf is not None:
        if pdf is not None:
            _require_a_target(pdf, len(files))
        with options.opened(company, application) as context:
            code = _without_a_window(
                context, files, PrintOptions(template, given, pdf, unfiled), as_json
            )
        raise Exit(code)
    if not has_screen():
        say(NO_SCREEN)
        raise Exit(1)
    from stockage_partage.app import print_in_a_window

    try:
        code = print_in_a_window(settings, files, template, given)
    except Trouble as trouble:
        code = window_refused(trouble)
    raise Exit(code)


def _require_a_target(pdf: Path, files: int) -> None:
    """Raises UnfitValue for a folder that is not there: a file without its ending would be made."""
    if pdf.is_dir():
        return
    if files > 1:
        raise UnfitValue("--pdf", str(pdf), advice=ONE_FILE)
    if pdf.suffix.lower() != ".pdf":
        raise UnfitValue("--pdf", str(pdf), advice=PDF_TARGET)


def known_template(application: Application, name: str | None) -> PrintTemplate | None:
    """Raises UnfitValue for a template that the application does not have among its own.

    An application that has none files no print at all: that reason is told, not this one.
    """
    from stockage_partage.documents.printing.templates import template_called, templates_of

    known = [each.word for each in templates_of(application)]
    found = template_called(application, name) if name is not None else None
    if name is not None and found is None and known:
        raise UnfitValue("--modele", name, known)
    return found


# --- without a window ------------------------------------------------------------------------------


def _without_a_window(
    context: AppContext, files: Sequence[Path], wish: PrintOptions, as_json: bool
) -> int:
    """Each file for itself: one that fails does not stop the others."""
    from stockage_partage.documents.filing.filing_service import FilingResult, as_it_stands

    printed: list[tuple[FilingResult, TickReason | None, str]] = []
    for file in files:
        try:
            printed.append(_print_one(context, file, wish))
        except Trouble as trouble:
            printed.append((FilingResult(file, trouble=trouble), None, ""))
    filed = [each for each, _, _ in printed]
    stopped = command_output.send_now(context) if any(each.deposited for each in filed) else None
    for each, why, written in printed:
        if each.deposited is None and each.trouble is None:
            _tell_unfiled(each, why, written, as_json)
        else:
            command_output.show(*as_it_stands(context, each), stopped, as_json)
    return _unfit(printed, wish) or command_output.exit_code(filed, stopped)


def _print_one(
    context: AppContext, file: Path, wish: PrintOptions
) -> tuple[FilingResult, TickReason | None, str]:
    from stockage_partage.activation.panel_rules import describe
    from stockage_partage.documents.filing.filing_service import FilingResult
    from stockage_partage.documents.printing.print_job import (
        filing_now,
        printing_copy,
        propose,
        write_pdf,
    )
    from stockage_partage.documents.printing.templates import FilingMode, tick

    app = context
    with printing_copy(file, app.folder) as copy:
        proposed = propose(app, copy)
        template = wish.template or proposed.template
        filing = filing_now(app, template)
        box = tick(filing, describe(app.service.facts()).functions)
        if wish.unfiled and filing is FilingMode.COMPULSORY:
            say(COMPULSORY)
        wanted = box.ticked and not (wish.unfiled and box.free)
        filed = FilingResult(file, reading=proposed.reading)
        if wanted:
            filed = _keep(app, copy, template, wish.given, filed)
        written = ""
        if wish.pdf is not None:  # whatever became of the filing: printing goes on
            target = wish.pdf / file.name if wish.pdf.is_dir() else wish.pdf
            try:
                write_pdf(copy, target, replacing=False)
                written = str(target)
            except Trouble as trouble:
                filed = replace(filed, trouble=filed.trouble or trouble)
    return filed, box.why, written


def _keep(
    app: AppContext,
    copy: Path,
    template: PrintTemplate | None,
    given: GivenDetails,
    filed: FilingResult,
) -> FilingResult:
    from stockage_partage.documents.printing.print_job import keep

    try:
        return replace(filed, deposited=keep(app, copy, template, given))
    except Trouble as trouble:
        return replace(filed, trouble=trouble)


def _tell_unfiled(filed: FilingResult, why: TickReason | None, written: str, as_json: bool) -> None:
    reason = not_filed(why)
    if as_json:
        told: dict[str, Any] = {
            "fichier": str(filed.file),
            "statut": "non_classe",
            "chemin": None,
            "raison": reason,
            "lu": filed.reading.as_object() if filed.reading is not None else None,
            "role": None,
        }
        options.print_json(told)
    else:
        options.print_lines(printed_line(filed.file.name, reason, written))


def _unfit(
    printed: Sequence[tuple[FilingResult, TickReason | None, str]], wish: PrintOptions
) -> int:
    """Nothing at all was done, since nothing may be filed: that is no success."""
    from stockage_partage.documents.printing.templates import TickReason

    closed = (TickReason.STORAGE_INACTIVE, TickReason.OPTION_MISSING)
    refused = [why for _, why, _ in printed if why in closed]
    if wish.pdf is not None or wish.unfiled or not refused:
        return 0
    trouble: NotAllowed = StorageInactive()
    say(not_filed(refused[0]))
    return trouble.exit_code


# --- « modeles » -----------------------------------------------------------------------------------


@command("modeles")
@options.company
@options.application
@option("--regler", "choices", metavar="MODELE=CHOIX", multiple=True, help=SET)
@options.as_json
def templates(
    company: str,
    application: str | None,
    choices: tuple[str, ...],
    as_json: bool,
) -> None:
    """Shows each template and whether its prints are filed; changes some of them first."""
    from stockage_partage.activation.states import Function
    from stockage_partage.documents.printing.templates import filing_of, templates_of

    with options.opened(company, application) as context:
        app = context
        wanted = dict(_choice(app.application, each) for each in choices or ())
        if wanted:
            app.service.require(Function.FILE_PRINTS)
            app.database.templates.choose_all(app.application, wanted, app.who())
        chosen = app.database.templates.chosen(app.application)
    rows = [(each, filing_of(chosen, each)) for each in templates_of(context.application)]
    if as_json:
        for template, filing in rows:
            options.print_json({"modele": template.word, "classement": filing.value})
    else:
        options.print_lines(*template_lines(rows))
        if not rows:
            say(NO_TEMPLATE)


def _choice(application: Application, text: str) -> tuple[str, FilingMode]:
    from stockage_partage.documents.printing.templates import FilingMode, template_called

    name, _, word = text.partition("=")
    template = template_called(application, name)
    if template is None or word not in set(FilingMode):
        raise UnfitValue("--regler", text, EXAMPLE)
    return template.word, FilingMode(word)


@command("imprimantes")
@options.as_json
def list_printers(as_json: bool) -> None:
    """Shows each printer; the print dialog asks this command, so as not to wait for a silent print server."""
    from stockage_partage.messages.printing import NO_PRINTERS, printer_line
    from stockage_partage.ui.printing.printer_names import printers_here

    found = printers_here()
    for name in found.names:
        if as_json:
            options.print_json({"nom": name, "par_defaut": name == found.usual})
        else:
            options.print_lines(printer_line(name, usual=name == found.usual))
    if not found.names:
        say(NO_PRINTERS)
