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
    from stockage_partage.journey.scene import Scene
    from stockage_partage.journey.steps import STEPS

    with tempfile.TemporaryDirectory(prefix="parcours-", ignore_cleanup_errors=True) as folder:
        with disk.told():
            scene = Scene(replace(settings, data_dir=Path(folder) / "donnees"), captures)
        try:
            for name, step in STEPS.items():
                scene.stage.heart.begin()
                played = _play_one(name, lambda step=step: step(scene))  # type: ignore[misc]  # bound per turn
                scene.gaps[name] = scene.stage.heart.lately_ms
                _tell(played, as_json)
                if not played.fine:
                    return 1
        finally:
            scene.close()
    return 0


def _play_one(name: str, step: Callable[[], str]) -> Played:
    from stockage_partage.errors import Trouble
    from stockage_partage.journey.scene import Failed
    from stockage_partage.ui.stage import NeverCame
    from stockage_partage.words.troubles import explain

    started = time.perf_counter()
    try:
        detail, fine = step(), True
    except Trouble as trouble:
        detail, fine = explain(trouble).sentence, False
    except (NeverCame, Failed) as missing:
        detail, fine = str(missing), False
    return Played(name, fine, round(time.perf_counter() - started, 3), detail)


def _tell(played: Played, as_json: bool) -> None:
    from stockage_partage.words.journey import line

    if as_json:
        told = json.dumps(
            {
                "etape": played.name,
                "ok": played.fine,
                "duree_s": played.seconds,
                "detail": played.detail,
            },
            ensure_ascii=False,
        )
    else:
        told = line(played.name, played.fine, played.seconds, played.detail)
    sys.stdout.write(told + "\n")
    sys.stdout.flush()
