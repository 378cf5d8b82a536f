"""Signing in to Microsoft 365, staying signed in, signing out: one account on this workstation.

The one module that knows `msal`, imported in the worker that first needs it. A sign-in is two calls
with an address between them; it replaces the former session only once everything about it has been
checked. Refreshes happen one at a time over all threads and processes.

A `Registration` is the application as Microsoft's identity platform knows it, with the addresses that follow.
"""

from __future__ import annotations

import hmac
import logging
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from stockage_partage import errors
from stockage_partage.graph.auth.account import Account, DeviceCode, KnownAccount, SignInAttempt
from stockage_partage.graph.auth.tokens import (
    ExpectedClaims,
    SessionTokens,
    TokenExpired,
    TokenForged,
    check_claims,
    claims_of,
    trouble_of,
)
from stockage_partage.graph.http.answer_headers import CLOCK_TOLERANCE_S, LONGEST_S, bounded
from stockage_partage.settings import LOOPBACK

if TYPE_CHECKING:
    from stockage_partage.graph.auth.session_store import SessionFile, SessionStore, StoredSession
    from stockage_partage.graph.http.http_client import HttpClient


SCOPES = ("User.Read", "Group.ReadWrite.All", "Files.ReadWrite.All")
_BARE_NAMES_WORK = LOOPBACK | {"graph.microsoft.com"}
_STILL_PENDING = frozenset({"authorization_pending", "slow_down"})
_GLANCE_S = 0.1
#: A device code: how long it is good for and how often it is asked about where the answer does not say
#: (RFC 8628 §3.2), and the longest time between two questions. Seconds.
_CODE_S, _BETWEEN_S, _LONGEST_BETWEEN_S = 900.0, 5.0, 60.0
BROWSER_TIMEOUT_S = 600.0  # a password to find, a telephone to fetch


@dataclass(frozen=True, slots=True)
class Registration:
    """`authority` ends in a tenant: ``https://host/organizations``, or the id of one."""

    authority: str
    client_id: str
    scopes: tuple[str, ...] = SCOPES

    @property
    def origin(self) -> str:
        """The sign-in host, with its scheme."""
        return f"https://{urlsplit(self.authority).netloc}"

    @property
    def embedded_redirect_uri(self) -> str:
        """Where the embedded browser is caught; it is never fetched."""
        return f"{self.origin}/common/oauth2/nativeclient"

    @property
    def consent_url(self) -> str:
        """Where an administrator approves the application for the whole organisation."""
        tenant = urlsplit(self.authority).path.strip("/").split("/")[0]
        # Microsoft refuses « common » there.
        tenant = "organizations" if tenant == "common" else tenant
        query = urlencode(
            {
                "client_id": self.client_id,
                "scope": " ".join(self.scopes),
                "redirect_uri": self.embedded_redirect_uri,
            }
        )
        return f"{self.origin}/{tenant}/v2.0/adminconsent?{query}"


def scopes_for(graph_url: str) -> tuple[str, ...]:
    """The delegated permissions to ask for, named after the Graph host of a national cloud."""
    host = urlsplit(graph_url).hostname or ""
    return SCOPES if host in _BARE_NAMES_WORK else tuple(f"https://{host}/{s}" for s in SCOPES)


