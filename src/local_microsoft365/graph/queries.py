"""Directory collections: `$filter`, `$search`, `$orderby`, `$count`, and when the header is needed.

`$filter` is read as far as the directory understands it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import PlainTextResponse, Response

from local_microsoft365.graph.errors import bad_request
from local_microsoft365.graph.odata import Facts, cut, listed, page
from local_microsoft365.graph.request import Ask
from local_microsoft365.tenant.refusals import Refused, Why

PAGE, MOST = 100, 999
_SEARCHABLE = ("displayName", "description", "mail", "mailNickname")
Test = Callable[[Facts], bool]

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<word>[\w@./:+-]+)|(?P<mark>[(),]))", re.S)
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: bool(left == right),
    "ne": lambda left, right: bool(left != right),
    "ge": lambda left, right: left is not None and right is not None and bool(left >= right),
    "le": lambda left, right: left is not None and right is not None and bool(left <= right),
    "gt": lambda left, right: left is not None and right is not None and bool(left > right),
    "lt": lambda left, right: left is not None and right is not None and bool(left < right),
}
_FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": lambda text, part: part in text,
}
_WORDS = {"true": True, "false": False, "null": None}


def directory_page(ask: Ask, everything: Sequence[Facts], shape: Callable[[Facts], Facts]) -> Facts:
    """The page of a directory collection that the options ask for. Raises Refused or GraphError."""
    kept = _filtered(ask, list(everything))
    kept = _searched(ask, kept)
    _sort(ask, kept)
    where = page(ask, PAGE, MOST)
    facts = listed(ask, where, cut(kept, where), shape)
    if ask.query.get("$count") == "true":
        if not ask.eventual:
            raise Refused(Why.BAD_VALUE, "$count is not currently supported.")
        facts = {"@odata.count": len(kept)} | facts
    return facts


def counted(ask: Ask, everything: Sequence[Facts]) -> Response:
    """`…/$count`: how many of a directory collection the options ask for, a number alone."""
    if not ask.eventual:
        raise Refused(Why.BAD_VALUE, "$count is not currently supported.")
    kept = _searched(ask, _filtered(ask, list(everything), counting=True))
    return PlainTextResponse(str(len(kept)))


def _filtered(ask: Ask, everything: list[Facts], *, counting: bool = False) -> list[Facts]:
    text = ask.query.get("$filter")
    if not text:
        return everything
    wanted = parse_filter(text)
    advanced = ask.eventual and (counting or ask.query.get("$count") == "true")
    if not advanced and (wanted.advanced or "$orderby" in ask.query):
        raise Refused(Why.UNSUPPORTED_QUERY)
    return [facts for facts in everything if wanted.accepts(facts)]


def _searched(ask: Ask, kept: list[Facts]) -> list[Facts]:
    text = ask.query.get("$search")
    if not text:
        return kept
    if not ask.eventual:
        raise Refused(
            Why.UNSUPPORTED_QUERY, "Request with $search query parameter only works through MSGraph"
            " with a special request header: 'ConsistencyLevel: eventual'",
        )  # fmt: skip
    name, colon, words = text.strip().strip('"').partition(":")
    if not colon or name not in _SEARCHABLE:
        raise bad_request("Syntax error in $search: '\"property:value\"' is expected.")
    tokens = words.lower().split()
    return [
        facts
        for facts in kept
        if all(
            any(word.startswith(token) for word in str(facts.get(name) or "").lower().split())
            for token in tokens
        )
    ]


def _sort(ask: Ask, kept: list[Facts]) -> None:
    text = ask.query.get("$orderby")
    if not text:
        return
    name, _, direction = text.strip().partition(" ")
    if kept and name not in kept[0]:
        raise bad_request(f"Could not find a property named '{name}'.")
    kept.sort(key=lambda facts: str(facts[name] or "").lower(), reverse=direction == "desc")


@dataclass(frozen=True)
class Filter:
    """A test on an object. `advanced` ones need the eventual consistency header."""

    accepts: Test
    advanced: bool


def parse_filter(text: str) -> Filter:
    """Reads a `$filter`. Raises GraphError for what it can't read."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._advanced = False

    def whole(self) -> Filter:
        test = self._either()
        if self._at != len(self._tokens):
            raise _unreadable()
        return Filter(test, self._advanced)

    def _either(self) -> Test:
        tests = [self._both()]
        while self._took("or"):
            tests.append(self._both())
        return lambda facts: any(test(facts) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._took("and"):
            tests.append(self._one())
        return lambda facts: all(test(facts) for test in tests)

    def _one(self) -> Test:
        if self._took("not"):
            self._advanced = True
            test = self._one()
            return lambda facts: not test(facts)
        if self._took("("):
            test = self._either()
            self._need(")")
            return test
        word = self._next()
        if word.lower() in _FUNCTIONS:
            return self._function(word.lower())
        if word.endswith("/any"):
            return self._any(word.removesuffix("/any"))
        return self._comparison(word)

    def _function(self, name: str) -> Test:
        self._advanced |= name != "startswith"
        self._need("(")
        field = self._next()
        self._need(",")
        part = str(self._value()).lower()
        self._need(")")
        apply = _FUNCTIONS[name]
        return lambda facts: apply(str(_field(facts, field) or "").lower(), part)

    def _any(self, field: str) -> Test:
        self._need("(")
        variable, _, inner = self._next().partition(":")
        inner = inner or self._next()  # `c:c eq` and `c: c eq` are both written
        if inner.lower() in _FUNCTIONS:
            test = self._function(inner.lower())
        else:
            test = self._comparison(inner)
        self._need(")")
        return lambda facts: any(test({variable: one}) for one in _field(facts, field) or [])

    def _comparison(self, field: str) -> Test:
        operator = self._next().lower()
        if operator == "in":
            return self._among(field)
        if operator not in _COMPARISONS:
            raise _unreadable()
        self._advanced |= operator == "ne"
        right, compare = _folded(self._value()), _COMPARISONS[operator]
        return lambda facts: compare(_folded(_field(facts, field)), right)

    def _among(self, field: str) -> Test:
        self._need("(")
        values = [_folded(self._value())]
        while self._took(","):
            values.append(_folded(self._value()))
        self._need(")")
        return lambda facts: _folded(_field(facts, field)) in values

    def _value(self) -> Any:
        token = self._next()
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        return _WORDS.get(token.lower(), token)

    def _next(self) -> str:
        if self._at >= len(self._tokens):
            raise _unreadable()
        self._at += 1
        return self._tokens[self._at - 1]

    def _took(self, word: str) -> bool:
        if self._at < len(self._tokens) and self._tokens[self._at].lower() == word:
            self._at += 1
            return True
        return False

    def _need(self, mark: str) -> None:
        if not self._took(mark):
            raise _unreadable()


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unreadable()
        tokens.append(found.group(found.lastgroup or 0))
        at = found.end()
    return tokens


def _field(facts: Facts, name: str) -> Any:
    if name not in facts and "@odata.type" in facts:
        return None  # among things of several kinds, one that has no such property
    if name not in facts:
        raise bad_request(f"Could not find a property named '{name}'.")
    return facts[name]


def _folded(value: Any) -> Any:
    """The directory compares texts without their case."""
    return value.lower() if isinstance(value, str) else value


def _unreadable() -> Exception:
    return bad_request("Invalid filter clause.")
