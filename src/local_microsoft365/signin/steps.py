"""What each answer of the person leads to: the table of a sign-in's steps.

A step's function takes the form and moves the attempt on, or returns a sentence about what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from local_microsoft365 import texts
from local_microsoft365.people import MFA_CODE, Hurdle, User
from local_microsoft365.signin.authorize_request import AuthorizationAsked, Prompt
from local_microsoft365.signin.identity_provider import IdentityProvider
from local_microsoft365.signin.registration import is_system_browser, may_consent_alone
from local_microsoft365.signin.sessions import AdminConsentAsked, Attempt, Session, Step

Form = Mapping[str, str]

# After the right password: hurdle -> AADSTS number of the page that ends there.
BLOCKING = {
    Hurdle.PASSWORD_EXPIRED: 50055,
    Hurdle.LOCKED: 50053,
    Hurdle.DISABLED: 50057,
    Hurdle.BLOCKED_BY_POLICY: 53003,
}


class Steps:
    """Moves attempts from step to step."""

    def __init__(self, desk: IdentityProvider) -> None:
        self._desk = desk
        self._answers: dict[Step, Callable[[Attempt, Session, Form], str]] = {
            Step.NAME: self._named,
            Step.PASSWORD: self._password_given,
            Step.MFA: self._code_given,
            Step.CONSENT: self._consented,
        }

    def start(self, attempt: Attempt, session: Session) -> None:
        """Chooses the first step: as little as the session and the request's `prompt` allow."""
        asked = attempt.purpose
        prompt = asked.prompt if isinstance(asked, AuthorizationAsked) else Prompt.AUTOMATIC
        hint = asked.login_hint if isinstance(asked, AuthorizationAsked) else ""
        signed_in = self.signed_in(attempt, session)
        hinted = self._desk.people.by_username(hint) if hint else None
        if prompt is Prompt.SELECT_ACCOUNT:
            attempt.step = Step.PICK if session.signed_in else Step.NAME
        elif hinted is not None:
            attempt.user, attempt.step = hinted, Step.PASSWORD
            if hinted in signed_in and prompt is not Prompt.LOGIN:
                self._authenticated(attempt)
        elif hint or prompt is Prompt.LOGIN or not signed_in:
            attempt.step = Step.NAME
        elif len(signed_in) > 1:
            attempt.step = Step.PICK
        else:
            attempt.user = signed_in[0]
            self._authenticated(attempt)

    def answer(self, attempt: Attempt, session: Session, form: Form) -> str:
        """Takes the person's answer. Returns a sentence when they must try again."""
        if form.get("action") == "other":
            attempt.user, attempt.blocked_by, attempt.step = None, 0, Step.NAME
            return ""
        if form.get("account"):
            return self._picked(attempt, session, form)
        take = self._answers.get(attempt.step)
        return take(attempt, session, form) if take else ""

    def signed_in(self, attempt: Attempt, session: Session) -> list[User]:
        """The accounts of this browser that need not type their password again."""
        sessions, since = self._desk.sessions, attempt.fresh_since
        return [u for u in self._desk.people if sessions.is_signed_in(session, u, since)]

    def _picked(self, attempt: Attempt, session: Session, form: Form) -> str:
        user = self._desk.people.by_username(form["account"])
        if user is None:
            attempt.step = Step.NAME
            return texts.WRONG_USERNAME
        attempt.user, attempt.step = user, Step.PASSWORD
        attempt.from_sample = bool(form.get("sample"))
        if not attempt.from_sample and user in self.signed_in(attempt, session):
            self._authenticated(attempt)
        return ""

    def _named(self, attempt: Attempt, session: Session, form: Form) -> str:
        username = form.get("username", "").strip()
        user = self._desk.people.by_username(username)
        if user is None:
            return texts.WRONG_USERNAME if username else texts.EMPTY
        attempt.user, attempt.step, attempt.from_sample = user, Step.PASSWORD, False
        # Some programs fill both fields in one go.
        return self._password_given(attempt, session, form) if form.get("password") else ""

    def _password_given(self, attempt: Attempt, session: Session, form: Form) -> str:
        user = attempt.user
        if user is None or form.get("password") != user.password:
            return texts.WRONG_PASSWORD if form.get("password") else texts.EMPTY
        if user.hurdle in BLOCKING:
            attempt.block(BLOCKING[user.hurdle])
        elif user.hurdle is Hurdle.MFA:
            attempt.step = Step.MFA
        else:
            self._sign_in(attempt, session, user)
        return ""

    def _code_given(self, attempt: Attempt, session: Session, form: Form) -> str:
        if form.get("otp", "").replace(" ", "") != MFA_CODE:
            return texts.WRONG_CODE if form.get("otp") else texts.EMPTY
        if attempt.user is not None:
            self._sign_in(attempt, session, attempt.user)
        return ""

    def _sign_in(self, attempt: Attempt, session: Session, user: User) -> None:
        if user.hurdle is Hurdle.DEVICE_POLICY and not _by_system_browser(attempt):
            attempt.block(53000)
            return
        self._desk.sessions.sign_in(session, user)
        self._authenticated(attempt)

    def _authenticated(self, attempt: Attempt) -> None:
        """Who it is, is known: is there still something to agree to?"""
        user, asked = attempt.user, attempt.purpose
        if user is None:
            return
        missing = self._desk.consents.missing(user, attempt.client_id, attempt.scopes)
        if isinstance(asked, AdminConsentAsked):
            missing = frozenset(asked.scopes)
            if not user.is_administrator:
                attempt.block(90094)
                return
        elif isinstance(asked, AuthorizationAsked) and asked.prompt is Prompt.CONSENT:
            missing = frozenset(asked.scopes)
        if not missing:
            attempt.step = Step.DONE
        elif may_consent_alone(user, missing):
            attempt.step = Step.CONSENT
        else:
            attempt.block(90094)

    def _consented(self, attempt: Attempt, session: Session, form: Form) -> str:
        if form.get("action") != "accept" or attempt.user is None:
            return ""
        consents, user = self._desk.consents, attempt.user
        for_all = isinstance(attempt.purpose, AdminConsentAsked) or form.get("for_everybody")
        if for_all and user.is_administrator:
            consents.give_for_everybody(attempt.client_id, attempt.scopes)
        else:
            consents.give(user, attempt.client_id, attempt.scopes)
        attempt.step = Step.DONE
        return ""


def _by_system_browser(attempt: Attempt) -> bool:
    asked = attempt.purpose
    return isinstance(asked, AuthorizationAsked) and is_system_browser(asked.redirect_uri)
