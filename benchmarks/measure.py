"""One figure with its floor and its bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measure:
    """`figure` against `bound`, with how it came about in `detail`."""

    name: str
    figure: float
    bound: float
    unit: str
    detail: str

    @property
    def within(self) -> bool:
        """True when the bound holds."""
        return self.figure <= self.bound

    def __str__(self) -> str:
        mark = "ok  " if self.within else "OVER"
        return (
            f"{mark} {self.name}: {self.figure:.2f}{self.unit}"
            f" (at most {self.bound:g}{self.unit}) — {self.detail}"
        )


def ratio(name: str, ours: Sequence[float], floor: Sequence[float], bound: float) -> Measure:
    """The median of the ratios pair by pair: a machine whose speed drifts keeps it."""
    figure = median(a / b for a, b in zip(ours, floor, strict=True))
    detail = (
        f"{median(ours):.3f} s against {median(floor):.3f} s,"
        f" {len(ours)} pairs, {min(ours):.3f} to {max(ours):.3f} s"
    )
    return Measure(name, figure, bound, "×", detail)
