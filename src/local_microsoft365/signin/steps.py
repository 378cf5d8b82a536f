"""The steps of a sign-in: the page of each, and what each answer of the person leads to.

A step's function takes the form and moves the attempt on, or returns a sentence about what is wrong.

Element ids are kept stable, because tests and other programs drive these pages by them:
`username`, `password`, `otp` (code of the second step), `user_code` (device code), `submit` (the main
button of every page), `cancel`, `other` (another account), `for_everybody` (consent for the whole
organisation), `error` (what is wrong with what was typed), `error-code` (AADSTS number of a refusal).
Buttons that choose an account carry `name="account"` and the sign-in name as value. Every page posts
to one address, in plain forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape

from starlette.responses import HTMLResponse

from local_microsoft365 import texts
from local_microsoft365 import texts as words
from local_microsoft365.html import alert, button, field, heading, page, paragraph
from local_microsoft365.people import MFA_CODE, Hurdle, People, User
from local_microsoft365.signin.authorize_request import AuthorizationAsked, Prompt
from local_microsoft365.signin.identity_provider import IdentityProvider
from local_microsoft365.signin.registration import (
    form_targets,
    is_system_browser,
    may_consent_alone,
)
from local_microsoft365.signin.sessions import AdminConsentAsked, Attempt, Session, Step
from local_microsoft365.tokens import IDENTITY_SCOPES, bare_scopes

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


class AttemptPages:
    """Draws the page that an attempt is at."""

    def __init__(self, desk: IdentityProvider) -> None:
        self._desk = desk
        self._drawn = {
            Step.PICK: self._pick,
            Step.NAME: self._name,
            Step.PASSWORD: self._password,
            Step.MFA: self._mfa,
            Step.CONSENT: self._consent,
            Step.BLOCKED: self._blocked,
        }

    def show(self, attempt: Attempt, session: Session, problem: str = "") -> HTMLResponse:
        """The page, with a sentence about what was typed wrong, if anything was."""
        title, body = self._drawn[attempt.step](attempt, session, problem)
        return page(title, body, form_targets=_targets(attempt))

    def _pick(self, attempt: Attempt, session: Session, problem: str) -> tuple[str, str]:
        known = [user for user in self._desk.people if user.id in session.signed_in]
        body = heading(words.PICK, self._application(words.SIGN_IN_HINT))
        body += _form(attempt, _accounts(known, words.SIGNED_IN))
        return words.PICK, body + _form(attempt, _actions(_other(), _cancel()))

    def _name(self, attempt: Attempt, session: Session, problem: str) -> tuple[str, str]:
        typed = self._hint(attempt)
        body = heading(words.SIGN_IN, self._application(words.SIGN_IN_HINT)) + alert(problem)
        entry = field(
            words.USERNAME, "username", typed, "email", autocomplete="username", spellcheck="false"
        )
        body += _form(attempt, entry + _actions(_main(words.NEXT), _cancel()))
        return words.SIGN_IN, body + self._samples(attempt)

    def _password(self, attempt: Attempt, session: Session, problem: str) -> tuple[str, str]:
        user = _chosen(attempt)
        filled = user.password if attempt.from_sample else ""
        body = heading(words.PASSWORD_TITLE) + _who(user, _other_beside()) + alert(problem)
        # For password managers, which want to know whose password it is.
        known = (
            f'<input name="known" value="{escape(user.username)}" autocomplete="username" hidden>'
        )
        entry = known + field(
            words.PASSWORD, "password", filled, "password", autocomplete="current-password"
        )
        if filled:
            code = f"<code>{escape(filled)}</code>"
            entry += f'<p class="note">{escape(words.PASSWORD_FILLED)} {code}</p>'
        buttons = _actions(_main(words.SIGN_IN), _cancel())
        body += _form(attempt, entry + buttons) + _form(attempt, "", element_id="elsewhere")
        return words.PASSWORD_TITLE, body

    def _mfa(self, attempt: Attempt, session: Session, problem: str) -> tuple[str, str]:
        user = _chosen(attempt)
        hint = words.MFA_HINT.format(name=user.display_name)
        body = heading(words.MFA, hint) + _who(user) + alert(problem)
        entry = field(
            words.MFA_CODE, "otp", inputmode="numeric", autocomplete="one-time-code", maxlength="6"
        )
        entry += paragraph(words.MFA_SAMPLE.format(code=MFA_CODE), "note")
        buttons = _actions(_main(words.CONTINUE), _cancel())
        return words.MFA, body + _form(attempt, entry + buttons)

    def _consent(self, attempt: Attempt, session: Session, problem: str) -> tuple[str, str]:
        user = _chosen(attempt)
        organisation = self._desk.people.tenant.name
        for_all = isinstance(attempt.purpose, AdminConsentAsked)
        title = words.ADMIN_CONSENT if for_all else words.CONSENT
        hint = words.ADMIN_CONSENT_HINT if for_all else words.CONSENT_HINT
        body = heading(title) + _who(user)
        body += paragraph(self._application(hint).format(organisation=organisation))
        choice = ""
        if user.is_administrator and not for_all:
            label = words.CONSENT_EVERYBODY.format(organisation=organisation)
            choice = (
                '<label class="check"><input type="checkbox" id="for_everybody"'
                f' name="for_everybody" value="1"><span>{escape(label)}</span></label>'
            )
        buttons = _actions(_main(words.ACCEPT, "accept"), _cancel())
        body += _scopes(attempt.scopes) + paragraph(words.CONSENT_NOTE, "note")
        return title, body + _form(attempt, choice + buttons)

    def _blocked(self, attempt: Attempt, session: Session, problem: str) -> tuple[str, str]:
        title, sentence, advice = words.BLOCKED[attempt.blocked_by]
        who = _who(attempt.user) if attempt.user else ""
        body = heading(title) + who + paragraph(self._application(sentence)) + paragraph(advice)
        code = f'<span id="error-code" class="code">AADSTS{attempt.blocked_by}</span>'
        body += f'<p class="note">{escape(words.REFERENCE)} {code}</p>'
        back = button(words.BACK, "cancel", "action", "cancel", "main")
        return title, body + _form(attempt, _actions(back, _other()))

    def _samples(self, attempt: Attempt) -> str:
        people: People = self._desk.people
        rows = "".join(_account(user, words.ROLES.get(user.role, user.role)) for user in people)
        return (
            f'<details class="samples" open><summary>{escape(words.SAMPLES)}</summary>'
            f"{paragraph(words.SAMPLES_HINT, 'note')}"
            + _form(attempt, f'<ul class="accounts">{rows}</ul>', sample=True)
            + "</details>"
        )

    def _hint(self, attempt: Attempt) -> str:
        asked = attempt.purpose
        return asked.login_hint if isinstance(asked, AuthorizationAsked) else ""

    def _application(self, sentence: str) -> str:
        return sentence.replace("{application}", self._desk.registration.name)


def _targets(attempt: Attempt) -> str:
    asked = attempt.purpose
    if isinstance(asked, AuthorizationAsked | AdminConsentAsked) and asked.redirect_uri:
        return form_targets(asked.redirect_uri)
    return ""


def _form(attempt: Attempt, inside: str, *, sample: bool = False, element_id: str = "") -> str:
    mark = '<input type="hidden" name="sample" value="1">' if sample else ""
    named = f' id="{element_id}"' if element_id else ""
    return f'<form method="post" action="/signin/{attempt.id}"{named}>{mark}{inside}</form>'


def _actions(*buttons: str) -> str:
    # The main one comes first, for the Enter key; the style sheet shows them from right to left.
    return f'<div class="actions">{"".join(buttons)}</div>'


def _main(label: str, action: str = "next") -> str:
    return button(label, "submit", "action", action, "main")


def _cancel() -> str:
    return button(words.CANCEL, "cancel", "action", "cancel")


def _other() -> str:
    return button(words.OTHER_ACCOUNT, "other", "action", "other")


def _accounts(users: Iterable[User], about: str) -> str:
    return '<ul class="accounts">' + "".join(_account(user, about) for user in users) + "</ul>"


def _account(user: User, about: str) -> str:
    initials = user.given_name[:1] + user.surname[:1]
    return (
        f'<li><button type="submit" name="account" value="{escape(user.username)}">'
        f'<span class="initials" aria-hidden="true">{escape(initials)}</span>'
        f'<span class="name">{escape(user.username)}</span>'
        f'<span class="about">{escape(user.display_name)} – {escape(about)}</span></button></li>'
    )


def _other_beside() -> str:
    # Stands above the password but belongs to a form below it: the Enter key presses the first
    # button of the form that it is typed in.
    return (
        '<button type="submit" id="other" class="quiet" form="elsewhere" name="action"'
        f' value="other">{escape(words.OTHER_ACCOUNT)}</button>'
    )


def _who(user: User, beside: str = "") -> str:
    return f'<div class="person"><span class="who">{escape(user.username)}</span>{beside}</div>'


def _chosen(attempt: Attempt) -> User:
    if attempt.user is None:
        raise LookupError("no account was chosen before this page")
    return attempt.user


def _scopes(scopes: Iterable[str]) -> str:
    names = sorted(bare_scopes(scopes) - IDENTITY_SCOPES)
    texts = (words.SCOPES.get(name, words.OTHER_SCOPE.format(scope=name)) for name in names)
    return '<ul class="scopes">' + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"
