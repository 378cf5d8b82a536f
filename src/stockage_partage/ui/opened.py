"""What opening a company gives to its window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stockage_partage.documents.workplace import Workplace
    from stockage_partage.storage.service import StorageService
    from stockage_partage.ui.identification_page import Identity


@dataclass(frozen=True)
class Opened:
    """Where work is done, and what the window shows once."""

    workplace: Workplace
    identity: Identity
    ca_file: Path | None = None
    demonstration: bool = False

    @property
    def service(self) -> StorageService:
        """Activation and account."""
        return self.workplace.service
