"""`docs/architecture.md` is what `make map` draws from the sources of today."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def architecture() -> Iterator[ModuleType]:
    """The script that draws the map."""
    spec = importlib.util.spec_from_file_location(
        "architecture", ROOT / "scripts" / "architecture.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["architecture"] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules["architecture"]


def test_the_map_is_drawn_from_the_code_of_today(architecture: ModuleType) -> None:
    written = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert written == architecture.drawn(), "`make map` draws it again"


def test_a_way_through_a_function_that_is_gone_is_refused(architecture: ModuleType) -> None:
    way = architecture.ways()[0]
    gone = replace(way.steps[-1], function="no_such_function")
    with pytest.raises(architecture.MapIsWrong, match="no_such_function does not exist"):
        architecture.check(replace(way, steps=(*way.steps[:-1], gone)))


def test_a_way_that_jumps_to_another_part_is_refused(architecture: ModuleType) -> None:
    way = architecture.ways()[0]
    elsewhere = architecture.Step("stockage_partage.messages.journey", "line", "is nowhere near")
    with pytest.raises(architecture.MapIsWrong, match="line is not reached"):
        architecture.check(replace(way, steps=(*way.steps[:3], elsewhere)))


def test_a_way_that_nobody_can_follow_any_more_is_refused(architecture: ModuleType) -> None:
    way = architecture.ways()[0]
    too_long = replace(way, steps=way.steps * 2)
    with pytest.raises(architecture.MapIsWrong, match="at most"):
        architecture.check(too_long)
