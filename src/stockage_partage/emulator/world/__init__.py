"""What the local Microsoft 365 remembers and its rules, without HTTP."""

from stockage_partage.emulator.world.refusals import Refused, Why
from stockage_partage.emulator.world.world import World

__all__ = ["Refused", "Why", "World"]
