"""Storage turned on and off for one application, as the window and the command line ask for it.

Every method may block (database, network) and is called from a worker, never from the window's
thread. Each raises troubles of `errors`; none remembers anything that the database or the keyring
does not, except what this process is in the middle of.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from stockage_partage.activation.account_service import AccountService, SignedIn
from stockage_partage.activation.facts_reader import FactsReader, LocalState
from stockage_partage.activation.group_finding import (
    GroupChoice,
    GroupRenamed,
    WantedGroup,
    find_or_create,
    learn_name,
    rename_group,
)
from stockage_partage.activation.presence import Presence
from stockage_partage.activation.states import Facts, Function, GroupHealth, allows, functions_for
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.state_records import ActivationStatus, Claim
from stockage_partage.errors import (
    ActivatingElsewhere,
    BeingPrepared,
    DatabaseUnreachable,
    FunctionLimited,
    GroupGone,
    GroupNameTaken,
    Offline,
    OptionMissing,
    Passing,
    RightsLost,
    SignInNeeded,
    SiteLocked,
    StorageAlreadyActive,
    StorageInactive,
    Trouble,
)
from stockage_partage.graph.auth.account import Account
from stockage_partage.graph.auth.sign_in import SignIn
from stockage_partage.graph.http.responses import best_effort
from stockage_partage.graph.library.groups import Groups
from stockage_partage.licensing.entitlement import Entitlement

#: How long a claim stands without news of its holder. Renewed while the person signs in.
CLAIM_LEASE = timedelta(minutes=2)


class ActivationService(AccountService):
    """One application on one company database, for one person on one workstation."""

    def __init__(
        self,
        database: CompanyDatabase,
        sign_in: SignIn,
        groups: Groups,
        application: Application,
        entitle: Callable[[Application], Entitlement],
        presence: Presence,
        clock: Callable[[], datetime],
    ) -> None:
        self._db = database
        self._groups = groups
        self._application = application
        self._entitle = entitle
        self._presence = presence
        self._clock = clock
        super().__init__(sign_in, LocalState())
        self._reader = FactsReader(
            database, sign_in, application, entitle, presence, clock, groups.hosts.is_own
        )
        self._activation_lock = threading.Lock()

    # --- reading ---------------------------------------------------------------------------------

    def facts(self) -> Facts:
        """Everything the panel is decided from, read now. Keeps this process's own claim alive."""
        if self._here.activating:
            self._db.activation.renew(self._presence.owner, CLAIM_LEASE)
        return self._reader.read(self._here)

    def require(self, function: Function) -> None:
        """Raises StorageInactive, OptionMissing or FunctionLimited when `function` is not open."""
        stored = self._db.activation.get().stored
        if not stored.is_on:
            raise StorageInactive
        entitlement = self._entitle(self._application)
        functions = functions_for(stored, entitlement.granted)
        if not allows(functions, function):
            raise FunctionLimited(entitlement.standing)

    # --- activation ------------------------------------------------------------------------------

    def ask_activation(self) -> None:
        """Claims the activation; raises OptionMissing, StorageAlreadyActive, ActivatingElsewhere."""
        entitlement = self._entitle(self._application)
        if not entitlement.granted:
            raise OptionMissing(entitlement.standing)
        self._bury_dead_claim()
        self._claim()
        self._here.activating = True

    def abandon_activation(self, *, to_go_on: bool = False) -> None:
        """Gives the claim back; harmless when there is none.

        Who signed in for this activation alone is signed out again: a refusal leaves nobody signed in
        on a computer that others use. `to_go_on`: somebody is about to try again as the same person.
        """
        self._here.activating = self._here.creating = self._here.signing_in = False
        self._db.activation.give_up(self._presence.owner)
        if self._here.came_to_activate and not to_go_on:
            self.sign_out()

    def activate(self, choice: GroupChoice | None = None, group_id: str | None = None) -> None:
        """Creates or finds the group and holds its id at once.

        Raises GroupNameTaken (or GroupGone, restorable) when a person must choose: the claim is
        then kept for the answer. Any other trouble gives the claim back: storage stays inactive.
        """
        with self._activation_lock:
            self._here.creating = True
            try:
                self._hold_group(choice, group_id)
            finally:
                self._here.creating = False
        self.check_library()

    def _hold_group(self, choice: GroupChoice | None, group_id: str | None) -> None:
        try:
            # Asleep while the person chose, somebody else may have taken it: then nothing is created.
            self._claim()
            account = self._require_account()
            group = find_or_create(self._groups, self._wanted(), choice, group_id)
            self._db.activation.hold_group(
                self._presence.owner,
                group.id,
                group.display_name,
                None,
                account.username,
                self._application,
            )
        except BaseException as raised:
            if not _asks_a_person(raised):
                self.abandon_activation(to_go_on=isinstance(raised, Passing))
            raise
        self._here.activating = self._here.came_to_activate = False

    def _wanted(self) -> WantedGroup:
        company = self._db.company.get()
        known = self._db.activation.known_group()
        return WantedGroup(company.id, company.name, known.id if known else None)

    def deactivate(self) -> int:
        """Turns storage off for every application of the database; how many documents still wait.

        Nothing is deleted online and nothing is brought back (help page).
        """
        account = self._sign_in.account()
        by = account.username if account else self._presence.who
        return self._db.activation.deactivate(by, self._application)

    def rename_group(self) -> GroupRenamed:
        """The group online takes the name of the raison sociale of today.

        Raises StorageInactive, SignInNeeded, GroupRenameForbidden, NewGroupNameRefused, GroupGone.
        """
        if not self._db.activation.get().stored.is_on:
            raise StorageInactive
        account = self._require_account()
        renamed = rename_group(self._db, self._groups)
        if not renamed.already:
            told = {"name": renamed.name}
            self._db.journal.note(
                JournalAct.GROUP_RENAMED, told, account.username, self._application
            )
        return renamed

    def resume(self) -> None:
        """At start: finishes or undoes an activation whose holder died.

        Finishes when the group was already created online and somebody entitled is signed in here;
        undoes otherwise. Undoing loses nothing: a later activation finds the same group again.
        Where the link in the database cannot be trusted by itself, Graph is asked for it.
        """
        self._have_link_vouched()
        if not self.is_half_made():
            return
        if self._sign_in.account() is None or not self._entitle(self._application).granted:
            self._undo()
            return
        self._finish_or_undo()

    def is_half_made(self) -> bool:
        """True for an activation that nobody is making any more: its holder died, or is not known."""
        activation = self._db.activation.get()
        if activation.stored is not ActivationStatus.ACTIVATING:
            return False
        return activation.claim is None or self._is_dead(activation.claim)

    def _undo(self) -> None:
        self._bury_dead_claim()
        if self.is_half_made():  # without any claim: nobody could give it up
            with suppress(ActivatingElsewhere, StorageAlreadyActive):
                self._claim()
                self._db.activation.give_up(self._presence.owner)

    def _have_link_vouched(self) -> None:
        link = self._db.activation.get().group_url
        if link and not self._groups.hosts.is_own(link):
            with suppress(SignInNeeded):
                self.check_library()

    def _signed_in(self, redeem: Callable[[], Account]) -> SignedIn:
        """Whoever signs in can have Graph asked whose the link is; nothing met there keeps from signing in."""
        signed_in = super()._signed_in(redeem)
        with best_effort():
            self._have_link_vouched()
        return signed_in

    def _finish_or_undo(self) -> None:
        try:
            self.ask_activation()
        except (ActivatingElsewhere, StorageAlreadyActive):
            return  # somebody else was quicker
        try:
            if self._groups.by_unique_name(self._wanted().unique_name) is not None:
                self.activate()
        finally:
            self.abandon_activation()  # harmless once the group is held

    def check_library(self) -> None:
        """One look at the group and its library; records what it saw. Called every 5 s or slower.

        Never fails the activation: not ready, out of reach, busy and lost rights are states, not
        failures. Raises SignInNeeded when nobody can look, and what a person must settle.
        """
        with suppress(DatabaseUnreachable):
            self.watch_library()

    def watch_library(self) -> None:
        """One look as `check_library` takes it, for whoever looks again and again.

        Raises what that raises, and DatabaseUnreachable: what was seen could not be kept.
        """
        try:
            self.find_library()
        except DatabaseUnreachable:
            raise
        except (Passing, RightsLost, GroupGone, SiteLocked):
            pass

    def find_library(self) -> None:
        """One look at the group and its library; records what it saw. Nothing is done while storage is off.

        Raises everything that it records, for whoever cannot go on without the library: BeingPrepared,
        SiteLocked, RightsLost, GroupGone; SignInNeeded and passing troubles (Offline…) too.
        """
        activation = self._db.activation.get()
        if activation.group_id is None or not activation.stored.is_on:
            return
        went_well = self._here.went_well
        try:
            library = self._groups.library(activation.group_id)
        except (BeingPrepared, SiteLocked) as trouble:
            self._seen(trouble)
            raise
        except Passing as trouble:
            self._here.offline = isinstance(trouble, Offline)
            raise
        except RightsLost as trouble:
            if went_well == self._here.went_well:
                self._seen(trouble)
            raise
        except GroupGone as trouble:
            self._seen()
            health = GroupHealth.GONE_RESTORABLE if trouble.restorable else GroupHealth.GONE
            self._db.activation.set_health(activation.group_id, health)
            raise
        self._seen()
        self._db.activation.library_seen(activation.group_id, library.drive_id, library.url)
        with best_effort(Passing, RightsLost):  # the library answered: its name can wait
            learn_name(self._db, self._groups, activation.group_id)

    def close(self) -> None:
        """The program ends: an activation that waits for a person is given back, not left to lapse.

        A group being created is left alone: its id is kept as soon as it is known.
        """
        if self._here.activating and not self._here.creating:
            with suppress(Trouble):
                self.abandon_activation()

    # --- small parts -----------------------------------------------------------------------------

    def _claim(self) -> None:
        self._db.activation.claim(
            self._presence.owner, self._presence.who, self._application, CLAIM_LEASE
        )

    def _bury_dead_claim(self) -> None:
        claim = self._db.activation.get().claim
        if claim is not None and self._is_dead(claim):
            self._db.activation.give_up(claim.owner)

    def _is_dead(self, claim: Claim) -> bool:
        return not claim.runs(self._clock()) or self._presence.is_dead(claim.owner)


def _asks_a_person(raised: BaseException) -> bool:
    """The activation goes on once somebody has chosen; the claim is kept meanwhile."""
    return isinstance(raised, GroupNameTaken) or (
        isinstance(raised, GroupGone) and raised.restorable
    )
