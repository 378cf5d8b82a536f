"""`$select` and `$expand`: read, and refused where they name what there is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from local_microsoft365.graph.errors import GraphError, bad_request
from local_microsoft365.graph.vocabulary import KINDS, Kind

Options = Mapping[str, str]
#: What may stand in the brackets of an expansion.
_INSIDE = frozenset(
    {"$count", "$expand", "$filter", "$levels", "$orderby", "$select", "$skip", "$top"}
)
_DEEPEST = 5
#: However its letters are written.
_FOLLOWED = {name.lower(): name for kind in KINDS.values() for name in kind.follows}


def expansions(options: Options) -> dict[str, Options]:
    """Each navigation property to follow, with the options in its brackets. Raises GraphError."""
    found: dict[str, Options] = {}
    for part in _split(options.get("$expand", ""), ","):
        name, bracket, inside = part.partition("(")
        if bracket and not inside.endswith(")"):
            raise bad_request(f"Syntax error in $expand: '{part}'.")
        pairs = (each.partition("=") for each in _split(inside[:-1], ";"))
        found[_FOLLOWED.get(name.strip().lower(), name.strip())] = {
            key.strip(): value.strip() for key, _, value in pairs
        }
    return found


def selected_names(options: Options) -> tuple[str, ...]:
    """The properties that `$select` names, as written."""
    return tuple(name.strip() for name in options.get("$select", "").split(",") if name.strip())


def check(options: Options, kind: str, depth: int = 0) -> None:
    """Raises GraphError (400) for a property that things of that kind do not have, however deep."""
    known = KINDS[kind]
    for name in selected_names(options):
        if name != "*" and not known.knows(name):
            raise _unknown(name, known)
    for name, inside in expansions(options).items():
        if name not in known.follows:
            raise _not_followed(name, known)
        if not _INSIDE.issuperset(inside) or depth > _DEEPEST:
            raise bad_request(f"Syntax error in the options of '{name}'.")
        check(inside, known.follows[name], depth + 1)


def _unknown(name: str, kind: Kind) -> GraphError:
    return bad_request(
        "Parsing OData Select and Expand failed: Could not find a property named "
        f"'{name}' on type '{kind.name}'."
    )


def _not_followed(name: str, kind: Kind) -> GraphError:
    if kind.knows(name):
        return bad_request(f"Expanding the property '{name}' is not supported.")
    return _unknown(name, kind)


def _split(text: str, by: str) -> Iterator[str]:
    """The parts between `by`, those inside brackets or quotes left whole."""
    part, depth, quoted = "", 0, False
    for letter in text:
        quoted ^= letter == "'"
        if not quoted:
            depth += (letter == "(") - (letter == ")")
        if letter == by and depth == 0 and not quoted:
            if part.strip():
                yield part.strip()
            part = ""
        else:
            part += letter
    if depth or quoted:
        raise bad_request(f"Syntax error: unbalanced brackets or quotes in '{text}'.")
    if part.strip():
        yield part.strip()
