"""Files handed over together, and what became of each so far. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.outcomes import FilingOutcome


@dataclass
class DepositBatch:
    """`files` in the order in which they are taken; `results` of those that were."""

    files: list[Path] = field(default_factory=list)
    results: list[FilingResult] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """True once each file has its result."""
        return len(self.results) == len(self.files)

    @property
    def filed(self) -> Sequence[FilingResult]:
        """What became of the files that have their place: on their way, or filed already."""
        return [
            each
            for each in self.results
            if each.deposited is not None and each.deposited.status is not FilingOutcome.TO_CLASSIFY
        ]

    @property
    def to_classify(self) -> Sequence[FilingResult]:
        """What became of the files that are kept, and wait until a person says what they are."""
        return [
            each
            for each in self.results
            if each.deposited is not None and each.deposited.status is FilingOutcome.TO_CLASSIFY
        ]

    @property
    def refused(self) -> Sequence[FilingResult]:
        """What keeps the files that are not kept from being so."""
        return [each for each in self.results if each.deposited is None]

    @property
    def first_to_classify(self) -> int | None:
        """The id of the first document that waits for a place; None when none does."""
        ids = [each.deposited.document_id for each in self.to_classify if each.deposited]
        return ids[0] if ids else None
