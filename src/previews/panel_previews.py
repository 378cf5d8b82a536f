"""Every state that the window can be in, made up: for pictures, the guide and the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, Qt

from previews import Preview
from previews.sample_names import LONG_ACCOUNT
from previews.sample_names import LONG_COMPANY as LONG_NAME
from stockage_partage import errors
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import AccountState, Facts, GroupFacts, GroupHealth
from stockage_partage.applications import Application
from stockage_partage.company.state_records import ActivationStatus, DocumentCounts
from stockage_partage.graph.auth.account import SignInAttempt
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.messages import sign_in
from stockage_partage.messages.document_menu import SEE
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import typeset
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.panel.activation_flow import (
    GroupChoiceDialog,
    ask_to_activate,
    ask_to_restore,
)
from stockage_partage.ui.panel.panel_actions import ask_to_deactivate, ask_to_sign_out
from stockage_partage.ui.sign_in.sign_in_flow import BrowserWait
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow
from stockage_partage.ui.widgets.keys import keys_of
from stockage_partage.ui.widgets.link_opening import AddressDialog
from stockage_partage.ui.window.commands import (
    CommandSearch,
    ShortcutsDialog,
    commands_in,
    commands_of,
)
from stockage_partage.ui.window.guide_window import GuideWindow
from stockage_partage.ui.window.identification_page import Identity
from stockage_partage.ui.window.main_window import MainWindow, about
from stockage_partage.ui.window.panel_controller import ask_whether_moved

NOW = datetime(2026, 11, 24, 14, 30).astimezone()
GRANTED = Entitlement(Standing.GRANTED, date(2026, 1, 1), date(2027, 12, 31), "BIJOU SA")
NO_OPTION = Entitlement(Standing.ABSENT)
EXPIRED = Entitlement(Standing.EXPIRED, date(2025, 1, 1), date(2026, 10, 31), "BIJOU SA")
NOT_YET = Entitlement(Standing.NOT_YET_VALID, date(2027, 1, 1), date(2027, 12, 31), "BIJOU SA")
GROUP = GroupFacts("8f1c", "Sage – BIJOU SA", "https://bijou.sharepoint.com/sites/sage-bijou-sa")

INACTIVE = Facts(
    company_name="BIJOU SA",
    application=Application.COMPTABILITE,
    entitlement=GRANTED,
    now=NOW,
    wanted_group_name="Sage – BIJOU SA",
)
ACTIVE = replace(
    INACTIVE,
    stored=ActivationStatus.ACTIVE,
    group=GROUP,
    activated_at=NOW - timedelta(hours=3),
    activated_by="admin@bijou.fr",
    activated_from=Application.COMPTABILITE,
    account="marie.durand@bijou.fr",
    account_state=AccountState.SIGNED_IN,
    documents=DocumentCounts(filed=4218, last_filed_at=NOW - timedelta(minutes=28)),
)
LIMITED = replace(ACTIVE, application=Application.GESTION_COMMERCIALE, entitlement=NO_OPTION)
PREPARING = replace(
    ACTIVE,
    stored=ActivationStatus.PROVISIONING,
    group=replace(GROUP, url=None),
    activated_at=NOW - timedelta(minutes=2),
    account="admin@bijou.fr",
    documents=DocumentCounts(waiting=12, to_classify=1),
)
CONNECTED = replace(INACTIVE, account=LONG_ACCOUNT, account_state=AccountState.SIGNED_IN)
NO_LIBRARY = errors.EmbeddedBrowserMissing("", ["libXfixes.so.3"], ["libxfixes3"])
ACTIVATING = replace(INACTIVE, stored=ActivationStatus.ACTIVATING, activating_here=True)
RENAMED = replace(ACTIVE, company_name="BIJOU ET FILS", wanted_group_name="Sage – BIJOU ET FILS")
WAITING = replace(ACTIVE.documents, waiting=3)

#: One name a state: licence × activation, account, activation, licence, notices, long names.
STATES: dict[str, Facts] = {
    "inactive": INACTIVE,
    "inactive-no-option": replace(
        INACTIVE, application=Application.GESTION_COMMERCIALE, entitlement=NO_OPTION
    ),
    "active": ACTIVE,
    "active-no-option": LIMITED,
    "account-nobody": replace(ACTIVE, account=None, account_state=AccountState.NOBODY),
    "account-nobody-waiting": replace(
        ACTIVE,
        account=None,
        account_state=AccountState.NOBODY,
        documents=replace(WAITING, last_filed_at=NOW - timedelta(hours=3)),
    ),
    "account-signing-in": replace(ACTIVE, account=None, account_state=AccountState.SIGNING_IN),
    "account-session-ended": replace(
        ACTIVE, account_state=AccountState.SESSION_ENDED, documents=WAITING
    ),
    "account-offline": replace(ACTIVE, account_state=AccountState.OFFLINE, documents=WAITING),
    "site-locked": replace(ACTIVE, site_locked=True, documents=WAITING),
    "sending-paused": replace(
        ACTIVE, paused_until=ACTIVE.now + timedelta(minutes=12), documents=WAITING
    ),
    "activation-asked": replace(
        INACTIVE, activating_here=True, account_state=AccountState.SIGNING_IN
    ),
    "activation-creating": replace(
        ACTIVATING, creating=True, account="admin@bijou.fr", account_state=AccountState.SIGNED_IN
    ),
    "activation-elsewhere": replace(
        INACTIVE, stored=ActivationStatus.ACTIVATING, activating_who="POSTE-ACCUEIL"
    ),
    "activation-interrupted": replace(
        INACTIVE, stored=ActivationStatus.ACTIVATING, claim_dead=True
    ),
    "first-steps": replace(ACTIVE, documents=DocumentCounts()),
    "activation-again": replace(INACTIVE, group=GROUP),
    "preparing": PREPARING,
    "preparing-long": replace(PREPARING, activated_at=NOW - timedelta(hours=2, minutes=5)),
    "group-gone-restorable": replace(ACTIVE, health=GroupHealth.GONE_RESTORABLE),
    "group-gone": replace(ACTIVE, health=GroupHealth.GONE),
    "rights-lost": replace(ACTIVE, health=GroupHealth.RIGHTS_LOST),
    **{
        f"licence-{standing.value.replace('_', '-')}": replace(
            INACTIVE, entitlement=replace(EXPIRED, standing=standing, holder="ATELIER DUPONT")
        )
        for standing in Standing
        if standing is not Standing.GRANTED
    },
    "licence-not-yet-valid": replace(INACTIVE, entitlement=NOT_YET),
    "licence-lapsed": replace(ACTIVE, entitlement=EXPIRED),
    "licence-ending": replace(ACTIVE, entitlement=replace(GRANTED, valid_until=date(2026, 12, 10))),
    "documents-blocked": replace(ACTIVE, documents=replace(WAITING, blocked=2)),
    "name-differs": RENAMED,
    "not-remembered": replace(ACTIVE, session_remembered=False),
    "many-notices": replace(
        RENAMED,
        account_state=AccountState.SESSION_ENDED,
        documents=replace(WAITING, blocked=2),
        session_remembered=False,
    ),
    "long-names": replace(
        ACTIVE,
        company_name=LONG_NAME,
        wanted_group_name=f"Sage – {LONG_NAME}",
        group=replace(GROUP, name=f"Sage – {LONG_NAME}"),
        account=LONG_ACCOUNT,
        activated_by=LONG_ACCOUNT,
        documents=DocumentCounts(1_284, 1_234_567, 12, 3, NOW - timedelta(days=40)),
    ),
}

TROUBLES: dict[str, errors.Trouble] = {
    "trouble-cancelled": errors.SignInCancelled(),
    "trouble-no-group-right": errors.GroupCreationForbidden("Authorization_RequestDenied · 7f3a"),
    "trouble-consent": errors.ConsentMissing("https://login.example/consent", "AADSTS90094 · 12c9"),
    "trouble-wrong-account": errors.WrongAccount("admin@bijou.fr", "marie.durand@bijou.fr"),
    "trouble-offline": errors.Offline("timeout"),
}


#: Where a trouble comes up, when it is not during an activation.
_TROUBLED: dict[type[errors.Trouble], Facts] = {
    errors.WrongAccount: replace(
        ACTIVE, account="admin@bijou.fr", account_state=AccountState.SESSION_ENDED
    ),
}


def window(facts: Facts | None = None, *, place: PageId = PageId.EXCHANGES) -> MainWindow:
    """The window showing `facts`, or still reading the company's database."""
    application = facts.application if facts is not None else Application.COMPTABILITE
    made = MainWindow(application, demonstration=True)
    made.resize(1072, 704)
    if facts is not None:
        made.show_state(describe(facts))
        made.body.identification.show_identity(
            Identity("c0a8f2d4-6b1e-4e0b-9d55-2f6f3b8a7c11", "732829320")
        )
    made.go_to(place)
    return made


