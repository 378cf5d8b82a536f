"""The one parser of strangers' XML: nothing outside the document is opened, and nothing in it is expanded.

Whoever reads gives a target, which is told of each element while the bytes come in and ends the reading
where it goes too far; the parser itself keeps nothing of the document.
"""

from __future__ import annotations

from typing import Any

from stockage_partage.documents.invoices.pdf_library import FROM_PARSERS


def parser_into(target: object) -> Any:
    """A parser to feed with bytes, piece by piece, then to close; `target` is told of what they hold.

    No entity is resolved, no network reached, no type definition read. Trees of any size and depth pass:
    bounds are the target's.
    """
    from lxml import etree

    return etree.XMLParser(
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def parser_troubles() -> tuple[type[Exception], ...]:
    """What bytes that are no XML make the parser raise."""
    from lxml import etree

    return (etree.LxmlError, *FROM_PARSERS)
