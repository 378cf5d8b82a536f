"""`reessayer`, `retirer`, `preuve`: one document sent again, taken back, or proven to be the one that was kept.

A proof is checked without the company.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage import disk
from stockage_partage.cli import options
from stockage_partage.cli.exits import confirm, ending, say
from stockage_partage.cli.grammar import UnfitValue, command, flag, option
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import FileExists, Passing, Trouble
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import journal as stamp_texts
from stockage_partage.messages import proof as texts
from stockage_partage.messages.message import KEPT

if TYPE_CHECKING:
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.proof.folder_proof import FolderFound
    from stockage_partage.documents.proof.proof_file import Proof, ProofFlaw
    from stockage_partage.documents.proof.timestamps import FoundTimestamp


#: More than anybody names by one text.
MANY = 500
#: An identifier of the database has fewer digits.
_DIGITS = 18
#: Files named; the count is exact whatever their number.
_LISTED = 500


def _documents_named(
    context: AppContext, which: str, statuses: Sequence[Status]
) -> list[DocumentRow]:
    """The documents of these statuses that `which` names: by identifier, else by what is said of them."""
    register = context.database.register
    if which.isdecimal() and len(which) < _DIGITS:
        row = register.get(int(which))
        if row is not None and row.status in statuses:
            return [row]
    return [row for status in statuses for row in register.search(which, status, MANY)]


@command("reessayer")
@click.argument("which", metavar="[DOCUMENT]", default="", help=helps.WHICH)
@options.company
@options.application
@flag("--tous", "everything", help=helps.ALL_BLOCKED)
@options.as_json
def retry(
    which: str,
    company: str,
    application: str | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Asks for another try of blocked documents, sends, and tells where they stand.

    Without a document: those that are blocked, each with its identifier.
    """
    from stockage_partage.activation.states import Function
    from stockage_partage.cli.command_output import send_now
    from stockage_partage.company.state_records import Status
    from stockage_partage.messages.documents_page import NOTHING_BLOCKED

    if which and everything:
        raise UnfitValue("DOCUMENT", which, advice=helps.ONE_OR_ALL)
    with options.opened(company, application) as context:
        context.service.require(Function.CONSULT)
        rows = _documents_named(context, which, [Status.BLOCKED])
        if which and len(rows) != 1:
            _told_apart(context, rows, as_json)
        if not rows and not as_json:
            say(NOTHING_BLOCKED)
        if not which and not everything:
            _show(context, rows, as_json)
            return
        for row in rows:
            context.database.outbox.retry(row.id)
        stopped = send_now(context) if rows else None
        now = [found for each in rows if (found := context.database.register.get(each.id))]
        _show(context, now, as_json)
        _end([row.status for row in now], stopped)


def _end(statuses: Sequence[Status], stopped: Trouble | None) -> None:
    """Raises Exit: 1 where one is blocked again, or what stops those that wait and does not pass."""
    from stockage_partage.company.state_records import Status

    if Status.BLOCKED in statuses:
        raise Exit(1)
    if stopped is not None and Status.WAITING in statuses and not isinstance(stopped, Passing):
        raise Exit(ending(stopped, KEPT))


@command("retirer")
@click.argument("which", metavar="DOCUMENT", help=helps.WHICH)
@options.company
@options.application
@options.yes
@options.as_json
def withdraw(which: str, company: str, application: str | None, yes: bool, as_json: bool) -> None:
    """Takes back one document that is not online yet; asks first, for its bytes are lost."""
    from stockage_partage.activation.states import Function
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.viewing.view import withdraw as take_back
    from stockage_partage.messages.documents_page import (
        NOT_WITHDRAWN,
        WITHDRAWN,
        before_withdrawing,
    )

    statuses = [Status.TO_CLASSIFY, Status.BLOCKED, Status.WAITING]
    with options.opened(company, application) as context:
        context.service.require(Function.CONSULT)
        rows = _documents_named(context, which, statuses)
        if len(rows) != 1:
            _told_apart(context, rows, as_json)
        confirm(yes, before_withdrawing(rows[0]))
        done = take_back(context, rows[0].id)
        if as_json:
            options.print_json({"id": rows[0].id, "fichier": rows[0].title, "retire": done})
        say(WITHDRAWN if done else NOT_WITHDRAWN)
        if not done:
            raise Exit(1)


def _told_apart(app: AppContext, rows: Sequence[DocumentRow], as_json: bool) -> None:
    """Shows those that answer to the text. Raises Exit(1): a person chooses one by its identifier."""
    from stockage_partage.messages.documents_page import NOBODY, several

    _show(app, rows, as_json)
    say(several(len(rows)) if rows else NOBODY)
    raise Exit(1)


def _show(app: AppContext, rows: Sequence[DocumentRow], as_json: bool) -> None:
    from stockage_partage.cli.command_output import show_documents
    from stockage_partage.messages.documents import line
    from stockage_partage.messages.documents_page import numbered

    start = app.database.company.get().fiscal_start
    show_documents(rows, app.own, start, as_json, lambda row: numbered(row.id, line(row)))


