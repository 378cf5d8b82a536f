"""The files inside an invoice, written out byte for byte under harmless names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from stockage_partage.documents.invoices.invoice_view import EmbeddedDocument
from stockage_partage.documents.tree.segments import clean, split_extension
from stockage_partage.documents.viewing.view import mark_as_downloaded

_LONGEST = 100
#: What a file is called that has no name.
_NAMELESS = "joint"
_EXTENSIONS = {
    "application/pdf": ".pdf",
    "text/csv": ".csv",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}


def written_into(folder: Path, attachments: Sequence[EmbeddedDocument]) -> Iterator[Path]:
    """Writes each into the folder, which is made; nothing there is replaced. Raises OSError.

    Files whose bytes are not what they say are left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for document in attachments:
        if document.content is None:
            continue
        stem, extension = split_extension(harmless_name(document))
        path, count = folder / f"{stem}{extension}", 1
        while path.exists() or path.is_symlink():
            count += 1
            path = folder / f"{stem} ({count}){extension}"
        with path.open("xb") as file:
            file.write(document.content)
        mark_as_downloaded(path)
        yield path


def harmless_name(document: EmbeddedDocument) -> str:
    """What a file inside an invoice may be called in any folder, with the ending of what it says to be."""
    name = document.name.replace("\\", "/").rpartition("/")[2]
    stem, extension = split_extension(clean(name)) if name else (_NAMELESS, "")
    return stem[:_LONGEST] + (extension or _EXTENSIONS.get(document.mime, ""))
