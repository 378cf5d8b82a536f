"""Who may turn storage on, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from company_sentences import GROUP, LEASE, Opened, StoppedClock, activate, add

from one_document import claim, mark_filed
from stockage_partage.activation.states import GroupHealth
from stockage_partage.company.activation_row import HEALTHS, INACTIVE
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.state_records import ActivationStatus, KnownGroup, Status
from stockage_partage.errors import ActivatingElsewhere, StorageAlreadyActive


def hold(db: CompanyDatabase, owner: str, group_id: str = GROUP) -> None:
    db.activation.hold_group(
        owner, group_id, "Sage – BIJOU", None, "admin@bijou.fr", "comptabilite"
    )


def test_the_words_kept_are_those_of_the_panel(db: CompanyDatabase) -> None:
    assert set(GroupHealth) == HEALTHS
    assert db.activation.get().stored is ActivationStatus.INACTIVE
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    assert db.activation.get().stored is ActivationStatus.ACTIVATING
    hold(db, "a")
    assert db.activation.get().stored is ActivationStatus.PROVISIONING
    db.activation.library_seen(GROUP, "drive", "https://x.example")
    assert db.activation.get().stored is ActivationStatus.ACTIVE


def test_one_claims_and_the_other_is_told_who(
    db: CompanyDatabase, reopen: Callable[[], Opened]
) -> None:
    db.activation.claim("a", "POSTE-1 (Marie)", "comptabilite", LEASE)
    with pytest.raises(ActivatingElsewhere) as told:
        reopen().activation.claim("b", "POSTE-2", "gestion-commerciale", LEASE)
    assert told.value.who == "POSTE-1 (Marie)"
    claim = db.activation.get().claim
    assert claim is not None
    assert claim.owner == "a"


def test_a_dead_claim_is_taken_over_and_its_late_owner_refused(
    db: CompanyDatabase, clock: StoppedClock
) -> None:
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    clock.advance(LEASE)
    db.activation.claim("b", "POSTE-2", "comptabilite", LEASE)
    assert not db.activation.renew("a", LEASE)
    assert not db.activation.give_up("a")
    with pytest.raises(ActivatingElsewhere) as told:
        hold(db, "a", "group-of-a")
    assert told.value.who == "POSTE-2"
    hold(db, "b")
    assert db.activation.get().group_id == GROUP


def test_a_slow_owner_whose_claim_nobody_took_still_holds_its_group(
    db: CompanyDatabase, clock: StoppedClock
) -> None:
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    clock.advance(10 * LEASE)
    hold(db, "a")
    assert db.activation.get().group_id == GROUP


def test_a_renewed_claim_is_not_taken_over(db: CompanyDatabase, clock: StoppedClock) -> None:
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    clock.advance(LEASE - timedelta(seconds=1))
    assert db.activation.renew("a", LEASE)
    clock.advance(timedelta(seconds=2))
    with pytest.raises(ActivatingElsewhere):
        db.activation.claim("b", "POSTE-2", "comptabilite", LEASE)


def test_renewing_early_leaves_the_claim_as_it_is(db: CompanyDatabase, clock: StoppedClock) -> None:
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    before = db.activation.get().claim
    clock.advance(timedelta(seconds=1))
    assert db.activation.renew("a", LEASE)
    assert db.activation.get().claim == before


def test_a_claim_given_up_leaves_storage_inactive(db: CompanyDatabase) -> None:
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    assert db.activation.give_up("a")
    activation = db.activation.get()
    assert (activation.stored, activation.claim) == (INACTIVE, None)
    with pytest.raises(ActivatingElsewhere):
        hold(db, "a")


def test_active_storage_cannot_be_claimed_or_get_another_group(active: CompanyDatabase) -> None:
    with pytest.raises(StorageAlreadyActive):
        active.activation.claim("b", "POSTE-2", "comptabilite", LEASE)
    with pytest.raises(StorageAlreadyActive):
        hold(active, "owner", "group-2")
    assert active.activation.get().group_id == GROUP


def test_who_activated_and_from_where_is_kept(db: CompanyDatabase, clock: StoppedClock) -> None:
    db.activation.claim("a", "POSTE-1", "gestion-commerciale", LEASE)
    clock.advance(timedelta(seconds=30))
    hold(db, "a")
    activation = db.activation.get()
    assert activation.activated_by == "admin@bijou.fr"
    assert activation.activated_at == clock.now
    assert activation.group_url is None


def test_the_library_seen_gives_the_link_and_heals(active: CompanyDatabase) -> None:
    active.activation.set_health(GROUP, "rights_lost")
    assert active.activation.get().health == "rights_lost"
    assert active.activation.library_seen(GROUP, "drive-1", "https://bijou.example/Documents")
    assert active.activation.get().health == "fine"
    assert active.activation.get().group_url == "https://bijou.example/Documents"


def test_seeing_again_what_is_known_changes_nothing(active: CompanyDatabase) -> None:
    before = active.revision()
    assert active.activation.library_seen(GROUP, "drive-1", "https://bijou.example/Documents")
    assert active.revision() == before


def test_a_late_look_at_another_group_is_ignored(active: CompanyDatabase) -> None:
    assert not active.activation.library_seen("group-2", "drive-2", "https://x.example")
    assert not active.activation.set_health("group-2", "gone")
    active.activation.deactivate("admin@bijou.fr", "comptabilite")
    assert not active.activation.library_seen(GROUP, "drive-1", "https://x.example")
    assert active.activation.get().stored == INACTIVE


def test_an_unknown_health_is_our_mistake(active: CompanyDatabase) -> None:
    with pytest.raises(ValueError, match="splendid"):
        active.activation.set_health(GROUP, "splendid")


def test_a_renamed_group_is_known_by_its_new_name(active: CompanyDatabase) -> None:
    assert active.activation.rename_group(GROUP, "Sage – BIJOU & Fils")
    assert active.activation.get().group_name == "Sage – BIJOU & Fils"


def test_deactivation_says_how_many_wait_and_remembers_the_group(active: CompanyDatabase) -> None:
    add(active, "FA00001")
    add(active, "FA00002")
    assert active.activation.deactivate("admin@bijou.fr", "comptabilite") == 2
    activation = active.activation.get()
    assert (activation.stored, activation.group_id, activation.group_url) == (INACTIVE, None, None)
    known = active.activation.known_group()
    assert known == KnownGroup(GROUP, "Sage – BIJOU", "https://bijou.example/Documents", "drive-1")
    assert active.activation.deactivate("admin@bijou.fr", "comptabilite") == 2


def test_there_is_no_known_group_before_the_first_activation(db: CompanyDatabase) -> None:
    assert db.activation.known_group() is None
    assert db.activation.deactivate("admin@bijou.fr", "comptabilite") == 0


def test_an_activation_under_way_cannot_be_turned_off(db: CompanyDatabase) -> None:
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    with pytest.raises(ActivatingElsewhere):
        db.activation.deactivate("admin@bijou.fr", "comptabilite")


def test_documents_that_waited_leave_after_a_later_activation_of_the_same_group(
    active: CompanyDatabase,
) -> None:
    kept = add(active)
    active.activation.deactivate("admin@bijou.fr", "comptabilite")
    assert claim(active, "worker", LEASE) is None
    activate(active)
    claimed = claim(active, "worker", LEASE)
    assert claimed is not None
    assert claimed.document_id == kept.document_id
    assert active.activation.get().drive_id == "drive-1"


def test_documents_that_waited_follow_the_company_to_another_group(active: CompanyDatabase) -> None:
    kept = add(active)
    active.activation.deactivate("admin@bijou.fr", "comptabilite")
    activate(active, "group-2")
    claimed = claim(active, "worker", LEASE)
    assert claimed is not None
    assert (claimed.document_id, claimed.group_id) == (kept.document_id, "group-2")


def test_back_in_an_earlier_group_a_document_already_there_waits_for_a_person(
    active: CompanyDatabase,
) -> None:
    add(active, data=b"first")
    claimed = claim(active, "worker", LEASE)
    assert claimed is not None
    mark_filed(active, claimed.document_id, "worker", FiledResult("item", "https://x.example", 5))
    active.activation.deactivate("admin@bijou.fr", "comptabilite")
    activate(active, "group-2")
    kept = add(active, data=b"second")
    active.activation.deactivate("admin@bijou.fr", "comptabilite")
    activate(active, GROUP)
    row = active.register.get(kept.document_id)
    assert row is not None
    assert (row.status, row.path, row.group_id) == (Status.TO_CLASSIFY, None, GROUP)
    assert b"".join(active.contents.of(kept.document_id)) == b"second"
    assert active.register.counters().to_classify == 1
