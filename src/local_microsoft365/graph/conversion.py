"""`content?format=pdf`: what of a document can be had as a PDF.

The local service draws no pages of Word or Excel: it makes a PDF of one page that says which document it
stands for. What the service converts, and refuses with 406, is Microsoft's list for drive items.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from local_microsoft365.graph.errors import GraphError, bad_request
from local_microsoft365.tenant.item import Item

PDF = "pdf"
_FORMATS = frozenset({PDF, "html", "jpg", "glb"})
_CONVERTED = frozenset(
    [
        ".csv",
        ".doc",
        ".docx",
        ".odp",
        ".ods",
        ".odt",
        ".pot",
        ".potm",
        ".potx",
        ".pps",
        ".ppsx",
        ".ppsxm",
        ".ppt",
        ".pptm",
        ".pptx",
        ".rtf",
        ".xls",
        ".xlsx",
    ]
)


def check_convertible(item: Item, wanted: str) -> None:
    """Raises GraphError when that file cannot be had in the format `wanted`."""
    if wanted.lower() not in _FORMATS:
        raise bad_request(f"Invalid format '{wanted}'.")
    suffix = PurePosixPath(item.name).suffix.lower()
    if wanted.lower() != PDF or suffix not in _CONVERTED:
        raise GraphError(
            406, "notSupported", f"The file cannot be converted from '{suffix}' to '{wanted}'."
        )


def pdf_name(item: Item) -> str:
    """What the converted file is called."""
    return PurePosixPath(item.name).with_suffix(f".{PDF}").name


def pdf_of(item: Item) -> bytes:
    """A PDF of one page with the document's name on it."""
    text = item.name.encode("cp1252", "replace")
    for special in (b"\\", b"(", b")"):
        text = text.replace(special, b"\\" + special)
    drawn = b"BT /F1 18 Tf 72 770 Td (" + text + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    whole, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%b endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return whole + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(whole))
    )
