"""`imprimer` and `modeles`: printing what an application hands over, and what is filed then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stockage_partage.cli import kept, options
from stockage_partage.cli.endings import say
from stockage_partage.cli.french import UnfitValue
from stockage_partage.errors import NotAllowed, StorageInactive, Trouble
from stockage_partage.words import printing_commands as print_words

if TYPE_CHECKING:
    from stockage_partage.applications import Application
    from stockage_partage.documents.filing.filing_desk import Filed
    from stockage_partage.documents.filing.placing import Given
    from stockage_partage.documents.printing.templates import Filing, PrintTemplate, Why
    from stockage_partage.documents.workplace import Workplace
    from stockage_partage.session import Session


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("imprimer", help=print_words.PRINT)(print_files)
    app.command("modeles", help=print_words.TEMPLATES)(templates)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked of each file."""

    template: PrintTemplate | None
    given: Given
    pdf: Path | None
    unfiled: bool


def print_files(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIER…", help=print_words.FILES)],
    company: options.Company = "",
    application: options.Application = None,
    model: Annotated[
        str | None, typer.Option("--modele", metavar="MODELE", help=print_words.TEMPLATE)
    ] = None,
    third_party: options.ThirdParty = None,
    number: options.DocumentNumber = None,
    date: options.DocumentDate = None,
    provisional: Annotated[
        bool, typer.Option("--provisoire", help=print_words.PROVISIONAL)
    ] = False,
    no_printer: Annotated[
        bool, typer.Option("--sans-imprimante", help=print_words.NO_PRINTER)
    ] = False,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="CHEMIN", help=print_words.PDF)
    ] = None,
    unfiled: Annotated[bool, typer.Option("--ne-pas-classer", help=print_words.NOT_FILED)] = False,
    as_json: options.AsJson = False,
) -> None:
    """Opens the print dialog; without a window, files and writes the PDF."""
    from stockage_partage.cli.screen import has_screen
    from stockage_partage.documents.filing.placing import Given
    from stockage_partage.session import application_of

    settings = options.settings_with_company(company, application)
    template = known_template(application_of(settings), model)
    given = Given(third_party, None, number, date.date() if date else None, provisional)
    if no_printer or pdf is not None:
        if pdf is not None:
            _require_a_target(pdf, len(files))
        with options.opened(company, application) as session:
            code = _without_a_window(session, files, Wish(template, given, pdf, unfiled), as_json)
        raise typer.Exit(code)
    if not has_screen():
        say(print_words.NO_SCREEN)
        raise typer.Exit(1)
    from stockage_partage.app import print_in_a_window

    raise typer.Exit(print_in_a_window(settings, files, template, given))


def _require_a_target(pdf: Path, files: int) -> None:
    """Raises UnfitValue for a folder that is not there: a file without its ending would be made."""
    if pdf.is_dir():
        return
    if files > 1:
        raise UnfitValue("--pdf", str(pdf), advice=print_words.ONE_FILE)
    if pdf.suffix.lower() != ".pdf":
        raise UnfitValue("--pdf", str(pdf), advice=print_words.PDF_TARGET)


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


def _without_a_window(session: Session, files: Sequence[Path], wish: Wish, as_json: bool) -> int:
    """Each file for itself: one that fails does not stop the others."""
    from stockage_partage.documents.filing.filing_desk import Filed, as_it_stands

    printed: list[tuple[Filed, Why | None, str]] = []
    for file in files:
        try:
            printed.append(_print_one(session, file, wish))
        except Trouble as trouble:
            printed.append((Filed(file, trouble=trouble), None, ""))
    filed = [each for each, _, _ in printed]
    stopped = kept.send_now(session) if any(each.deposited for each in filed) else None
    for each, why, written in printed:
        if each.deposited is None and each.trouble is None:
            _tell_unfiled(each, why, written, as_json)
        else:
            kept.show(*as_it_stands(session.workplace, each), stopped, as_json)
    return _unfit(printed, wish) or kept.exit_code(filed, stopped)


