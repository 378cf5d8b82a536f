"""The options every OData address may carry: `$select`, `$top`, paging; and how answers are framed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from local_microsoft365.graph.errors import GraphError, bad_request
from local_microsoft365.graph.options import Options, expansions, selected_names
from local_microsoft365.graph.request import Ask

Facts = dict[str, Any]
Thing = TypeVar("Thing")
DOWNLOAD_URL = "@microsoft.graph.downloadUrl"


def selected(ask: Ask) -> frozenset[str] | None:
    """The properties asked for, in lower case; None for all the usual ones."""
    names = frozenset(name.lower().partition("/")[0] for name in selected_names(ask.query))
    return None if not names or "*" in names else names


def expanded(ask: Ask) -> dict[str, Options]:
    """The navigation properties asked for, each with its own options."""
    return expansions(ask.query)


def pick(facts: Facts, wanted: frozenset[str] | None, keep: Collection[str] = ()) -> Facts:
    """Only the properties asked for; annotations of the whole stay, and what `keep` names."""
    if wanted is None:
        return facts
    return {
        name: value
        for name, value in facts.items()
        if name.lower() in wanted
        or name in keep
        or (name.startswith("@odata.") and name != DOWNLOAD_URL)
    }


def picked(ask: Ask, things: Iterable[Facts]) -> list[Facts]:
    """Each thing of a collection, with only the properties that the request asks for."""
    wanted = selected(ask)
    return [pick(one, wanted) for one in things]


def context(ask: Ask, what: str, facts: Facts, *, entity: bool = True) -> Facts:
    """The answer with its `@odata.context` in front."""
    text = ask.query.get("$select")
    shown = f"{what}({text})" if text else what
    return {"@odata.context": f"{ask.base}/$metadata#{shown}{'/$entity' if entity else ''}"} | facts


def top(ask: Ask, default: int, most: int) -> int:
    """How many to give at once. Raises GraphError for nonsense."""
    text = ask.query.get("$top")
    if text is None:
        return default
    if not text.isdigit() or int(text) < 1:
        raise bad_request(f"Invalid value '{text}' for $top query option found.")
    if int(text) > most:
        raise GraphError(
            400, "Request_BadRequest", f"Invalid page size specified: must be between 1 and {most}."
        )
    return int(text)


@dataclass(frozen=True)
class Page:
    """Which part of a collection is asked for."""

    limit: int
    offset: int

    def token_of_next(self) -> str:
        """An opaque word that leads to the next page."""
        raw = f"p1:{self.offset + self.limit}".encode("ascii")
        return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def page(ask: Ask, default: int, most: int) -> Page:
    """The page that the address asks for. Raises GraphError for a token that is none of ours."""
    token = ask.query.get("$skiptoken") or ask.query.get("$skipToken")
    skip = ask.query.get("$skip", "0")
    offset = int(skip) if skip.isdigit() else 0
    if token:
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
            offset = int(raw.removeprefix("p1:"))
        except ValueError as error:
            raise bad_request("The skip token is not valid.") from error
    return Page(top(ask, default, most), offset)


def listed(
    ask: Ask, where: Page, things: Sequence[Thing], shape: Callable[[Thing], Facts]
) -> Facts:
    """A page as an answer. `things` holds one more than the page when another one follows."""
    facts: Facts = {}
    if len(things) > where.limit:
        facts["@odata.nextLink"] = ask.again(**{"$skiptoken": where.token_of_next()})
    return facts | {"value": [shape(thing) for thing in things[: where.limit]]}


def cut(things: Sequence[Thing], where: Page) -> Sequence[Thing]:
    """The page of a collection held whole, and one more if there is one."""
    return things[where.offset : where.offset + where.limit + 1]
