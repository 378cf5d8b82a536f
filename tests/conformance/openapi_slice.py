"""The published description of Graph, cut to what is used: finds operations, checks bodies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

jsonschema = pytest.importorskip("jsonschema")

HERE = Path(__file__).resolve().parents[2].parent / "shared/reference/graph/openapi-slice.json"
Facts = dict[str, Any]

# Answers carry properties that the published description lacks, though the service's own model has
# them (each schema lists its own under `x-csdl-additions`); these are listed nowhere.
_ALSO = frozenset({"organizationId", "creationOptions", "email", "extensionName", "group"})
# Schemas whose further properties are the application's own.
_OPEN = frozenset({"openTypeExtension", "fieldValueSet"})


@dataclass(frozen=True)
class Operation:
    """One verb on one path of the description."""

    method: str
    path: str
    described: Facts

    def status_schema(self, status: int) -> Facts | None:
        """The schema of the body that goes with a status; None when there is no body."""
        responses = self.described["responses"]
        family = f"{status // 100}XX"
        found = responses.get(str(status)) or responses.get(family) or responses.get("default")
        return found if isinstance(found, dict) else None


class Slice:
    """The description, ready to be asked."""

    def __init__(self, document: Facts) -> None:
        self._document = document
        # The most literal template first: `root` is not an item's id.
        ordered = sorted(document["paths"], key=lambda path: (path.count("{"), -len(path)))
        self._paths = [(re.compile(_pattern(path)), path) for path in ordered]

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation behind a path on the wire, version and query left out."""
        for spelling in _spellings(path):
            for pattern, known in self._paths:
                described = self._document["paths"][known].get(method.lower())
                if described is not None and pattern.fullmatch(spelling):
                    return Operation(method.lower(), known, described)
        return None

    def answer_errors(self, operation: Operation, status: int, body: Any) -> list[str]:
        """What is wrong with an answer; empty when it is as described."""
        response = operation.status_schema(status)
        if response is None:
            return [f"{operation.path}: status {status} is not described"]
        return self._errors(self._resolved(response), body)

    def request_errors(self, operation: Operation, body: Any) -> list[str]:
        """What is wrong with the JSON sent."""
        request = operation.described.get("requestBody")
        if request is None:
            return [f"{operation.path} takes no body"]
        return self._errors(self._resolved(request), body)

    def query_errors(self, operation: Operation, names: set[str]) -> list[str]:
        """The query parameters that the operation does not know."""
        described = [operation.described, self._by_id(operation)]
        parameters = [
            self._resolved(one) for known in described for one in known.get("parameters", [])
        ]
        known = {one["name"] for one in parameters if one["in"] == "query"}
        return [f"{operation.path} has no parameter {name}" for name in sorted(names - known)]

    def _by_id(self, operation: Operation) -> Facts:
        """The same operation on an item addressed by id: that of a path lists no options."""
        path = re.sub(
            r"(root|items/[^/]+):/\{item-path\}:?", "items/{driveItem-id}", operation.path
        )
        verbs = self._document["paths"].get(
            path.replace("/groups/{group-id}/drive", "/drives/{drive-id}"), {}
        )
        found = [one for verb, one in verbs.items() if verb == operation.method]
        return found[0] if found else {}

    def _errors(self, described: Facts, body: Any) -> list[str]:
        content = described.get("content", {}).get("application/json")
        if content is None or body is None:
            return [] if body is None else ["a body where none is described"]
        schema = content["schema"]
        root = {"$ref": schema["$ref"]} if "$ref" in schema else self._strict(schema)
        whole = root | {"components": self._strict(self._document["components"])}
        found = jsonschema.Draft202012Validator(whole).iter_errors(body)
        errors = [f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in found]
        return errors + list(self._unknown(schema, body, ""))

    def _strict(self, described: Any) -> Any:
        """JSON Schema for what OpenAPI 3.0 says with `nullable` and with open objects."""
        if isinstance(described, list):
            return [self._strict(one) for one in described]
        if not isinstance(described, dict):
            return described
        schema = {
            name: self._strict(value)
            for name, value in described.items()
            # « Other properties are objects » is how the generator says « anything else ».
            if not (name == "additionalProperties" and value == {"type": "object"})
            and name not in ("nullable", "example")
        }
        nullable = described.get("nullable") is True
        if nullable and isinstance(schema.get("type"), str):
            schema["type"] = [schema["type"], "null"]
        if set(schema) == {"$ref"}:
            # Complex values may be null, which this description never says of references.
            return {"anyOf": [schema, {"type": "null"}]}
        return schema

    def _unknown(self, schema: Facts, body: Any, at: str) -> Iterator[str]:
        """The properties of an answer that no schema knows; annotations are always welcome."""
        schema = self._resolved(self._derived(schema, body))
        if isinstance(body, list) and "items" in schema:
            for one in body:
                yield from self._unknown(schema["items"], one, at)
        if not isinstance(body, dict):
            return
        properties, added, is_open = self._properties(schema)
        for name, value in body.items():
            if "@" in name or name in added or name in _ALSO or is_open:
                continue
            if name not in properties:
                yield f"{at}/{name} is not described"
            else:
                yield from self._unknown(properties[name], value, f"{at}/{name}")

    def _properties(self, schema: Facts) -> tuple[Facts, set[str], bool]:
        schema = self._resolved(schema)
        properties = dict(schema.get("properties", {}))
        added = set(schema.get("x-csdl-additions", {})) | set(schema.get("x-pruned", []))
        for part in schema.get("allOf", []):
            inherited, more, _ = self._properties(part)
            properties |= inherited
            added |= more
        titles = {self._resolved(part).get("title") for part in (schema, *schema.get("allOf", []))}
        return properties, added, not properties or not _OPEN.isdisjoint(titles)

    def _derived(self, schema: Facts, body: Any) -> Facts:
        """The schema of the type that a body says it is, when it says so."""
        if not isinstance(body, dict):
            return schema
        name = str(body.get("@odata.type", "")).removeprefix("#")
        found: Facts = self._document["components"]["schemas"].get(name, schema)
        return found

    def _resolved(self, described: Facts) -> Facts:
        while "$ref" in described:
            found: Any = self._document
            for step in described["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            described = found
        return described


def load() -> Slice:
    """The description beside the repository; skips the test, saying so, when it is not there."""
    if not HERE.is_file():
        pytest.skip(f"the published description is not beside the repository ({HERE})")
    document = json.loads(HERE.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    # Where the service is known to answer otherwise than described: details of an error may come
    # without a message, and references are objects holding `@odata.id`, not strings.
    schemas["microsoft.graph.ODataErrors.ErrorDetails"]["required"] = ["code"]
    schemas["StringCollectionResponse"]["properties"]["value"]["items"] = {}
    return Slice(document)


def _pattern(template: str) -> str:
    parts = re.split(r"(\{[^}]+\})", template)
    shapes: Mapping[bool, str] = {True: ".+?", False: "[^/:]+"}
    return "".join(
        shapes[part in ("{item-path}", "{opaque}", "{q}", "{token}", "{uniqueName}")]
        if part.startswith("{")
        else re.escape(part)
        for part in parts
    )


def _spellings(path: str) -> Iterator[str]:
    """The path as it is, then as one of the addresses under which the description files it."""
    path = unquote(path)
    yield path
    yield re.sub(r"/root(?=/(?!children|delta|search))", "/items/x", path)
    found = re.fullmatch(r"/(?:groups|sites)/[^/:]+/drives?(?:/b![^/]+)?(/.*)", path)
    if found:
        yield from _spellings(f"/drives/x{found.group(1)}")
    if "/uploadSession" in path:
        yield "/x-upload-session/x"
