"""What goes over HTTP, free of any library: a token with its host, what a request carries, an answer.

A large file is carried through windows on it, sent little by little: no piece is ever wholly in memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from stockage_partage.errors import FileUnreadable
from stockage_partage.streams import Readable, chunks_of, copy


class TokenForAnotherHost(Exception):
    """Our own mistake: a token was about to be sent to a host that it is not for."""


class NotToBeSent(Exception):
    """An address or a header that no request can be made of. Carries neither: both may be secret."""


class AnswerTooLarge(Exception):
    """A body is larger, or takes longer, than whoever asked for it allows."""


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """What whoever asks somebody less known reads of an answer, refusals too: bytes, and seconds in all."""

    size: int
    within_s: float


class RequestParts(Protocol):
    """Bytes to send, in parts of their own size, as often as asked; `len` is that of all of them."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes]: ...


Body = bytes | RequestParts | str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token and the only host (with its port) that may see it."""

    host: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back. `chunks` is there only when the body was asked for as a stream."""

    status: int
    headers: Mapping[str, str] = field(repr=False)  # names in lower case
    body: bytes = field(default=b"", repr=False)
    chunks: Iterator[bytes] | None = field(default=None, repr=False)

    def header(self, name: str) -> str | None:
        """A header's value, whatever the case of its name."""
        return self.headers.get(name.lower())

    @property
    def is_web_page(self) -> bool:
        """True for HTML, which neither Graph nor the token endpoint ever answers with."""
        return (self.header("content-type") or "").startswith("text/html")

    def json(self) -> Any:
        """The body as JSON; raises ValueError when it is none, or nested without end."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("nested too deeply") from None


class ChunkSource(Readable, Protocol):
    """Bytes that can be read again from any position."""

    def seek(self, position: int, /) -> object:
        """Goes to a position, in bytes from the beginning."""
        ...


class ChunkHashes:
    """The SHA-256 of a file as it is sent, in order; it must come out as `expected` ("": whatever)."""

    def __init__(self, content: ChunkSource, expected: str) -> None:
        self._content = content
        self._expected = expected
        self._digest = hashlib.sha256()
        self._position = 0

    def stand_at(self, position: int) -> None:
        """The next byte is that one: those before are read, here, when they were sent earlier."""
        if not self._expected or position == self._position:
            return
        self._digest = hashlib.sha256()
        self._position = -1  # nowhere, should reading fail
        self._content.seek(0)
        if copy(chunks_of(self._content, position), None, self._digest) < position:
            raise FileUnreadable("the bytes kept are not there any more")
        self._position = position

    def add(self, part: bytes) -> None:
        """Takes the next bytes that are sent into the SHA-256."""
        if self._expected:
            self._digest.update(part)
            self._position += len(part)

    def check(self) -> None:
        """Raises FileUnreadable when the whole file is not the one handed over."""
        if self._expected and self._digest.hexdigest() != self._expected:
            raise FileUnreadable("the bytes kept are not those handed over")


class Chunk:
    """`length` bytes of `content` from `start` on, as often as they are asked for.

    `last`: nothing comes after. The last bytes of a file leave only once all of it is proved: until then
    the service has no file. `go_on` is called before each part and may raise.
    """

    def __init__(
        self,
        content: ChunkSource,
        start: int,
        length: int,
        proof: ChunkHashes,
        *,
        last: bool = False,
        go_on: Callable[[], None] = lambda: None,
    ) -> None:
        self._content = content
        self._start = start
        self._length = length
        self._proof = proof
        self._last = last
        self._go_on = go_on

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        self._proof.stand_at(self._start)
        self._content.seek(self._start)
        left = self._length
        for part in chunks_of(self._content, left):
            self._go_on()
            left -= len(part)
            self._proof.add(part)
            if self._last and not left:
                self._proof.check()
            yield part
        if left:
            raise FileUnreadable("the bytes kept are not there any more")
