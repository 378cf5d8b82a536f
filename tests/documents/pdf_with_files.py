"""PDF files that carry others, hung wherever a PDF may hang them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pypdf
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    TextStringObject,
)


@dataclass(frozen=True)
class Carried:
    """One file. `hung`: `names`, `af` (the document's), `page_af`, `annotation` or `annotation_af`."""

    content: bytes
    name: str = "factur-x.xml"
    relationship: str = ""
    hung: str = "names"
    subtype: str = ""
    key: str | None = None


def pdf_of(*files: Carried, depth: int = 0) -> bytes:
    """One empty page with these files; `depth` levels between the tree of names and its leaves."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    leaves: list[PdfObject] = []
    for number, file in enumerate(files):
        specification = writer._add_object(_specification(writer, file))
        if file.hung == "names":
            leaves += [TextStringObject(file.key or f"{number:03}"), specification]
        elif file.hung == "af":
            _append(writer.root_object, "/AF", specification)
        elif file.hung == "page_af":
            _append(page, "/AF", specification)
        else:
            hung_on = "/FS" if file.hung == "annotation" else "/AF"
            value = specification if hung_on == "/FS" else ArrayObject([specification])
            kind = NameObject("/FileAttachment" if hung_on == "/FS" else "/Text")
            annotation = {"/Type": NameObject("/Annot"), "/Subtype": kind, hung_on: value}
            _append(page, "/Annots", writer._add_object(_dictionary(annotation)))
    if leaves:
        node = writer._add_object(_dictionary({"/Names": ArrayObject(leaves)}))
        for _ in range(depth):
            node = writer._add_object(_dictionary({"/Kids": ArrayObject([node])}))
        writer.root_object[NameObject("/Names")] = _dictionary({"/EmbeddedFiles": node})
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def _specification(writer: pypdf.PdfWriter, file: Carried) -> DictionaryObject:
    stream = DecodedStreamObject()
    stream.set_data(file.content)
    if file.subtype:
        stream[NameObject("/Subtype")] = NameObject(file.subtype)
    packed = writer._add_object(stream.flate_encode())
    said: dict[str, PdfObject] = {
        "/Type": NameObject("/Filespec"),
        "/F": TextStringObject(file.name),
        "/UF": TextStringObject(file.name),
        "/EF": _dictionary({"/F": packed, "/UF": packed}),
    }
    if file.relationship:
        said["/AFRelationship"] = NameObject(file.relationship)
    return _dictionary(said)


def _append(owner: DictionaryObject, key: str, value: PdfObject) -> None:
    owner.setdefault(NameObject(key), ArrayObject()).append(value)


def _dictionary(values: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in values.items()})
