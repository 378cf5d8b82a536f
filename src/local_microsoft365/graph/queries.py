"""Directory collections: `$filter`, `$search`, `$orderby`, `$count`, and when the header is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.responses import PlainTextResponse, Response

from local_microsoft365.graph.errors import bad_request
from local_microsoft365.graph.filters import parse_filter
from local_microsoft365.graph.odata import Facts, cut, listed, page
from local_microsoft365.graph.request import Ask
from local_microsoft365.tenant.refusals import Refused, Why

PAGE, MOST = 100, 999
_SEARCHABLE = ("displayName", "description", "mail", "mailNickname")


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
