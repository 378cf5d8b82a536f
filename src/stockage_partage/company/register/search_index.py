"""The words a document is found by: a handful of rows, written when it is filed.

Until then its row alone has them (`haystack`): a print does not wait for them, and few are on their way.

Words as they are (`fa00042`, `avoir`); runs of digits without their zeros in front (`42`), so that `42`
and `00042` both find FA00042; the amount in cents. A date is none: the document's own column has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.prepared_statements import PreparedStatements
from stockage_partage.company.engine.transactions import Change
from stockage_partage.company.third_parties.identity import normal_name

#: A name that somebody made up may be anything: what is kept of it stays within bounds.
LONGEST = 64  # characters of one word
MOST = 40  # words of one document

_word = tables.word
_INSERT = PreparedStatements(sa.insert(_word), "word", "document_id")
_PDF = re.compile(r"\.pdf$", re.IGNORECASE)
_COUNTED = re.compile(r"[^\W\d_]+0*(\d+)")
_EVERY_FILE = "pdf"  # says nothing of one


def words_of(
    *,
    title: str,
    type: str,  # the column's own name
    number: str,
    third_party_code: str,
    amount: int | None,
) -> list[str]:
    """The words of a document, each once, the surest first."""
    found = [*tokens(number), *_fragments(number), *tokens(third_party_code), *tokens(type)]
    if amount is not None:
        found.append(bare(str(abs(amount))))
    for token in tokens(_PDF.sub("", title)):
        found.append(token)
        if counted := _COUNTED.fullmatch(token):
            found.append(bare(counted[1]))
    return list(dict.fromkeys(word[:LONGEST] for word in found))[:MOST]


def as_text(words: Iterable[str]) -> str:
    """Words as a document's row keeps them, each after a space: what a walk through rows looks at."""
    return "".join(f" {word}" for word in words)


def write(change: Change, texts: Mapping[int, str]) -> None:
    """Adds those of documents that are filed now, by document id: what their rows keep as text."""
    rows = [
        {"word": word, "document_id": document_id}
        for document_id, text in texts.items()
        for word in text.split()
    ]
    if rows:
        _INSERT.insert_all(change.connection, rows)


def write_missing(connection: sa.Connection, batch: int = 5000) -> None:
    """Gives their words to the documents of a structure that had none."""
    doc = tables.document
    columns = (doc.c.title, doc.c.type, doc.c.number, doc.c.third_party_code)
    last = 0
    while True:
        wanted = sa.select(doc.c.id, *columns, doc.c.amount).where(doc.c.id > last)
        rows = connection.execute(wanted.order_by(doc.c.id).limit(batch)).all()
        if not rows:
            return
        last = rows[-1].id
        _write_batch(connection, [(row.id, _words_of_row(row)) for row in rows])


def _write_batch(connection: sa.Connection, found: list[tuple[int, list[str]]]) -> None:
    doc = tables.document
    values = [{"word": word, "document_id": of} for of, words in found for word in words]
    if values:
        _INSERT.insert_all(connection, values)
    put = sa.update(doc).where(doc.c.id == sa.bindparam("of_document"))
    texts = [{"of_document": of, "text": as_text(words)} for of, words in found]
    connection.execute(put.values(haystack=sa.bindparam("text", type_=doc.c.haystack.type)), texts)


def _words_of_row(row: Any) -> list[str]:
    return words_of(
        title=row.title,
        type=row.type,
        number=row.number,
        third_party_code=row.third_party_code,
        amount=row.amount,
    )


def tokens(text: str) -> Iterator[str]:
    """The words of a text, as they are kept and looked for."""
    for token in normal_name(text).split():
        if token != _EVERY_FILE:
            yield bare(token)


def _fragments(number: str) -> Iterator[str]:
    for digits in re.findall(r"[0-9]+", normal_name(number)):
        yield bare(digits)


def bare(token: str) -> str:
    """`00042` is `42`; anything but digits stays."""
    return (token.lstrip("0") or "0") if token.isdecimal() and token.isascii() else token
