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
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from stockage_partage import errors
from stockage_partage.graph import id_token
from stockage_partage.graph.account import Account, Attempt, DeviceCode
from stockage_partage.graph.loopback import Loopback
from stockage_partage.graph.sign_in_answers import trouble_of

if TYPE_CHECKING:
    from stockage_partage.graph.door import Door
    from stockage_partage.graph.token_cache import Session, TokenCache, Vault

__all__ = ["Account", "Attempt", "DeviceCode", "Registration", "SignIn", "scopes_for"]

_SCOPES = ("User.Read", "Group.ReadWrite.All", "Files.ReadWrite.All")
_BARE_NAMES_WORK = frozenset({"graph.microsoft.com", "localhost", "127.0.0.1"})
_EARLY_S = 300.0  # MSAL counts a token with less than five minutes left as expired
_CLOCK_TOLERANCE_S = 300.0
_STILL_PENDING = frozenset({"authorization_pending", "slow_down"})
_GLANCE_S = 0.1
BROWSER_TIMEOUT_S = 600.0  # a password to find, a telephone to fetch


@dataclass(frozen=True, slots=True)
class Registration:
    """The application as Microsoft's identity platform knows it."""

    authority: str
    client_id: str
    scopes: tuple[str, ...] = _SCOPES


@dataclass(frozen=True, slots=True)
class _Fresh:
    """An access token that needs no more questions until `good_until` (our clock)."""

    session: Session
    secret: str = field(repr=False)
    good_until: float


def scopes_for(graph_url: str) -> tuple[str, ...]:
    """The delegated permissions to ask for, named after the Graph host of a national cloud."""
    host = urlsplit(graph_url).hostname or ""
    return _SCOPES if host in _BARE_NAMES_WORK else tuple(f"https://{host}/{s}" for s in _SCOPES)


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
        self._fresh: _Fresh | None = None
        self._challenge: str | None = None

    # --- signing in ------------------------------------------------------------------------------

    @property
    def embedded_redirect_uri(self) -> str:
        """Where the embedded browser is caught; it is never fetched."""
        return f"{self._origin}/common/oauth2/nativeclient"

    def begin(
        self,
        login_hint: str | None = None,
        claims: str | None = None,
        prompt: str | None = "select_account",
    ) -> Attempt:
        """A sign-in for the embedded browser; `claims` defaults to the last challenge received."""
        return self._attempt(self.embedded_redirect_uri, login_hint, claims, prompt)

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
            raise trouble_of(landed, self.consent_url)
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
            raise trouble_of(flow, self.consent_url)
        show(DeviceCode(flow["user_code"], flow["verification_uri"], flow["expires_at"]))
        answer = self._polled(application, flow, cancelled)
        return self._accept(answer, tokens, expected, nonce=None)

    @property
    def consent_url(self) -> str:
        """Where an administrator approves the application for the whole organisation."""
        tenant = urlsplit(self._registration.authority).path.strip("/").split("/")[0]
        query = urlencode(
            {
                "client_id": self._registration.client_id,
                "scope": " ".join(self._registration.scopes),
                "redirect_uri": self.embedded_redirect_uri,
            }
        )
        # Microsoft refuses « common » there.
        tenant = "organizations" if tenant == "common" else tenant
        return f"{self._origin}/{tenant}/v2.0/adminconsent?{query}"

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
        ready = self._ready(claims, refused)
        if ready is not None:
            return ready
        with self._cache.turn():
            # Another thread may have done it while we waited for our turn.
            ready = self._ready(claims, refused)
            return ready if ready is not None else self._refreshed(claims, refused)

    def sign_out(self) -> None:
        """Forgets the account here. Microsoft is not told: other devices stay signed in."""
        with self._cache.turn():
            self._fresh = None
            self._challenge = None
            self._cache.erase()

    # --- the inside ------------------------------------------------------------------------------

    @property
    def _origin(self) -> str:
        return f"https://{urlsplit(self._registration.authority).netloc}"

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
            claims_challenge=claims or self._challenge,
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
            raise trouble_of(answer, self.consent_url)
        account = self._account_of(answer, nonce)
        if expected is not None and not account.is_known_as(expected):
            raise errors.WrongAccount(expected, account.username)
        known = _msal_account(self._application(tokens), None)
        account = replace(account, id=known["home_account_id"])
        from stockage_partage.graph.token_cache import Session

        with self._cache.turn():
            session = Session(account, tokens.serialize())
            self._cache.write(session)
            self._challenge = None
            self._keep(session, answer)
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

    def _ready(self, claims: str | None, refused: str | None) -> str | None:
        fresh = self._fresh
        if fresh is None or (claims is not None and refused is None) or fresh.secret == refused:
            return None
        if fresh.session is not self._cache.read() or self._clock() >= fresh.good_until:
            return None
        return fresh.secret

    def _refreshed(self, claims: str | None, refused: str | None) -> str:
        session = self._cache.read()
        if session is None:
            raise errors.SignInNeeded("nobody")
        if session.ended:
            raise errors.SignInNeeded("ended", claims=claims or self._challenge)
        tokens = _empty_cache()
        tokens.deserialize(session.tokens)
        answer = self._silent(self._application(tokens), session, claims, refused)
        if "access_token" not in answer:
            self._give_up(session, answer, claims)
        if tokens.has_state_changed:
            session = replace(session, tokens=tokens.serialize())
            self._cache.write(session)
        self._keep(session, answer)
        return str(answer["access_token"])

    def _silent(
        self, application: Any, session: Session, claims: str | None, refused: str | None
    ) -> dict[str, Any]:
        scopes = list(self._registration.scopes)
        account = _msal_account(application, session.account.id)
        answer: dict[str, Any] = {}
        if claims is None or refused is not None:
            answer = application.acquire_token_silent_with_error(scopes, account) or {}
            if "error" in answer or (answer and answer["access_token"] != refused):
                return answer
        return (
            application.acquire_token_silent_with_error(
                scopes, account, force_refresh=claims is None, claims_challenge=claims
            )
            or answer
        )

    def _give_up(self, session: Session, answer: dict[str, Any], claims: str | None) -> None:
        """Raises why there is no token; remembers that the session ended when it has."""
        trouble = (
            trouble_of(answer, self.consent_url)
            if "error" in answer
            else errors.SignInNeeded("no refresh token")
        )
        if isinstance(trouble, errors.SignInNeeded):
            trouble.claims = self._challenge = trouble.claims or claims
            self._fresh = None
            self._cache.write(replace(session, ended=True))
        raise trouble

    def _keep(self, session: Session, answer: dict[str, Any]) -> None:
        good_until = self._clock() + float(answer.get("expires_in", 0)) - _EARLY_S
        self._fresh = _Fresh(session, str(answer["access_token"]), good_until)


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
