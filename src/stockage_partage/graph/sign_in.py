"""Signing in to Microsoft 365, staying signed in, signing out: one account on this workstation.

The one module that knows `msal`, imported in the worker that first needs it. A sign-in is two calls
with an address between them; it replaces the former session only once everything about it has been
checked. Refreshes happen one at a time over all threads and processes.
"""

from __future__ import annotations

import hmac
import logging
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from stockage_partage import errors
from stockage_partage.graph import id_token
from stockage_partage.graph.account import Account, Attempt, DeviceCode
from stockage_partage.graph.registration import Registration, scopes_for
from stockage_partage.graph.session_tokens import SessionTokens
from stockage_partage.graph.sign_in_answers import trouble_of

if TYPE_CHECKING:
    from stockage_partage.graph.door import Door
    from stockage_partage.graph.token_cache import Session, TokenCache, Vault

__all__ = ["Account", "Attempt", "DeviceCode", "Registration", "SignIn", "scopes_for"]

_CLOCK_TOLERANCE_S = 300.0
_STILL_PENDING = frozenset({"authorization_pending", "slow_down"})
_GLANCE_S = 0.1
BROWSER_TIMEOUT_S = 600.0  # a password to find, a telephone to fetch


class SignIn:
    """The person's session. Everything here may block: call it from a worker."""

    def __init__(
        self,
        registration: Registration,
        vault: Vault,
        door: Door,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._registration = registration
        self._door = door
        self._clock = clock
        self._cache: TokenCache = vault.of(registration.authority, registration.client_id)
        self._metadata: dict[str, Any] = {}  # MSAL's answers kept between its applications
        self._tokens = SessionTokens(self._cache, self._silently, clock, registration.consent_url)

    # --- signing in ------------------------------------------------------------------------------

    def begin(
        self,
        login_hint: str | None = None,
        claims: str | None = None,
        prompt: str | None = "select_account",
    ) -> Attempt:
        """A sign-in for the embedded browser; `claims` defaults to the last challenge received."""
        return self._attempt(self._registration.embedded_redirect_uri, login_hint, claims, prompt)

    def finish(
        self, attempt: Attempt, landed: Mapping[str, str], expected: str | None = None
    ) -> Account:
        """Redeems the answer. Raises SignInForged, WrongAccount and the identity platform's refusals.

        Whatever it raises, nothing of the attempt is kept and the former session is untouched.
        """
        if not hmac.compare_digest(
            landed.get("state", "").encode(), str(attempt.flow["state"]).encode()
        ):
            raise errors.SignInForged("state")
        if "error" in landed:
            raise trouble_of(landed, self._registration.consent_url)
        if not landed.get("code"):
            raise errors.SignInForged("code")
        tokens = _empty_cache()
        try:
            answer = self._application(tokens).acquire_token_by_auth_code_flow(
                dict(attempt.flow), dict(landed)
            )
        except RuntimeError as error:  # so MSAL tells a wrong nonce, quoting it
            raise errors.SignInForged("nonce") from error
        return self._accept(answer, tokens, expected, str(attempt.flow["nonce"]))

    def with_system_browser(
        self,
        cancelled: Callable[[], bool],
        *,
        open_url: Callable[[str], object],
        answer_page: str,
        timeout_s: float = BROWSER_TIMEOUT_S,
        login_hint: str | None = None,
        claims: str | None = None,
        prompt: str | None = "select_account",
        expected: str | None = None,
    ) -> Account:
        """The same in the system's browser. `answer_page`: the HTML at the end.

        Raises SignInCancelled, SignInTimedOut, and what `finish` raises.
        """
        from stockage_partage.graph.loopback import Loopback

        with Loopback(answer_page) as listener:
            attempt = self._attempt(listener.redirect_uri, login_hint, claims, prompt)
            open_url(attempt.url)
            landed = listener.wait(str(attempt.flow["state"]), cancelled, timeout_s)
        return self.finish(attempt, landed, expected)

    def with_device_code(
        self,
        show: Callable[[DeviceCode], None],
        cancelled: Callable[[], bool],
        *,
        expected: str | None = None,
    ) -> Account:
        """Signs in from another device. Raises SignInCancelled, SignInTimedOut, refusals."""
        tokens = _empty_cache()
        application = self._application(tokens)
        flow = application.initiate_device_flow(list(self._registration.scopes))
        if "user_code" not in flow:
            raise trouble_of(flow, self._registration.consent_url)
        show(DeviceCode(flow["user_code"], flow["verification_uri"], flow["expires_at"]))
        answer = self._polled(application, flow, cancelled)
        return self._accept(answer, tokens, expected, nonce=None)

    # --- being signed in -------------------------------------------------------------------------

    def account(self) -> Account | None:
        """Who is signed in, without any network; None when nobody is."""
        session = self._cache.read()
        return session.account if session else None

    @property
    def remembered(self) -> bool:
        """False when the session cannot be kept for the next start (no usable keyring)."""
        return self._cache.remembered

    @property
    def session_ended(self) -> bool:
        """True when somebody is known whose session Microsoft no longer accepts."""
        session = self._cache.read()
        return session is not None and session.ended

    def token(self, claims: str | None = None, refused: str | None = None) -> str:
        """An access token, refreshed if need be. `refused`: the one that Graph has just turned down.

        Raises SignInNeeded (nobody, revoked, expired), Offline and the identity platform's refusals.
        """
        return self._tokens.token(claims, refused)

    def sign_out(self) -> None:
        """Forgets the account here. Microsoft is not told: other devices stay signed in."""
        self._tokens.end()

    # --- the inside ------------------------------------------------------------------------------

    def _application(self, tokens: Any) -> Any:
        msal = _msal()
        try:
            return msal.PublicClientApplication(
                self._registration.client_id,
                authority=self._registration.authority,
                instance_discovery=False,
                token_cache=tokens,
                client_capabilities=["CP1"],
                http_client=self._door.as_msal_http_client(),
                http_cache=self._metadata,
            )
        except ValueError as error:  # the authority does not know that organisation
            raise errors.ApplicationUnknown("authority") from error

    def _attempt(
        self, redirect_uri: str, login_hint: str | None, claims: str | None, prompt: str | None
    ) -> Attempt:
        flow = self._application(_empty_cache()).initiate_auth_code_flow(
            list(self._registration.scopes),
            redirect_uri=redirect_uri,
            login_hint=login_hint,
            prompt=prompt,
            claims_challenge=claims or self._tokens.challenge,
        )
        url = flow["auth_uri"]
        return Attempt(url, redirect_uri, urlsplit(url).netloc, flow)

    def _polled(
        self, application: Any, flow: dict[str, Any], cancelled: Callable[[], bool]
    ) -> dict[str, Any]:
        while True:
            answer: dict[str, Any] = application.acquire_token_by_device_flow(
                flow, exit_condition=lambda _flow: True
            )
            if answer.get("error") not in _STILL_PENDING:
                return answer
            again = time.monotonic() + float(flow["interval"])
            while time.monotonic() < again:
                if cancelled():
                    raise errors.SignInCancelled
                time.sleep(_GLANCE_S)
            if self._clock() > float(flow["expires_at"]):
                raise errors.SignInTimedOut

    def _accept(
        self, answer: dict[str, Any], tokens: Any, expected: str | None, nonce: str | None
    ) -> Account:
        """Checks everything, then makes this the session."""
        if "error" in answer:
            raise trouble_of(answer, self._registration.consent_url)
        account = self._account_of(answer, nonce)
        if expected is not None and not account.is_known_as(expected):
            raise errors.WrongAccount(expected, account.username)
        known = _msal_account(self._application(tokens), None)
        account = replace(account, id=known["home_account_id"])
        from stockage_partage.graph.token_cache import Session

        self._tokens.start(Session(account, tokens.serialize()), answer)
        return account

    def _account_of(self, answer: dict[str, Any], nonce: str | None) -> Account:
        asked = id_token.Expected(self._registration.client_id, self._registration.authority, nonce)
        try:
            claims = id_token.claims_of(str(answer.get("id_token", "")))
            id_token.check(claims, asked, self._clock())
        except id_token.Expired as error:
            difference = self._door.clock_difference() or 0.0
            if abs(difference) > _CLOCK_TOLERANCE_S:
                raise errors.ClockWrong(difference, "id token") from error
            raise errors.SignInForged(error.claim) from error
        except id_token.Forged as error:
            raise errors.SignInForged(error.claim) from error
        username = str(claims.get("preferred_username") or claims.get("email") or "")
        name = str(claims.get("name") or username)
        return Account(str(claims.get("oid") or claims["sub"]), username, name, claims["tid"])

    def _silently(
        self, session: Session, *, claims: str | None, force: bool
    ) -> tuple[dict[str, Any], str | None]:
        tokens = _empty_cache()
        tokens.deserialize(session.tokens)
        application = self._application(tokens)
        answer = application.acquire_token_silent_with_error(
            list(self._registration.scopes),
            _msal_account(application, session.account.id),
            force_refresh=force,
            claims_challenge=claims,
        )
        return answer or {}, tokens.serialize() if tokens.has_state_changed else None


def _msal_account(application: Any, account_id: str | None) -> dict[str, Any]:
    accounts: list[dict[str, Any]] = application.get_accounts()
    for account in accounts:
        if account_id is None or account["home_account_id"] == account_id:
            return account
    raise errors.SignInNeeded("account missing from its own cache")


def _empty_cache() -> Any:
    return _msal().SerializableTokenCache()


def _msal() -> Any:
    import msal

    # It wants form_post, which an embedded view cannot catch before the network does.
    warnings.filterwarnings("ignore", message="response_mode=", category=UserWarning)
    # Its debug line of an obtained token holds the code and its verifier.
    logging.getLogger("msal.token_cache").setLevel(logging.WARNING)
    return msal
