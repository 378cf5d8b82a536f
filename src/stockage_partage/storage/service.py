"""The services behind the panel: what the window and the command line ask for.

Every method may block (database, network) and is called from a worker, never from the window's
thread. Each raises troubles of `errors`; none remembers anything that the database or the keyring
does not, except that this process is in the middle of an activation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stockage_partage.graph.sign_in import Account, Attempt
from stockage_partage.storage.panel import Facts


class GroupChoice(StrEnum):
    """The person's answer when a foreign group already has the wanted name."""

    USE_EXISTING = "use_existing"
    CREATE_ANOTHER = "create_another"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A finished sign-in. `previous` is the username known before, when it was somebody else."""

    account: Account
    previous: str | None = None


class StorageService:
    """One application on one company database, for one person on one workstation."""

    def facts(self) -> Facts:
        """Everything the panel is decided from, read now."""
        raise NotImplementedError

    def ask_activation(self) -> None:
        """Claims the activation; raises OptionMissing, StorageAlreadyActive, ActivatingElsewhere."""
        raise NotImplementedError

    def abandon_activation(self) -> None:
        """Gives the claim back; harmless when there is none."""
        raise NotImplementedError

    def begin_sign_in(self, *, expected: str | None = None, claims: str | None = None) -> Attempt:
        """A sign-in for the embedded browser. `expected`: the username to come back as."""
        raise NotImplementedError

    def finish_sign_in(self, attempt: Attempt, landed: Mapping[str, str]) -> SignedIn:
        """Redeems where the browser landed (the redirect's query). Raises SignInForged and others."""
        raise NotImplementedError

    def sign_in_with_browser(self, cancelled: Callable[[], bool]) -> SignedIn:
        """The same in the system's browser; returns when it is done or `cancelled()` is true."""
        raise NotImplementedError

    def activate(self, choice: GroupChoice | None = None, group_id: str | None = None) -> None:
        """Creates or finds the group and holds its id. Raises GroupNameTaken when a person must choose."""
        raise NotImplementedError

    def deactivate(self) -> int:
        """Turns storage off for every application of the database; how many documents still wait."""
        raise NotImplementedError

    def sign_out(self) -> None:
        """Forgets the account on this workstation."""
        raise NotImplementedError

    def check_library(self) -> None:
        """One look at the group and its library; records what it saw. Called every 5 s or slower."""
        raise NotImplementedError

    def resume(self) -> None:
        """At start: finishes or undoes an activation whose holder died."""
        raise NotImplementedError
