"""What the command line writes for machines, held against the schemas that are published in `docs/schemas`.

A schema lets new fields come; here each field must be in it, or nobody would know of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schemas"
ENDING = ".schema.json"


@cache
def schemas() -> Mapping[str, Any]:
    """Every published schema, by the words of its command joined with hyphens."""
    return {
        file.name.removesuffix(ENDING): json.loads(file.read_text(encoding="utf-8"))
        for file in sorted(FOLDER.glob(f"*{ENDING}"))
    }


def name_of(arguments: Sequence[str]) -> str:
    """The schema of a command line, which begins with the command's words."""
    two, one = "-".join(arguments[:2]), arguments[0]
    return two if two in schemas() else one


def answers(command: str, text: str) -> list[Any]:
    """The objects of an answer, a line each. Raises AssertionError for one that its schema does not describe."""
    objects = [json.loads(line) for line in text.splitlines() if line.strip()]
    for each in objects:
        wrong = [error.message for error in _strict(command).iter_errors(each)]
        assert not wrong, f"{command}: {wrong} in {each}"
    return objects


def checked(arguments: Sequence[str], text: str) -> None:
    """Looks at what a command has written, if it was to write for machines."""
    if "--json" in arguments:
        answers(name_of(arguments), text)


@cache
def _strict(command: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources(
        (f"{name}{ENDING}", Resource.from_contents(_closed(schema)))
        for name, schema in schemas().items()
    )
    assert command in schemas(), f"no schema is published for « {command} »"
    return Draft202012Validator(
        {"$ref": f"{command}{ENDING}"},
        registry=registry,
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


def _closed(schema: Any) -> Any:
    """The same schema, where no object may have a field that is not described."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    return closed | {"additionalProperties": False} if "required" in schema else closed


def described(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every object that a schema describes, at any depth."""
    if isinstance(schema, list):
        for each in schema:
            yield from described(each)
    elif isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield schema
        for each in schema.values():
            yield from described(each)
