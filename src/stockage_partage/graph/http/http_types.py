"""A token with its host, what a request carries, an answer: plain types, free of any library."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


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