def _with_trouble(trouble: errors.Trouble) -> MainWindow:
    made = window(_TROUBLED.get(type(trouble), INACTIVE))
    made.show_trouble(trouble, resuming=type(trouble) not in _TROUBLED)
    return made


def _changed_account() -> MainWindow:
    made = window(ACTIVE)
    made.show_information(sign_in.changed_account("marie.durand@bijou.fr", "admin@bijou.fr"))
    return made


def _printed() -> MainWindow:
    made = window(replace(ACTIVE, documents=WAITING))
    said = typeset("« Facture_FA00042.pdf » est imprimé. Il part vers Microsoft 365.")
    made.show_information(said, SEE, lambda: None)
    return made


def _guide() -> GuideWindow:
    made = GuideWindow()
    made.resize(800, 600)
    made.ensurePolished()
    made.search.setText("numéro")
    return made


def _shortcuts() -> ShortcutsDialog:
    shown = window(ACTIVE)
    here = [("Alt+D", "Désactiver le stockage"), ("Alt+C", "Copier le lien")]
    made = ShortcutsDialog(commands_of(shown), here, None)
    shown.deleteLater()
    return made


def _command_search() -> CommandSearch:
    shown = window(STATES["inactive"])
    made = CommandSearch(commands_in(shown))
    made.search.setText("im")
    shown.deleteLater()
    return made


