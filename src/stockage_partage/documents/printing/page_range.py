"""Which pages a person wants on paper: « 1-3, 5 ». Pure."""

from __future__ import annotations

import re

_PART = re.compile(r"(\d{1,5})(?:\s*-\s*(\d{1,5}))?")


def pages_typed(text: str, count: int) -> tuple[int, ...] | None:
    """The pages meant, counted from 0, in the order of the document; all of them for ''.

    `count`: pages that the document has. None for what names no page of it.
    """
    if not text.strip():
        return tuple(range(count))
    wanted: set[int] = set()
    for part in re.split(r"[,;]", text.strip().strip(",;")):
        found = _PART.fullmatch(part.strip())
        if found is None:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last:
            return None
        wanted |= set(range(first - 1, min(last, count)))
    return tuple(sorted(page for page in wanted if page < count)) or None
