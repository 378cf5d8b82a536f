"""The person's own session, as the panel asks for it: three ways to sign in, one to sign out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stockage_partage.errors import Offline, RightsLost, SignInNeeded, Trouble
from stockage_partage.graph.sign_in import Account, Attempt, DeviceCode, SignIn
from stockage_partage.storage.facts import Here


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A finished sign-in. `previous` is the username known before, when it was somebody else."""

    account: Account
    previous: str | None = None


class AccountService:
    """What `Me connecter` and `Me déconnecter` ask for. Everything may block."""

    def __init__(self, sign_in: SignIn, here: Here) -> None:
        self._sign_in = sign_in
        self._here = here

    def begin_sign_in(self, *, expected: str | None = None, claims: str | None = None) -> Attempt:
        """A sign-in for the embedded browser. `expected`: the username to come back as."""
        self._here.signing_in = True
        try:
            return self._sign_in.begin(login_hint=expected, claims=claims)
        except BaseException:
            self._here.signing_in = False
            raise

    def finish_sign_in(
        self, attempt: Attempt, landed: Mapping[str, str], *, expected: str | None = None
    ) -> SignedIn:
        """Redeems where the browser landed (the redirect's query). Raises SignInForged and others."""
        return self._signed_in(lambda: self._sign_in.finish(attempt, landed, expected=expected))

    def sign_in_with_browser(
        self,
        cancelled: Callable[[], bool],
        open_url: Callable[[str], object],
        answer_page: str,
        *,
        expected: str | None = None,
    ) -> SignedIn:
        """The same in the system's browser. `answer_page`: the HTML that it shows at the end."""
        return self._signed_in(
            lambda: self._sign_in.with_system_browser(
                cancelled, open_url=open_url, answer_page=answer_page, expected=expected
            )
        )

    def sign_in_with_device_code(
        self, show: Callable[[DeviceCode], None], cancelled: Callable[[], bool]
    ) -> SignedIn:
        """The same on another device, for a terminal without a browser."""
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
        self._seen(reachable=True)
        changed = previous is not None and previous.id != account.id
        return SignedIn(account, previous.username if previous and changed else None)

    def sign_out(self) -> None:
        """Forgets the account on this workstation."""
        self._sign_in.sign_out()
        self._seen(reachable=True)

    def met_online(self, trouble: Trouble | None) -> None:
        """What somebody else's work met online just now, None when all went well: the panel says it."""
        if trouble is None:
            self._seen(reachable=True)
        elif isinstance(trouble, Offline):
            self._here.offline = True
        elif isinstance(trouble, RightsLost):
            self._here.rights_lost = True

    def _seen(self, *, reachable: bool) -> None:
        self._here.offline = not reachable
        self._here.rights_lost = False

    def _require_account(self) -> Account:
        account = self._sign_in.account()
        if account is None:
            raise SignInNeeded
        return account
