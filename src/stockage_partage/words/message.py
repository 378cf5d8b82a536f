"""A message for a person: what happened, what to do, at most one button."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Action(StrEnum):
    """What the one button of a message does."""

    RETRY = "retry"
    SIGN_IN = "sign_in"
    SIGN_IN_AGAIN = "sign_in_again"  # as the account that was expected
    OPEN_BROWSER = "open_browser"
    COPY_CONSENT = "copy_consent"
    CHOOSE_GROUP = "choose_group"
    DIAGNOSE = "diagnose"


#: What becomes of the work that was stopped: of what is printed, and of anything else.
KEPT = "Les documents imprimés sont conservés et partiront ensuite."
UNCHANGED = "Rien n’a été modifié."


@dataclass(frozen=True, slots=True)
class Words:
    """A message for a person. `advice` always says what to do.

    `stops_all`: it comes in the middle of any work, which alone knows what becomes of it.
    `chosen`: the person did it on purpose, and is told rather than warned.
    """

    what: str
    advice: str
    action: Action | None = None
    stops_all: bool = False
    chosen: bool = False

    def of_work(self, outcome: str) -> Words:
        """The same for a work of which `outcome` is so; "" says nothing of it."""
        if not self.stops_all or not outcome:
            return self
        return replace(self, advice=f"{self.advice} {outcome}")

    @property
    def sentence(self) -> str:
        """Both on one line, for the command line."""
        return f"{self.what} {self.advice}"


ACTION_LABELS: dict[Action, str] = {
    Action.RETRY: "Réessayer",
    Action.SIGN_IN: "Me connecter",
    Action.SIGN_IN_AGAIN: "Recommencer",
    Action.OPEN_BROWSER: "Ouvrir dans le navigateur",
    Action.COPY_CONSENT: "Copier le message pour l’administrateur",
    Action.CHOOSE_GROUP: "Choisir le groupe",
    Action.DIAGNOSE: "Lancer le diagnostic",
}

#: Instead of « Me connecter », which is the greyed button of the panel while storage is inactive.
RESUME_ACTIVATION = "Reprendre l’activation"
CHANGE_ACCOUNT = "Changer de compte"

COPY_DETAILS = "Copier les détails"
