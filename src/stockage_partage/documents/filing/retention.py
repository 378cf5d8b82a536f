"""How long a document must be kept by law: told, and nothing is ever deleted for it.

Ten years from the close of the fiscal year, for what accounts rest upon. Nothing is told of an employee's
documents and of attachments without a type: other rules hold there, and personal data must not be kept
for ever because a program said so.
"""

from __future__ import annotations

from datetime import date

from stockage_partage.company.document_records import BESIDE_A_PIECE, DocumentRow
from stockage_partage.company.fiscal_years import FiscalStart, retention_end
from stockage_partage.documents.tree.document_types import ThirdPartyKind


def kept_until(row: DocumentRow, start: FiscalStart) -> date | None:
    """The last day of the legal retention; None where nobody can tell, or where another rule holds.

    `start`: the day on which the company's fiscal years begin.
    """
    if row.date is None or not row.type or row.attached not in ("", *BESIDE_A_PIECE):
        return None
    if row.third_party_kind == ThirdPartyKind.EMPLOYEE.value:
        return None
    return retention_end(row.date, start)