@command("preuve etablir")
@click.argument("which", metavar="DOCUMENT", help=texts.DOCUMENT)
@option("--vers", "target", metavar="FICHIER", type=Path, required=True, help=texts.FILE)
@options.company
@options.application
def prove(which: str, target: Path, company: str, application: str | None) -> None:
    """Writes the proof of one document into a new file; nothing of the company changes."""
    from stockage_partage.activation.states import Function
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.proof import proof_file

    with options.opened(company, application) as context:
        context.service.require(Function.CONSULT)
        rows = _documents_named(context, which, list(Status))
        if len(rows) != 1:
            _told_apart(context, rows, as_json=False)
        proof = proof_file.prove(context.database, rows[0])
    if proof is None:
        say(texts.NOT_TOLD)
        raise Exit(1)
    with disk.as_troubles():
        try:
            with target.open("xb") as file:
                file.write(proof_file.written(proof))
        except FileExistsError as error:
            raise FileExists from error
    options.print_lines(texts.written(target.name, proof))


@command("preuve verifier")
@click.argument("file", metavar="FICHIER", type=Path, help=texts.PROOF_FILE)
@option("--document", "document", metavar="FICHIER", type=Path, help=texts.DOCUMENT_FILE)
@options.as_json
def check(file: Path, document: Path | None, as_json: bool) -> None:
    """Checks a proof, and a document against it, offline and without the company's database.

    Raises Exit(1) where it does not hold, FileMissing and its like for files that cannot be read.
    """
    from stockage_partage.documents.filing.local_files import taken
    from stockage_partage.documents.proof import folder_proof, proof_file
    from stockage_partage.documents.proof.proof_file import ProofFlaw

    if folder_proof.is_of_folder(file):
        _check_folder(file, as_json)
        return
    with taken(file) as found:
        content = found.content.read() if found.size <= proof_file.LONGEST else b""
    sha256 = None
    if document is not None:
        with taken(document) as found:
            sha256 = found.sha256
    try:
        proof = proof_file.read(content)
    except ValueError:
        proof = None
    flaw = ProofFlaw.NOT_A_PROOF if proof is None else proof_file.flaw_of(proof, sha256)
    if as_json:
        options.print_json(_proof_object(flaw, proof))
    elif flaw is None and proof is not None:
        stamps = proof_file.timestamps_of(proof)
        options.print_lines(*texts.lines(proof), *stamp_texts.stamps_in_proof(stamps))
    if flaw is not None:
        say(texts.flaw(flaw))
        raise Exit(1)
    say(texts.HOLDS if document is None else texts.HOLDS_FOR_FILE)


def _proof_object(flaw: ProofFlaw | None, proof: Proof | None) -> dict[str, object]:
    from stockage_partage.documents.proof import proof_file

    sha256 = None if proof is None else proof.document.sha256
    stamps = [] if flaw is not None or proof is None else proof_file.timestamps_of(proof)
    return {
        "intacte": flaw is None,
        "defaut": None if flaw is None else flaw.value,
        "raison": None if flaw is None else texts.flaw(flaw),
        "sha256": sha256,
        "horodatages": stamp_texts.stamp_objects(stamps),
    }


def _check_folder(file: Path, as_json: bool) -> None:
    """The proof of a folder that was brought back, beside its documents. Raises Exit(1) where it does not hold."""
    from stockage_partage.documents.proof import folder_proof

    listed: list[FolderFound] = []
    count = 0
    stamps = _FolderStamps()
    with folder_proof.documents_beside(file) as sha256_of, file.open("rb") as opened:
        for found in folder_proof.check(folder_proof.lines_of(opened), sha256_of, stamps.hear):
            count += 1
            listed += [found] if count <= _LISTED else []
    if as_json:
        problems = [{"defaut": each.flaw.value, "fichier": each.path or None} for each in listed]
        answer = {"intacte": not count, "problemes": problems, "nombre": count}
        options.print_json({**answer, **stamps.as_object(holds=not count)})
    else:
        options.print_lines(*(texts.folder_flaw(each) for each in listed))
        if not count:
            options.print_lines(*stamps.lines())
    say(texts.folder_result(count))
    if count:
        raise Exit(1)


class _FolderStamps:
    """The timestamps of a folder's proof: how many, the first and the last."""

    def __init__(self) -> None:
        self._count = 0
        self._ends: list[tuple[int, FoundTimestamp]] = []

    def hear(self, line: int, found: FoundTimestamp) -> None:
        self._count += 1
        self._ends = [*self._ends[:1], (line, found)]

    def lines(self) -> list[str]:
        if not self._ends:
            return [stamp_texts.NO_STAMP]
        return stamp_texts.stamps_in_folder(self._count, self._ends[0][1], self._ends[-1][1])

    def as_object(self, *, holds: bool) -> dict[str, object]:
        """None of a proof that does not hold: then they say nothing."""
        known = stamp_texts.stamp_objects(self._ends) if holds else []
        return {
            "horodatages": self._count if holds else 0,
            "premier_horodatage": known[0] if known else None,
            "dernier_horodatage": known[-1] if known else None,
        }
