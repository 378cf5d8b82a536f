"""A message for a person: what happened, what to do, at most one button."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class MessageAction(StrEnum):
    """What the one button of a message does."""

    RETRY = "retry"
    SIGN_IN = "sign_in"
    SIGN_IN_AGAIN = "sign_in_again"  # as the account that was expected
    OPEN_BROWSER = "open_browser"
    COPY_CONSENT = "copy_consent"
    CHOOSE_GROUP = "choose_group"
    DIAGNOSE = "diagnose"
    TELL_WHERE = "tell_where"  # moved, or a copy


#: What becomes of the work that was stopped: of documents, however they came in, and of anything else.
KEPT = "Les documents sont conservés et partiront ensuite."
UNCHANGED = "Rien n’a été modifié."


@dataclass(frozen=True, slots=True)
class Message:
    """A message for a person. `advice` always says what to do.

    `stops_all`: it comes in the middle of any work, which alone knows what becomes of it.
    `chosen`: the person did it on purpose, and is told rather than warned.
    """

    what: str
    advice: str
    action: MessageAction | None = None
    stops_all: bool = False
    chosen: bool = False

    def of_work(self, outcome: str) -> Message:
        """This message, saying also what became of the work that it stops; "" says nothing of it."""
        if not self.stops_all or not outcome:
            return self
        return replace(self, advice=f"{self.advice} {outcome}")

    @property
    def sentence(self) -> str:
        """What happened and what to do, on one line, for the command line."""
        return f"{self.what} {self.advice}"


ACTION_LABELS: dict[MessageAction, str] = {
    MessageAction.RETRY: "Réessayer",
    MessageAction.SIGN_IN: "Me connecter",
    MessageAction.SIGN_IN_AGAIN: "Recommencer",
    MessageAction.OPEN_BROWSER: "Ouvrir dans le navigateur",
    MessageAction.COPY_CONSENT: "Copier le message pour l’administrateur",
    MessageAction.CHOOSE_GROUP: "Choisir le groupe",
    MessageAction.DIAGNOSE: "Lancer le diagnostic",
    MessageAction.TELL_WHERE: "Répondre…",
}

#: Instead of « Me connecter », which is the greyed button of the panel while storage is inactive.
RESUME_ACTIVATION = "Reprendre l’activation"
CHANGE_ACCOUNT = "Changer de compte"
