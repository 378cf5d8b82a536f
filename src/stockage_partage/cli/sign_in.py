"""A sign-in without a window: by a code to type elsewhere, or in the system's browser."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from stockage_partage.activation.account_service import SignedIn
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import flag
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import SignInNeeded
from stockage_partage.graph.auth.account import DeviceCode
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import commands as texts
from stockage_partage.messages import sign_in as sign_in_texts

browser_option = flag("--navigateur", "browser", help=helps.WITH_BROWSER)
T = TypeVar("T")


def is_off(context: AppContext) -> bool:
    """True while storage is not active, when the window greys « Me connecter »."""
    return not context.database.activation.get().stored.is_on


def is_signed_in(context: AppContext) -> bool:
    """True for somebody whose session is good, as far as is known without asking."""
    return context.sign_in.account() is not None and not context.sign_in.session_ended


def sign_in(
    context: AppContext,
    browser: bool,
    stopped: Event,
    heartbeat: Callable[[], object] = lambda: None,
) -> SignedIn:
    """Waits until a person has signed in. Raises SignInCancelled once `stopped`, and refusals."""

    def given_up() -> bool:
        heartbeat()  # keeps the claim of an activation while the person types
        return stopped.is_set()

    if browser:
        signed_in = context.service.sign_in_with_browser(
            given_up, open_page, sign_in_texts.ANSWER_PAGE
        )
    else:
        signed_in = context.service.sign_in_with_device_code(_show_code, given_up)
    if not context.sign_in.remembered:
        say(texts.NOT_REMEMBERED)
    return signed_in


def signed_in_for(context: AppContext, browser: bool, stopped: Event, work: Callable[[], T]) -> T:
    """What `work` gives, with a sign-in of its own when one is needed while storage is off.

    « Me connecter » is greyed then: as in the window, nobody stays signed in who came for this alone.
    """
    if not is_off(context) or context.database.activation.known_group() is None:
        return work()
    if is_signed_in(context):
        try:
            return work()
        except SignInNeeded:
            pass  # the service has ended the session: it is good for nothing else either
    sign_in(context, browser, stopped)
    try:
        return work()
    finally:
        context.service.sign_out()
        say(sign_in_texts.SIGNED_OUT_AGAIN)


def open_page(url: str) -> None:
    """The address is shown in any case: a browser that is there may still not come."""
    opened = webbrowser.open(url)
    for line in sign_in_texts.browser_asked(url, opened=opened):
        say(line)


def _show_code(code: DeviceCode) -> None:
    for line in texts.device_code(code.verification_uri, code.user_code):
        say(line)
