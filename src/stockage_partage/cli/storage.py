"""`etat`, `activer`, `desactiver`, `connecter`, `deconnecter`: the panel's services without a window."""

from __future__ import annotations

import contextlib
import time
import webbrowser
from collections.abc import Callable
from threading import Event
from typing import Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.cli.confirming import confirm
from stockage_partage.cli.endings import say
from stockage_partage.cli.state_object import state_object
from stockage_partage.cli.stopping import stop_wished
from stockage_partage.errors import GroupGone, GroupNameTaken, Trouble
from stockage_partage.graph.sign_in import DeviceCode
from stockage_partage.session import Session
from stockage_partage.storage.group_finding import GroupChoice
from stockage_partage.storage.panel import describe
from stockage_partage.storage.service import SignedIn
from stockage_partage.storage.states import Stored
from stockage_partage.words import commands as words
from stockage_partage.words import sign_in as sign_in_words

#: Hammering the library was blamed for breaking its preparation (FACTS of Microsoft Graph §3).
LOOKS_APART_S = 5.0

Browser = Annotated[bool, typer.Option("--navigateur", help=words.WITH_BROWSER)]


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("etat", help=words.STATE)(state)
    app.command("activer", help=words.ACTIVATE)(activate)
    app.command("desactiver", help=words.DEACTIVATE)(deactivate)
    app.command("connecter", help=words.CONNECT)(connect)
    app.command("deconnecter", help=words.DISCONNECT)(disconnect)


def state(
    company: options.Company = "",
    application: options.Application = None,
    as_json: options.AsJson = False,
) -> None:
    """Everything the panel knows; a space being prepared is looked at, as the window does."""
    with options.opened(company, application) as session:
        _look_if_due(session)
        _show(session, as_json)


def _look_if_due(session: Session) -> None:
    """One look at the library, 5 s apart at least however often the command is called."""
    stored = session.database.activation.get().stored
    if stored != Stored.PROVISIONING or session.sign_in.account() is None:
        return
    mark = session.settings.data_dir / "dernier-regard"
    with contextlib.suppress(OSError):
        if time.time() - mark.stat().st_mtime < LOOKS_APART_S:
            return
    with contextlib.suppress(OSError, Trouble):
        mark.touch()
        session.service.check_library()


def activate(
    company: options.Company = "",
    application: options.Application = None,
    yes: options.Yes = False,
    browser: Browser = False,
    group: Annotated[
        str | None, typer.Option("--groupe", metavar="IDENTIFIANT", help=words.USE_GROUP)
    ] = None,
    another: Annotated[bool, typer.Option("--nouveau-groupe", help=words.NEW_GROUP)] = False,
    restore: Annotated[bool, typer.Option("--restaurer-groupe", help=words.RESTORE)] = False,
    as_json: options.AsJson = False,
) -> None:
    """Confirm → sign in → create or find the group → hold its id."""
    choice = _choice(group, another, restore)
    with options.opened(company, application) as session:
        service = session.service
        name = describe(service.facts()).facts.wanted_group_name
        confirm(yes, words.confirm_activation(name))
        with stop_wished() as stopped:
            service.ask_activation()
            held = False
            try:
                if session.sign_in.account() is None or session.sign_in.session_ended:
                    _sign_in(session, browser, stopped, service.facts)
                service.activate(choice, group)
                held = True
            except (GroupNameTaken, GroupGone) as trouble:
                _say_how_to_go_on(trouble)
                raise
            finally:
                if not held:
                    service.abandon_activation()
        _show(session, as_json)


def _say_how_to_go_on(trouble: GroupNameTaken | GroupGone) -> None:
    if isinstance(trouble, GroupGone):
        say(words.HOW_TO_RESTORE)
        return
    for candidate in trouble.candidates:
        say(words.candidate(*candidate))
    say(words.HOW_TO_CHOOSE)


def deactivate(
    company: options.Company = "",
    application: options.Application = None,
    yes: options.Yes = False,
    as_json: options.AsJson = False,
) -> None:
    """Turns storage off; says what stays and what is left to do."""
    with options.opened(company, application) as session:
        facts = session.service.facts()
        if facts.stored is Stored.INACTIVE:
            say(words.ALREADY_OFF)
            _show(session, as_json)
            return
        confirm(yes, words.confirm_deactivation(facts))
        waiting = session.service.deactivate()
        name = facts.group.name if facts.group else facts.wanted_group_name
        for line in words.after_deactivation(name, waiting):
            say(line)
        _show(session, as_json)


def connect(
    company: options.Company = "",
    application: options.Application = None,
    browser: Browser = False,
    as_json: options.AsJson = False,
) -> None:
    """Signs a person in, by device code or in the system's browser."""
    with options.opened(company, application) as session:
        with stop_wished() as stopped:
            signed_in = _sign_in(session, browser, stopped)
        if signed_in.previous:
            say(words.reconnected_as(signed_in.account.username, signed_in.previous))
        session.service.check_library()
        _show(session, as_json)


def disconnect(
    company: options.Company = "",
    application: options.Application = None,
    as_json: options.AsJson = False,
) -> None:
    """Forgets the account on this workstation."""
    with options.opened(company, application) as session:
        session.service.sign_out()
        _show(session, as_json)


def _sign_in(
    session: Session,
    browser: bool,
    stopped: Event,
    heartbeat: Callable[[], object] = lambda: None,
) -> SignedIn:
    def given_up() -> bool:
        heartbeat()  # keeps the claim of an activation while the person types
        return stopped.is_set()

    if browser:
        say(words.BROWSER_OPENED)
        signed_in = session.service.sign_in_with_browser(
            given_up, lambda url: void(webbrowser.open(url)), sign_in_words.ANSWER_PAGE
        )
    else:
        signed_in = session.service.sign_in_with_device_code(_show_code, given_up)
    if not session.sign_in.remembered:
        say(words.NOT_REMEMBERED)
    return signed_in


def void(_: object) -> None:
    """Takes an answer nobody needs."""


def _show_code(code: DeviceCode) -> None:
    for line in words.device_code(code.verification_uri, code.user_code):
        say(line)


def _choice(group: str | None, another: bool, restore: bool) -> GroupChoice | None:
    if group is not None:
        return GroupChoice.USE_EXISTING
    if another:
        return GroupChoice.CREATE_ANOTHER
    return GroupChoice.RESTORE if restore else None


def _show(session: Session, as_json: bool) -> None:
    panel = describe(session.service.facts())
    if as_json:
        options.print_json(state_object(panel))
    else:
        options.print_lines(*words.state_lines(panel))