class SignIn:
    """The person's session. Everything here may block: call it from a worker."""

    def __init__(
        self,
        registration: Registration,
        session_store: SessionStore,
        http_client: HttpClient,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._registration = registration
        self._http_client = http_client
        self._clock = clock
        self._cache: SessionFile = session_store.of(registration.authority, registration.client_id)
        self._metadata: dict[str, Any] = {}  # MSAL's answers kept between its applications
        self._tokens = SessionTokens(self._cache, self._silently, clock, registration.consent_url)

    @property
    def consent_url(self) -> str:
        """Where an administrator approves the application for the whole organisation."""
        return self._registration.consent_url

    def is_with(self, registration: Registration) -> bool:
        """Whether it is with that application, at that service: its tokens are good nowhere else."""
        return self._registration == registration

    # --- signing in ------------------------------------------------------------------------------

    def begin(
        self,
        login_hint: str | None = None,
        claims: str | None = None,
        prompt: str | None = "select_account",
    ) -> SignInAttempt:
        """A sign-in for the embedded browser; `claims` defaults to the last challenge received."""
        return self._attempt(self._registration.embedded_redirect_uri, login_hint, claims, prompt)

    def finish(
        self, attempt: SignInAttempt, landed: Mapping[str, str], expected: str | None = None
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
        """Signs in in the system's browser. `answer_page`: the HTML at the end.

        Raises SignInCancelled, SignInTimedOut, and what `finish` raises.
        """
        from stockage_partage.graph.auth.loopback import Loopback

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
        show(DeviceCode(flow["user_code"], flow["verification_uri"]))
        answer = self._polled(application, flow, cancelled)
        return self._accept(answer, tokens, expected, nonce=None)

    # --- being signed in -------------------------------------------------------------------------

    def account(self) -> Account | None:
        """Who is signed in, without any network; None when nobody is."""
        session = self._cache.read()
        return session.account if session else None

    def known(self) -> KnownAccount:
        """Who is signed in and how, read at one moment and without any network."""
        return self._cache.known()

    @property
    def remembered(self) -> bool:
        """False when the session cannot be kept for the next start (no usable keyring)."""
        return self._cache.remembered

    def is_damaged(self) -> bool:
        """True for a kept session that can never be read again: a file damaged, or of another time."""
        return self._cache.is_damaged()

    def forget_damaged(self) -> None:
        """Removes such a session with its key; one that somebody has made anew meanwhile stays."""
        with self._cache.turn():
            if self._cache.is_damaged():
                self._cache.erase()

    @property
    def is_usable(self) -> bool:
        """True when somebody is signed in, as far as is known here."""
        return self._cache.known().is_usable

    @property
    def session_ended(self) -> bool:
        """True when somebody is known whose session Microsoft no longer accepts."""
        return self._cache.known().ended

    def token(self, claims: str | None = None, refused: str | None = None) -> str:
        """An access token, refreshed if need be. `refused`: the one that Graph has just turned down.

        Raises SignInNeeded (nobody, revoked, expired), Offline and the identity platform's refusals.
        """
        return self._tokens.token(claims, refused)

    def token_if_granted(self, permission: str) -> str | None:
        """A token that holds one permission more; None where it is not to be had without asking somebody.

        Nothing of the session changes. Raises SignInNeeded when nobody is signed in, Offline and the identity
        platform's other refusals.
        """
        session = self._cache.read()
        if session is None:
            raise errors.SignInNeeded
        scopes = self._registration.scopes
        # Named as the others are: after the Graph host of a national cloud.
        wanted = scopes[0].removesuffix(SCOPES[0]) + permission
        answer, _ = self._silently(session, claims=None, force=False, more=(wanted,))
        if "access_token" in answer:
            return str(answer["access_token"])
        trouble = trouble_of(answer, self._registration.consent_url) if answer else None
        if trouble is None or isinstance(trouble, errors.ConsentMissing | errors.SignInNeeded):
            return None
        raise trouble

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
                http_client=self._http_client.as_msal_http_client(),
                http_cache=self._metadata,
            )
        except ValueError as error:  # the authority does not know that organisation
            raise errors.ApplicationUnknown("authority") from error

    def _attempt(
        self, redirect_uri: str, login_hint: str | None, claims: str | None, prompt: str | None
    ) -> SignInAttempt:
        flow = self._application(_empty_cache()).initiate_auth_code_flow(
            list(self._registration.scopes),
            redirect_uri=redirect_uri,
            login_hint=login_hint,
            prompt=prompt,
            claims_challenge=claims or self._tokens.challenge,
        )
        url = flow["auth_uri"]
        return SignInAttempt(url, redirect_uri, urlsplit(url).netloc, flow)

    def _polled(
        self, application: Any, flow: dict[str, Any], cancelled: Callable[[], bool]
    ) -> dict[str, Any]:
        # By a clock that nobody sets, and never as long as the answer may say.
        ends = time.monotonic() + bounded(flow.get("expires_in"), _CODE_S, LONGEST_S)
        pause_s = bounded(flow.get("interval"), _BETWEEN_S, _LONGEST_BETWEEN_S)
        while True:
            # MSAL asks whether to stop once in each second of the interval: never, where that is 0.
            asked = {**flow, "interval": 1}
            answer: dict[str, Any] = application.acquire_token_by_device_flow(
                asked, exit_condition=lambda _flow: True
            )
            if answer.get("error") not in _STILL_PENDING:
                return answer
            pause_s += asked["interval"] - 1  # more, when the service wants fewer questions
            again = time.monotonic() + min(pause_s, _LONGEST_BETWEEN_S)
            while True:  # once at least, even where the service wants no wait at all
                if cancelled():
                    raise errors.SignInCancelled
                time.sleep(_GLANCE_S)
                if time.monotonic() >= again:
                    break
            if time.monotonic() > ends:
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
        from stockage_partage.graph.auth.session_store import StoredSession

        self._tokens.start(StoredSession(account, tokens.serialize()), answer)
        return account

    def _account_of(self, answer: dict[str, Any], nonce: str | None) -> Account:
        asked = ExpectedClaims(self._registration.client_id, self._registration.authority, nonce)
        try:
            claims = claims_of(str(answer.get("id_token", "")))
            check_claims(claims, asked, self._clock())
        except TokenExpired as error:
            difference = self._http_client.clock_difference() or 0.0
            if abs(difference) > CLOCK_TOLERANCE_S:
                raise errors.ClockWrong(difference, "id token") from error
            raise errors.SignInForged(error.claim) from error
        except TokenForged as error:
            raise errors.SignInForged(error.claim) from error
        username = str(claims.get("preferred_username") or claims.get("email") or "")
        name = str(claims.get("name") or username)
        return Account(str(claims.get("oid") or claims["sub"]), username, name, claims["tid"])

    def _silently(
        self,
        session: StoredSession,
        *,
        claims: str | None,
        force: bool,
        more: tuple[str, ...] = (),
    ) -> tuple[dict[str, Any], str | None]:
        tokens = _empty_cache()
        tokens.deserialize(session.tokens)
        application = self._application(tokens)
        answer = application.acquire_token_silent_with_error(
            [*self._registration.scopes, *more],
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
