"""The content type of a file, by its extension."""

from __future__ import annotations

import mimetypes

#: Types that an operating system may not know.
_KNOWN = {".pdf": "application/pdf", ".xml": "application/xml", ".zip": "application/zip"}
_ANY = "application/octet-stream"


def content_type(extension: str) -> str:
    """`extension` with its dot, in lower case."""
    return _KNOWN.get(extension) or mimetypes.guess_type(f"x{extension}")[0] or _ANY