def _key_tips() -> MainWindow:
    made = window(STATES["many-notices"])
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    made.show()
    for _ in range(4):  # until its layouts have come to rest
        QCoreApplication.sendPostedEvents()
    keys = keys_of(made)
    if keys is not None:
        keys.show_letters()
    return made


def _small(facts: Facts) -> MainWindow:
    made = window(facts)
    made.resize(683, 384)  # 1366 × 768 at 200 %
    return made


def _sign_in(notice: sign_in.SignInMessage) -> SignInWindow:
    attempt = SignInAttempt(
        "https://login.microsoftonline.com/", "", "login.microsoftonline.com", {}
    )
    made = SignInWindow(attempt)
    made.show_words(notice)
    return made


def _browser_wait(
    lacking: errors.EmbeddedBrowserMissing | None = None, *, opened: bool = True
) -> BrowserWait:
    made = BrowserWait()
    if lacking is not None:
        made.show_reason(explain(lacking, ""))
    address = "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize"
    made.show_address(address, opened=opened)
    return made


_DIALOGS: dict[str, Preview] = {
    "dialog-activation": lambda: ask_to_activate(describe(INACTIVE)),
    "dialog-activation-connected": lambda: ask_to_activate(describe(CONNECTED)),
    "dialog-activation-again": lambda: ask_to_activate(describe(STATES["activation-again"])),
    "dialog-deactivation": lambda: ask_to_deactivate(describe(ACTIVE)),
    "dialog-deactivation-no-option": lambda: ask_to_deactivate(
        describe(replace(LIMITED, documents=WAITING))
    ),
    "dialog-group-choice": lambda: GroupChoiceDialog(
        [("8f1c", "Sage – BIJOU SA", "sagebijousa"), ("22d0", "Sage – BIJOU SA", "bijou-archives")]
    ),
    "dialog-restore": lambda: ask_to_restore("Sage – BIJOU SA"),
    "dialog-whereabouts": ask_whether_moved,
    "dialog-sign-out": lambda: ask_to_sign_out(describe(replace(ACTIVE, documents=WAITING))),
    "dialog-browser-wait": _browser_wait,
    "dialog-browser-none": lambda: _browser_wait(opened=False),
    "dialog-address": lambda: AddressDialog(GROUP.url or ""),
    "dialog-browser-library": lambda: _browser_wait(NO_LIBRARY),
    "dialog-about": lambda: about(version="1.0.0"),  # the same picture for every version
}

_SIGN_IN: dict[str, Preview] = {
    "sign-in-offline": lambda: _sign_in(sign_in.OFFLINE),
    "sign-in-policy": lambda: _sign_in(sign_in.POLICY),
    "sign-in-empty": lambda: _sign_in(sign_in.NOT_FOR_US),
    "sign-in-crashed": lambda: _sign_in(sign_in.CRASHED),
    "sign-in-certificate": lambda: _sign_in(sign_in.certificate("login.microsoftonline.com")),
}


def _not_read() -> MainWindow:
    made = window()
    made.body.exchanges.panel.show_reading(failed=True)
    made.show_trouble(errors.DatabaseMissing("", r"S:\Compta\BIJOU.db"))
    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget. The sign-in page itself needs a Microsoft 365: see `capture`."""
    return {
        "reading": window,
        "not-read": _not_read,
        **{name: _state(facts) for name, facts in STATES.items()},
        **{name: _trouble(trouble) for name, trouble in TROUBLES.items()},
        "account-changed": _changed_account,
        "sending": _printed,
        "guide-search": _guide,
        "dialog-shortcuts": _shortcuts,
        "key-tips": _key_tips,
        "dialog-command-search": _command_search,
        "identification": lambda: window(ACTIVE, place=PageId.IDENTIFICATION),
        "identification-long": lambda: window(STATES["long-names"], place=PageId.IDENTIFICATION),
        "small-preparing": lambda: _small(PREPARING),
        "small-long-names": lambda: _small(STATES["long-names"]),
        **_DIALOGS,
        **_SIGN_IN,
    }


def _state(facts: Facts) -> Preview:
    return lambda: window(facts)


def _trouble(trouble: errors.Trouble) -> Preview:
    return lambda: _with_trouble(trouble)
