"""The help page's whole journey, played without a screen: every step in front of the real window.

One JSON object a step (`etape`, `ok`, `duree_s`, `detail`); it ends at the first step that fails.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from stockage_partage import disk
from stockage_partage.plain_text import one_line
from stockage_partage.settings import Settings


@dataclass(frozen=True, slots=True)
class Played:
    """How one step went. `detail` is a short fact, or what was missing."""

    name: str
    fine: bool
    seconds: float
    detail: str


def play(settings: Settings, captures: Path | None, *, as_json: bool) -> int:
    """Plays every step in a folder that is deleted afterwards; 0 when all of them went well."""
    from stockage_partage.journey.context import JourneyContext
    from stockage_partage.journey.steps import STEPS

    with tempfile.TemporaryDirectory(prefix="parcours-", ignore_cleanup_errors=True) as folder:
        with disk.as_troubles():
            context = JourneyContext(replace(settings, data_dir=Path(folder) / "donnees"), captures)
        try:
            for name, step in STEPS.items():
                context.window_driver.latency.begin()
                played = _play_one(name, lambda step=step: step(context))  # type: ignore[misc]  # bound per turn
                context.gaps[name] = context.window_driver.latency.lately_ms
                _tell(played, as_json)
                if not played.fine:
                    return 1
        finally:
            context.close()
    return 0


def _play_one(name: str, step: Callable[[], str]) -> Played:
    from stockage_partage.errors import Trouble
    from stockage_partage.journey.context import StepFailed
    from stockage_partage.journey.window_driver import NeverCame
    from stockage_partage.messages.troubles import explain

    started = time.perf_counter()
    try:
        detail, fine = step(), True
    except Trouble as trouble:
        detail, fine = explain(trouble).sentence, False
    except (NeverCame, StepFailed) as missing:
        detail, fine = str(missing), False
    return Played(name, fine, round(time.perf_counter() - started, 3), detail)


def _tell(played: Played, as_json: bool) -> None:
    from stockage_partage.messages.journey import line

    if as_json:
        told = json.dumps(
            {
                "etape": played.name,
                "ok": played.fine,
                "duree_s": played.seconds,
                "detail": played.detail,
            }
        )
    else:
        told = one_line(line(played.name, played.fine, played.seconds, played.detail))
    if sys.stdout is not None:  # a program without a console
        sys.stdout.write(told + "\n")
        sys.stdout.flush()
