"""The PDF inside an XML invoice that shows it to people is kept as well, beside the invoice: a form of its own.

The invoice itself is kept first: nothing of this may undo that.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from functools import partial

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind, DocumentRow, NewDocument
from stockage_partage.company.outbox.adding import FormsChanged, NumberTaken
from stockage_partage.company.register.pieces import PieceQuestion
from stockage_partage.documents.filing.destination import Destination
from stockage_partage.documents.filing.form_places import PIECE, forms_keys, in_folder_of
from stockage_partage.documents.filing.message_places import join_messages
from stockage_partage.documents.tree.document_types import READABLE
from stockage_partage.documents.tree.filing_plan import (
    BesideFile,
    NumberedFile,
    document_key,
    plan,
)
from stockage_partage.errors import Trouble


def complete_piece(
    db: CompanyDatabase,
    document_id: int,
    placed: Destination,
    pdf: bytes | None,
    by: str,
    application: Application,
) -> None:
    """What belongs to an invoice goes beside it: the messages that waited for it, and its readable form.

    `document_id`: of the invoice, `placed`: where that one is. `pdf`: the readable form, None where there is
    none; the same bytes are kept once.
    """
    join_messages(db, placed, by, application)
    if pdf is None:
        return
    with suppress(Trouble, FormsChanged, NumberTaken):
        row = db.register.get(document_id)
        if row is not None:
            _keep(db, row, placed, pdf, by, application)


def _keep(
    db: CompanyDatabase,
    invoice: DocumentRow,
    placed: Destination,
    pdf: bytes,
    by: str,
    application: Application,
) -> None:
    facts = placed.facts.piece if isinstance(placed.facts, BesideFile) else placed.facts
    if not isinstance(facts, NumberedFile) or facts.provisional_at or not invoice.key:
        return
    original = invoice.attached_to.removeprefix(PIECE) if invoice.attached else invoice.key
    piece, sha256 = in_folder_of(facts, original), hashlib.sha256(pdf).hexdigest()
    asked = PieceQuestion(invoice.third_party_code, invoice.type, invoice.number, forms_keys(piece))
    if any(each.sha256 == sha256 for each in db.piece_files.forms(asked)):
        return  # it came by itself as well
    beside = BesideFile(piece, READABLE, ".pdf")
    document = NewDocument(
        key=document_key(beside),
        title=plan(beside).name,
        size=len(pdf),
        sha256=sha256,
        type=invoice.type,
        number=invoice.number,
        date=invoice.date,
        third_party_kind=invoice.third_party_kind,
        third_party_code=invoice.third_party_code,
        content_type="application/pdf",
        by=by,
        application=application,
        attached=AttachmentKind.READABLE,
        attached_to=f"{PIECE}{original}",
    )
    db.outbox.add(document, io.BytesIO(pdf), partial(_path, beside))


def _path(beside: BesideFile, version: int) -> str:
    return plan(beside, version).path
