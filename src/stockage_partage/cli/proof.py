"""The commands `preuve`: the proof of a document made, and checked without the company."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage import disk
from stockage_partage.cli import options
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import command, option
from stockage_partage.errors import FileExists
from stockage_partage.messages import proof as texts
from stockage_partage.messages import timestamps as stamp_texts

if TYPE_CHECKING:
    from stockage_partage.documents.proof.folder_proof import FolderFound
    from stockage_partage.documents.proof.proof_file import Proof, ProofFlaw
    from stockage_partage.documents.proof.timestamps import FoundTimestamp

#: Files named; the count is exact whatever their number.
_LISTED = 500


@command("preuve etablir")
@click.argument("which", metavar="DOCUMENT", help=texts.DOCUMENT)
@option("--vers", "target", metavar="FICHIER", type=Path, required=True, help=texts.FILE)
@options.company
@options.application
def prove(which: str, target: Path, company: str, application: str | None) -> None:
    """Writes the proof of one document into a new file; nothing of the company changes."""
    from stockage_partage.activation.states import Function
    from stockage_partage.cli.one_document import documents_named, told_apart
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.proof import proof_file

    with options.opened(company, application) as context:
        context.service.require(Function.CONSULT)
        rows = documents_named(context, which, list(Status))
        if len(rows) != 1:
            told_apart(context, rows, as_json=False)
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
        options.print_json(_result(flaw, proof))
    elif flaw is None and proof is not None:
        stamps = proof_file.timestamps_of(proof)
        options.print_lines(*texts.lines(proof), *stamp_texts.in_proof(stamps))
    if flaw is not None:
        say(texts.flaw(flaw))
        raise Exit(1)
    say(texts.HOLDS if document is None else texts.HOLDS_FOR_FILE)


def _result(flaw: ProofFlaw | None, proof: Proof | None) -> dict[str, object]:
    from stockage_partage.documents.proof import proof_file

    sha256 = None if proof is None else proof.document.sha256
    stamps = [] if flaw is not None or proof is None else proof_file.timestamps_of(proof)
    return {
        "intacte": flaw is None,
        "defaut": None if flaw is None else flaw.value,
        "raison": None if flaw is None else texts.flaw(flaw),
        "sha256": sha256,
        "horodatages": stamp_texts.as_objects(stamps),
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
            return [stamp_texts.NONE_IN_PROOF]
        return stamp_texts.in_folder(self._count, self._ends[0][1], self._ends[-1][1])

    def as_object(self, *, holds: bool) -> dict[str, object]:
        """None of a proof that does not hold: then they say nothing."""
        known = stamp_texts.as_objects(self._ends) if holds else []
        return {
            "horodatages": self._count if holds else 0,
            "premier_horodatage": known[0] if known else None,
            "dernier_horodatage": known[-1] if known else None,
        }