def _print_one(session: Session, file: Path, wish: Wish) -> tuple[Filed, Why | None, str]:
    from stockage_partage.documents.filing.filing_desk import Filed
    from stockage_partage.documents.printing.job import (
        filing_now,
        printing_copy,
        propose,
        write_pdf,
    )
    from stockage_partage.documents.printing.templates import Filing, tick
    from stockage_partage.storage.panel import describe

    place = session.workplace
    with printing_copy(file, place.folder) as copy:
        proposed = propose(place, copy)
        template = wish.template or proposed.template
        filing = filing_now(place, template)
        box = tick(filing, describe(place.service.facts()).functions)
        if wish.unfiled and filing is Filing.COMPULSORY:
            say(print_words.COMPULSORY)
        wanted = box.ticked and not (wish.unfiled and box.free)
        filed = Filed(file, reading=proposed.reading)
        if wanted:
            filed = _keep(place, copy, template, wish.given, filed)
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
    place: Workplace, copy: Path, template: PrintTemplate | None, given: Given, filed: Filed
) -> Filed:
    from stockage_partage.documents.printing.job import keep

    try:
        return replace(filed, deposited=keep(place, copy, template, given))
    except Trouble as trouble:
        return replace(filed, trouble=trouble)


def _tell_unfiled(filed: Filed, why: Why | None, written: str, as_json: bool) -> None:
    reason = print_words.not_filed(why)
    if as_json:
        told: dict[str, Any] = {
            "fichier": str(filed.file),
            "statut": "non_classe",
            "chemin": None,
            "raison": reason,
            "lu": filed.reading.as_object() if filed.reading is not None else None,
        }
        options.print_json(told)
    else:
        options.print_lines(print_words.printed_line(filed.file.name, reason, written))


def _unfit(printed: Sequence[tuple[Filed, Why | None, str]], wish: Wish) -> int:
    """Nothing at all was done, since nothing may be filed: that is no success."""
    from stockage_partage.documents.printing.templates import Why

    closed = (Why.STORAGE_INACTIVE, Why.OPTION_MISSING)
    refused = [why for _, why, _ in printed if why in closed]
    if wish.pdf is not None or wish.unfiled or not refused:
        return 0
    trouble: NotAllowed = StorageInactive()
    say(print_words.not_filed(refused[0]))
    return trouble.exit_code


# --- « modeles » -----------------------------------------------------------------------------------


def templates(
    company: options.Company = "",
    application: options.Application = None,
    choices: Annotated[
        list[str] | None, typer.Option("--regler", metavar="MODELE=CHOIX", help=print_words.SET)
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Shows each template and whether its prints are filed; changes some of them first."""
    from stockage_partage.documents.printing.templates import filing_of, templates_of
    from stockage_partage.storage.states import Function

    with options.opened(company, application) as session:
        place = session.workplace
        wanted = dict(_choice(place.application, each) for each in choices or ())
        if wanted:
            place.require(Function.FILE_PRINTS)
            place.database.templates.choose_all(place.application, wanted, place.who())
        chosen = place.database.templates.chosen(place.application)
    rows = [(each, filing_of(chosen, each)) for each in templates_of(session.application)]
    if as_json:
        for template, filing in rows:
            options.print_json({"modele": template.word, "classement": filing.value})
    else:
        options.print_lines(*print_words.template_lines(rows))
        if not rows:
            say(print_words.NO_TEMPLATE)


def _choice(application: Application, text: str) -> tuple[str, Filing]:
    from stockage_partage.documents.printing.templates import Filing, template_called

    name, _, word = text.partition("=")
    template = template_called(application, name)
    if template is None or word not in set(Filing):
        raise UnfitValue("--regler", text, print_words.EXAMPLE)
    return template.word, Filing(word)
