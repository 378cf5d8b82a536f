"""The person's own session, as the panel asks for it: three ways to sign in, one to sign out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stockage_partage.activation.facts_reader import LocalState
from stockage_partage.errors import Offline, RightsLost, SignInNeeded, SiteLocked, Trouble
from stockage_partage.graph.auth.account import Account, DeviceCode, SignInAttempt
from stockage_partage.graph.auth.sign_in import SignIn


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A finished sign-in. `previous` is the username known before, when it was somebody else."""

    account: Account
    previous: str | None = None


class AccountService:
    """What `Me connecter` and `Me déconnecter` ask for. Everything may block."""

    def __init__(self, sign_in: SignIn, here: LocalState) -> None:
        self._sign_in = sign_in
        self._here = here

    def begin_sign_in(
        self, *, expected: str | None = None, claims: str | None = None
    ) -> SignInAttempt:
        """A sign-in for the embedded browser. `expected`: the username to come back as."""
        self._here.signing_in = True
        try:
            return self._sign_in.begin(login_hint=expected, claims=claims)
        except BaseException:
            self._here.signing_in = False
            raise

    def finish_sign_in(
        self, attempt: SignInAttempt, landed: Mapping[str, str], *, expected: str | None = None
    ) -> SignedIn:
        """Redeems where the browser landed (the redirect's query).

        Raises SignInForged, WrongAccount when it is not `expected`, and the identity platform's refusals.
        """
        self._here.finishing = True
        try:
            return self._signed_in(lambda: self._sign_in.finish(attempt, landed, expected=expected))
        finally:
            self._here.finishing = False

    def sign_in_with_browser(
        self,
        cancelled: Callable[[], bool],
        open_url: Callable[[str], object],
        answer_page: str,
        *,
        expected: str | None = None,
    ) -> SignedIn:
        """Signs in in the system's browser. `answer_page`: the HTML that it shows at the end.

        Raises SignInCancelled, SignInTimedOut, and what `finish_sign_in` raises.
        """
        return self._signed_in(
            lambda: self._sign_in.with_system_browser(
                cancelled, open_url=open_url, answer_page=answer_page, expected=expected
            )
        )

    def sign_in_with_device_code(
        self, show: Callable[[DeviceCode], None], cancelled: Callable[[], bool]
    ) -> SignedIn:
        """Signs in on another device, for a terminal without a browser; `show` is given the code to type.

        Raises SignInCancelled, SignInTimedOut and the identity platform's refusals.
        """
        return self._signed_in(lambda: self._sign_in.with_device_code(show, cancelled))

    def abandon_sign_in(self) -> None:
        """The person closed the window: the panel says so at once."""
        self._here.signing_in = False

    def _signed_in(self, redeem: Callable[[], Account]) -> SignedIn:
        self._here.signing_in = True
        previous = self._sign_in.account()
        try:
            account = redeem()
        finally:
            self._here.signing_in = False
        self._seen()
        self._here.refused_sending.note(None)  # whoever it is now is refused nothing yet
        changed = previous is not None and previous.id != account.id
        if self._here.activating:
            self._here.came_to_activate |= previous is None or changed
        return SignedIn(account, previous.username if previous and changed else None)

    def sign_out(self) -> None:
        """Forgets the account on this workstation."""
        self._sign_in.sign_out()
        self._here.came_to_activate = False
        self._seen()
        self._here.refused_sending.note(None)

    def met_online(self, trouble: Trouble | None) -> None:
        """What sending documents met online just now, None when all went well: the panel says it."""
        if isinstance(trouble, Offline):
            self._here.offline = True
        elif trouble is None:
            self._here.went_well += 1
            self._seen()  # who may write may look
            self._here.refused_sending.note(None)
        elif isinstance(trouble, RightsLost | SiteLocked):
            self._here.offline = False
            self._here.refused_sending.note(trouble)

    def _seen(self, trouble: Trouble | None = None) -> None:
        """Somebody looked and was answered; `trouble`: how, when not well."""
        self._here.offline = False
        self._here.refused_looking.note(trouble)

    def _require_account(self) -> Account:
        account = self._sign_in.account()
        if account is None:
            raise SignInNeeded
        return account
