"""`activer`, `desactiver`, `connecter`, `deconnecter`: the panel's services, and a sign-in, without a window.

One signs in by a code to type elsewhere, or in the system's browser.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from click.exceptions import Exit

from stockage_partage.activation.account_service import SignedIn
from stockage_partage.activation.group_finding import GroupChoice
from stockage_partage.activation.panel_rules import describe
from stockage_partage.cli import options
from stockage_partage.cli.exits import confirm, ending, say, stop_wished
from stockage_partage.cli.grammar import command, flag, option
from stockage_partage.cli.state import show_state
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import (
    GroupGone,
    GroupNameTaken,
    Passing,
    SignInNeeded,
    StorageInactive,
)
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


@command("activer")
@options.company
@options.application
@options.yes
@browser_option
@option("--groupe", "group", metavar="IDENTIFIANT", help=helps.USE_GROUP)
@flag("--nouveau-groupe", "another", help=helps.NEW_GROUP)
@flag("--restaurer-groupe", "restore", help=helps.RESTORE)
@options.as_json
def activate(
    company: str,
    application: str | None,
    yes: bool,
    browser: bool,
    group: str | None,
    another: bool,
    restore: bool,
    as_json: bool,
) -> None:
    """Confirm → sign in → create or find the group → hold its id."""
    choice = _choice(group, another, restore)
    with options.opened(company, application) as context:
        service = context.service
        name = describe(service.facts()).facts.wanted_group_name
        confirm(yes, texts.confirm_activation(name))
        with stop_wished() as stopped:
            service.ask_activation()
            held = to_go_on = False
            try:
                if context.sign_in.account() is None or context.sign_in.session_ended:
                    sign_in(context, browser, stopped, service.facts)
                service.activate(choice, group)
                held = True
            except (GroupNameTaken, GroupGone) as trouble:
                to_go_on = True
                _say_how_to_go_on(trouble)
                raise
            except Passing:
                to_go_on = True
                raise
            finally:
                if not held:
                    service.abandon_activation(to_go_on=to_go_on)
        _show(context, as_json)


def _say_how_to_go_on(trouble: GroupNameTaken | GroupGone) -> None:
    if isinstance(trouble, GroupGone):
        say(texts.HOW_TO_RESTORE)
        return
    for candidate in trouble.candidates:
        say(texts.candidate(*candidate))
    say(texts.HOW_TO_CHOOSE)


@command("desactiver")
@options.company
@options.application
@options.yes
@options.as_json
def deactivate(company: str, application: str | None, yes: bool, as_json: bool) -> None:
    """Turns storage off; says what stays and what is left to do."""
    with options.opened(company, application) as context:
        facts = context.service.facts()
        if facts.stored is ActivationStatus.INACTIVE:
            say(texts.ALREADY_OFF)
            _show(context, as_json)
            return
        confirm(yes, texts.confirm_deactivation(facts))
        waiting = context.service.deactivate()
        name = facts.group.name if facts.group else facts.wanted_group_name
        for line in texts.after_deactivation(name, waiting):
            say(line)
        _show(context, as_json)


@command("connecter")
@options.company
@options.application
@browser_option
@options.as_json
def connect(company: str, application: str | None, browser: bool, as_json: bool) -> None:
    """Signs a person in, by device code or in the system's browser."""
    with options.opened(company, application) as context:
        if is_off(context):
            _refuse(context)
        with stop_wished() as stopped:
            signed_in = sign_in(context, browser, stopped)
        if signed_in.previous:
            say(texts.reconnected_as(signed_in.account.username, signed_in.previous))
        context.service.check_library()
        _show(context, as_json)


def _refuse(context: AppContext) -> None:
    """While storage is off nobody signs in, as in the window; what is online still comes back."""
    trouble = StorageInactive()
    code = ending(trouble)
    if context.database.activation.known_group() is not None:
        say(sign_in_texts.HOW_TO_BRING_BACK)
    raise Exit(code) from trouble


@command("deconnecter")
@options.company
@options.application
@options.as_json
def disconnect(company: str, application: str | None, as_json: bool) -> None:
    """Forgets the account on this workstation."""
    with options.opened(company, application) as context:
        context.service.sign_out()
        _show(context, as_json)


def _choice(group: str | None, another: bool, restore: bool) -> GroupChoice | None:
    if group is not None:
        return GroupChoice.USE_EXISTING
    if another:
        return GroupChoice.CREATE_ANOTHER
    return GroupChoice.RESTORE if restore else None


def _show(context: AppContext, as_json: bool) -> None:
    show_state(context.service.facts(), as_json)
