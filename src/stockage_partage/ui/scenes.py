"""Every state that the window can be in, made up: for pictures, the guide and the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtWidgets import QWidget

from stockage_partage import errors
from stockage_partage.applications import Application
from stockage_partage.company.facts import Counts
from stockage_partage.graph.account import Attempt
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.storage.panel import describe
from stockage_partage.storage.panel_facts import Facts, GroupFacts
from stockage_partage.storage.states import AccountState, GroupHealth, Stored
from stockage_partage.ui.about_dialog import AboutDialog
from stockage_partage.ui.activation_dialog import ActivationDialog
from stockage_partage.ui.attach import scenes as attach
from stockage_partage.ui.browser_wait import BrowserWait
from stockage_partage.ui.consult import scenes as consult
from stockage_partage.ui.deactivation_dialog import DeactivationDialog
from stockage_partage.ui.group_choice_dialog import GroupChoiceDialog
from stockage_partage.ui.identification_page import Identity
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.online import scenes as online
from stockage_partage.ui.places import Place
from stockage_partage.ui.restore_dialog import RestoreDialog
from stockage_partage.ui.sign_in_window import SignInWindow
from stockage_partage.ui.sign_out_dialog import SignOutDialog
from stockage_partage.words import sign_in
from stockage_partage.words.samples import LONG_ACCOUNT
from stockage_partage.words.samples import LONG_COMPANY as LONG_NAME

Scene = Callable[[], QWidget]

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
    stored=Stored.ACTIVE,
    group=GROUP,
    activated_at=NOW - timedelta(hours=3),
    activated_by="admin@bijou.fr",
    activated_from=Application.COMPTABILITE,
    account="marie.durand@bijou.fr",
    account_state=AccountState.SIGNED_IN,
    documents=Counts(filed=4218, last_filed_at=NOW - timedelta(minutes=28)),
)
LIMITED = replace(ACTIVE, application=Application.GESTION_COMMERCIALE, entitlement=NO_OPTION)
PREPARING = replace(
    ACTIVE,
    stored=Stored.PROVISIONING,
    group=replace(GROUP, url=None),
    activated_at=NOW - timedelta(minutes=2),
    account="admin@bijou.fr",
    documents=Counts(waiting=12, to_classify=1),
)
ACTIVATING = replace(INACTIVE, stored=Stored.ACTIVATING, activating_here=True)
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
    "account-signing-in": replace(ACTIVE, account=None, account_state=AccountState.SIGNING_IN),
    "account-session-ended": replace(
        ACTIVE, account_state=AccountState.SESSION_ENDED, documents=WAITING
    ),
    "account-offline": replace(ACTIVE, account_state=AccountState.OFFLINE, documents=WAITING),
    "activation-asked": replace(
        INACTIVE, activating_here=True, account_state=AccountState.SIGNING_IN
    ),
    "activation-creating": replace(
        ACTIVATING, creating=True, account="admin@bijou.fr", account_state=AccountState.SIGNED_IN
    ),
    "activation-elsewhere": replace(
        INACTIVE, stored=Stored.ACTIVATING, activating_who="POSTE-ACCUEIL"
    ),
    "activation-interrupted": replace(INACTIVE, stored=Stored.ACTIVATING, claim_dead=True),
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
        documents=Counts(1_284, 1_234_567, 12, 3, NOW - timedelta(days=40)),
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


def window(facts: Facts | None = None, *, place: Place = Place.EXCHANGES) -> MainWindow:
    """The window showing `facts`, or still reading the company's database."""
    application = facts.application if facts is not None else Application.COMPTABILITE
    made = MainWindow(application, demonstration=True)
    made.resize(1072, 704)
    if facts is not None:
        made.show_state(describe(facts))
        made.identification.show_identity(
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


def _small(facts: Facts) -> MainWindow:
    made = window(facts)
    made.resize(683, 384)  # 1366 × 768 at 200 %
    return made


def _sign_in(notice: sign_in.Notice) -> SignInWindow:
    attempt = Attempt("https://login.microsoftonline.com/", "", "login.microsoftonline.com", {})
    made = SignInWindow(attempt)
    made.show_words(notice)
    return made


def _browser_wait() -> BrowserWait:
    made = BrowserWait()
    made.show_address("https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize")
    return made


_DIALOGS: dict[str, Scene] = {
    "dialog-activation": lambda: ActivationDialog(describe(INACTIVE)),
    "dialog-activation-again": lambda: ActivationDialog(describe(STATES["activation-again"])),
    "dialog-deactivation": lambda: DeactivationDialog(describe(ACTIVE)),
    "dialog-deactivation-no-option": lambda: DeactivationDialog(
        describe(replace(LIMITED, documents=WAITING))
    ),
    "dialog-group-choice": lambda: GroupChoiceDialog(
        [("8f1c", "Sage – BIJOU SA", "sagebijousa"), ("22d0", "Sage – BIJOU SA", "bijou-archives")]
    ),
    "dialog-restore": lambda: RestoreDialog("Sage – BIJOU SA"),
    "dialog-sign-out": lambda: SignOutDialog(describe(replace(ACTIVE, documents=WAITING))),
    "dialog-browser-wait": _browser_wait,
    "dialog-about": AboutDialog,
}

_SIGN_IN: dict[str, Scene] = {
    "sign-in-offline": lambda: _sign_in(sign_in.OFFLINE),
    "sign-in-policy": lambda: _sign_in(sign_in.POLICY),
    "sign-in-crashed": lambda: _sign_in(sign_in.CRASHED),
    "sign-in-certificate": lambda: _sign_in(sign_in.certificate("login.microsoftonline.com")),
}


def scenes() -> dict[str, Scene]:
    """Name → what makes the widget. The sign-in page itself needs a Microsoft 365: see `capture`."""
    # Here and not above: they are made of this module's own facts.
    from stockage_partage.ui.fiscal import scenes as fiscal
    from stockage_partage.ui.printing.scenes import SCENES as PRINTING
    from stockage_partage.ui.tiers import scenes as tiers

    return {
        "reading": window,
        **{name: _state(facts) for name, facts in STATES.items()},
        **{name: _trouble(trouble) for name, trouble in TROUBLES.items()},
        "account-changed": _changed_account,
        "identification": lambda: window(ACTIVE, place=Place.IDENTIFICATION),
        "identification-long": lambda: window(STATES["long-names"], place=Place.IDENTIFICATION),
        "small-preparing": lambda: _small(PREPARING),
        "small-long-names": lambda: _small(STATES["long-names"]),
        **_DIALOGS,
        **_SIGN_IN,
        **fiscal.scenes(),
        **tiers.scenes(),
        **consult.scenes(),
        **online.scenes(),
        **PRINTING,
        **attach.scenes(),
    }


def _state(facts: Facts) -> Scene:
    return lambda: window(facts)


def _trouble(trouble: errors.Trouble) -> Scene:
    return lambda: _with_trouble(trouble)
