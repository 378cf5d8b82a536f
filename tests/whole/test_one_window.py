"""A second start of the same window, as a process of its own, ends at once: the first one comes forward."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from stockage_partage.company.database import CompanyDatabase
from waiting import wait_until
from workstation import Workstation

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(sys.platform == "win32", reason="ends a window by a signal"),
]


def test_a_second_start_ends_well_and_leaves_the_first_one_open(tmp_path: Path) -> None:
    company = tmp_path / "BIJOU.db"
    CompanyDatabase.create(company, "BIJOU SA").close()
    station = Workstation(tmp_path / "poste", str(company), {})
    own = tmp_path / "run"
    own.mkdir(mode=0o700)
    station.extra |= {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(own)}
    first = station.start("ouvrir")
    try:
        wait_until(lambda: any(own.glob("*.lock")), "the first one has its claim", timeout_s=60)
        second = station.run("ouvrir", "--page", "tiers")
        by_address = station.run("stockage-partage://ouvrir?page=documents&document=FA00042")

        assert (second.code, by_address.code) == (0, 0), second.err + by_address.err
        assert first.poll() is None
        refused = station.run("ouvrir", "stockage-partage://ouvrir?societe=//other/place.db")
        assert refused.code == 1
        assert "Cette adresse ne mène à rien" in refused.err
    finally:
        first.send_signal(signal.SIGTERM)
        _, err = first.communicate(timeout=60)
    assert first.returncode == 0
    assert "Traceback" not in err
