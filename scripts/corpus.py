"""Reads a folder of other people's invoices, and compares each with an independent reading.

    python scripts/corpus.py FOLDER
    make corpus DOSSIER=/path/to/invoices

Prints how many of each syntax were read and why others were not, then every file that the factur-x library
reads otherwise, or that it reads and we do not. Ends with 1 where there is one. Nothing is written.
"""

from __future__ import annotations

import io
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import facturx
from facturx.parse_xml import parse_ubl_cii_xml
from lxml import etree

from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import (
    TYPE_CODES,
    InvoiceReading,
    InvoiceType,
    UnreadReason,
)
from stockage_partage.documents.invoices.invoice_listener import syntax_of

_ENDINGS = (".xml", ".pdf")
#: Read by a library that takes the first invoice it finds; we choose none for a person.
_ON_PURPOSE = (UnreadReason.SEVERAL, UnreadReason.ANNEX)


@dataclass
class Tally:
    """What came of a folder."""

    read: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


def main(folder: Path) -> int:
    """Reads every file below the folder; 0 when nothing was read wrongly and nothing was missed."""
    tally = Tally()
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS):
        _one(path, str(path.relative_to(folder)), tally)
    for name, count in sorted(tally.read.items()):
        print(f"read      {count:6}  {name}")
    for name, count in sorted(tally.unread.items()):
        print(f"not read  {count:6}  {name}")
    print(
        f"compared  {tally.compared:6}  with factur-x {getattr(facturx, '__version__', '')}".rstrip()
    )
    print(f"slowest   {tally.slowest[0]:6.2f}  s  {tally.slowest[1]}")
    for each in tally.wrong:
        print(f"WRONG   {each}")
    for each in tally.missed:
        print(f"MISSED  {each}")
    return 1 if tally.wrong or tally.missed else 0


def _one(path: Path, name: str, tally: Tally) -> None:
    content = path.read_bytes()
    began = time.monotonic()
    answer = invoice_file.read(io.BytesIO(content), path.name)
    tally.slowest = max(tally.slowest, (time.monotonic() - began, name))
    theirs = _independently(content)
    if not isinstance(answer, InvoiceReading):
        tally.unread[answer.reason] += 1
        if theirs is not None and theirs.get("BT-1") and answer.reason not in _ON_PURPOSE:
            tally.missed.append(f"{name}: {answer.reason}, though its number is {theirs['BT-1']}")
        return
    xml = invoice_file.invoice_xml(io.BytesIO(content), path.name)
    every = etree.fromstring(xml.strip()).iter("*") if isinstance(xml, bytes) else ()
    syntax = next((found for each in every if (found := syntax_of(str(each.tag)))), None)
    container = "PDF" if content[:1024].find(b"%PDF-") >= 0 else "XML"
    tally.read[f"{syntax or '?'} {answer.profile or '-'} ({container})"] += 1
    if theirs is None:
        return
    tally.compared += 1
    tally.wrong += [f"{name}: {each}" for each in _differences(answer, theirs)]


def _independently(content: bytes) -> dict[str, Any] | None:
    """What the factur-x library reads; None where it reads nothing."""
    quiet = io.StringIO()
    with redirect_stdout(quiet), redirect_stderr(quiet):
        try:
            if b"%PDF-" in content[:1024]:
                _, content = facturx.get_xml_from_pdf(io.BytesIO(content), check_xsd=False)
            found: dict[str, Any] = parse_ubl_cii_xml(content, check_xsd=False)
        except Exception:  # noqa: BLE001  # whatever a library raises on a stranger's file
            return None
    return found


def _differences(ours: InvoiceReading, theirs: dict[str, Any]) -> Iterator[str]:
    kind = (
        TYPE_CODES.get(str(theirs.get("BT-3")), InvoiceType.OTHER) if theirs.get("BT-3") else None
    )
    pairs: list[tuple[str, object, object]] = [
        ("number", ours.number, _flat(theirs.get("BT-1"))),
        ("type", ours.document_type, kind),
        ("date", ours.date, theirs.get("BT-2")),
        ("currency", ours.currency, _flat(theirs.get("BT-5"))),
        ("total", ours.total, _amount(theirs.get("BT-112"))),
        ("seller", ours.seller.name, _flat(theirs.get("BG-4", {}).get("name"))),
        ("buyer", ours.buyer.name, _flat(theirs.get("BG-7", {}).get("name"))),
    ]
    for what, mine, other in pairs:
        # A date that nobody can mean, a number that is a placeholder.
        refused = (what == "date" and ours.odd_date) or (
            what == "number" and not mine and other == "0"
        )
        if other not in (None, "") and mine != other and not refused:
            yield f"{what} is {mine!r}, and {other!r} to factur-x"


def _flat(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _amount(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)) if value is not None else None
    except InvalidOperation:
        return None


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    sys.exit(main(Path(sys.argv[1])))
