"""Between « Joindre des documents » and what is below: looks things up, takes the files, follows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer

from stockage_partage.company.facts import DocumentRow, Status, ThirdParty
from stockage_partage.documents.attaching import targets
from stockage_partage.documents.attaching.targets import NEEDED, Target, TargetKind
from stockage_partage.documents.attaching.wishes import Wish
from stockage_partage.documents.filing.choosing import look_at
from stockage_partage.documents.filing.filing_desk import Filed
from stockage_partage.documents.filing.outcomes import Filing
from stockage_partage.errors import DetailsMissing, Trouble
from stockage_partage.storage.document_work import Refusal
from stockage_partage.storage.states import Functions, allows
from stockage_partage.ui.attach.attach_dialog import AttachDialog
from stockage_partage.ui.attach.attach_run import AttachRun
from stockage_partage.ui.attach.chosen_files import Standing
from stockage_partage.words import attach_window as words
from stockage_partage.words import documents as document_words
from stockage_partage.words.troubles import explain

if TYPE_CHECKING:
    from stockage_partage.storage.panel_state import PanelState
    from stockage_partage.ui.document_desk import DocumentDesk

T = TypeVar("T")
FOLLOW_MS = 1000
_PIECES = 200


class AttachDesk(QObject):
    """One dialog, from its opening to its closing."""

    def __init__(self, desk: DocumentDesk, document_id: int | None = None) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._place = desk.opened.workplace
        today = self._place.clock().astimezone().date()
        self.dialog = AttachDialog(today, desk.window)
        self.setParent(self.dialog)  # and goes with it
        self._document_id = document_id
        self._target: Target | None = None
        self._asked = 0  # answers to an older question are not shown
        self._run: AttachRun | None = None
        self._follow = QTimer(self)
        self._follow.setInterval(FOLLOW_MS)
        self._follow.timeout.connect(self._look_again)
        self._connect()
        self.dialog.target.show_allowed(*allowed(desk.state))

    def _connect(self) -> None:
        dialog = self.dialog
        dialog.target.changed.connect(self._wish_changed)
        dialog.target.party_chosen.connect(self._party_chosen)
        dialog.target.party.search_wanted.connect(self._search)
        dialog.files.added.connect(self.add_files)
        dialog.files.group_wanted.connect(self._choose_in_group)
        dialog.attach_wanted.connect(self._attach)
        dialog.stop_wanted.connect(self._stop)
        self._desk.ending.connect(self._stop)

    def open(self, files: Sequence[Path] = ()) -> None:
        """Shows the dialog, with these files in its list."""
        if files:
            self.add_files(files)
        if self._document_id is None:
            self._search("")
        else:
            self._ask(lambda: self._place.database.register.get(self._document_id or 0), self._fix)
        self._wish_changed()
        self.dialog.open()

    # --- what to attach to -----------------------------------------------------------------------

    def _wish(self) -> Wish:
        wish = self.dialog.target.wish
        if self._document_id is None:
            return wish
        transmit = self.dialog.target.pieces.folder.to_transmit
        return Wish(TargetKind.DOCUMENT, document_id=self._document_id, to_transmit=transmit)

    def _wish_changed(self) -> None:
        self._asked += 1
        self._target = None
        wish = self._wish()
        self.dialog.show_place("", words.DESTINATION_UNKNOWN)
        number = self._asked
        self._desk.background.run(
            lambda: wish.target(self._place.database, self._place.application),
            owner=self,
            done=lambda target: self._placed(number, target),
            failed=lambda trouble: self._not_placed(number, trouble),
        )

    def _placed(self, number: int, target: Target) -> None:
        if number == self._asked:
            self._target = target
            self.dialog.show_place(words.destination(target.folders), "")

    def _not_placed(self, number: int, trouble: Trouble) -> None:
        if number == self._asked:
            said = explain(trouble)
            # What is not yet given is no mistake.
            incomplete = isinstance(trouble, DetailsMissing)
            text = said.advice if incomplete else said.sentence
            self.dialog.show_place("", text, wrong=not incomplete)

    def _search(self, text: str) -> None:
        parties = self._place.database.third_parties
        self._ask(lambda: parties.search(text), self.dialog.target.show_parties)

    def _party_chosen(self, party: ThirdParty | None) -> None:
        if party is None:
            return
        pieces = self._place.database.pieces
        self._ask(
            lambda: pieces.of(party.code, _PIECES), partial(self.dialog.target.show_pieces, party)
        )

    def _fix(self, row: DocumentRow | None) -> None:
        self.dialog.show_fixed(words.fixed(row) if row is not None else "")

    def _ask(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._desk.background.run(work, owner=self, done=done, failed=self._troubled)

    def _troubled(self, trouble: Trouble) -> None:
        self.dialog.show_place("", explain(trouble).sentence, wrong=True)

    # --- which files -----------------------------------------------------------------------------

    def add_files(self, files: Sequence[Path]) -> None:
        """From this computer: looked at in the background, then in the list."""
        self._ask(lambda: look_at(files), self.dialog.files.add)

    def _choose_in_group(self) -> None:
        from stockage_partage.ui.attach.group_desk import GroupDesk

        GroupDesk(self._desk, self.dialog, self.dialog.files.add).open()

    # --- taking them -----------------------------------------------------------------------------

    def _attach(self) -> None:
        if self._target is None or self._run is not None:
            return
        jobs = [(index, row.source) for index, row in self.dialog.files.ready()]
        self._run = AttachRun(self._place, self._desk.background, self)
        self._run.reading.connect(self._reading)
        self._run.kept.connect(self._kept)
        self._run.over.connect(self._over)
        self.dialog.show_running()
        self._run.start(jobs, self._target)

    def _stop(self) -> None:
        if self._run is not None and self.dialog.running:
            self.dialog.show_stopping()
            self._run.stop()

    def _reading(self, index: int, share: float, whole: float) -> None:
        if self.dialog.files.rows[index].standing in (Standing.READY, Standing.READING):
            self.dialog.files.put(index, Standing.READING, words.reading(round(share * 100)))
            self.dialog.show_progress(whole)

    def _kept(self, index: int, filed: Filed) -> None:
        kept = filed.deposited
        if kept is None:
            reason = words.refusal_of(filed.trouble) if filed.trouble else ""
            self.dialog.files.put(index, Standing.REFUSED, reason)
            return
        self._desk.wake_sender()
        name = self.dialog.files.rows[index].name
        there = Standing.DONE if kept.status is Filing.ALREADY_FILED else Standing.WAITING
        said = words.kept_as(kept.status, name, kept.path or "")
        self.dialog.files.put(index, there, said, kept.document_id)

    def _over(self) -> None:
        files = self.dialog.files
        for index, row in enumerate(files.rows):
            if row.standing in (Standing.READY, Standing.READING):
                files.put(index, Standing.STOPPED, words.STOPPED)
        self.dialog.show_over(self._account)
        self._follow.start()
        self._look_again()

    # --- and after -------------------------------------------------------------------------------

    @property
    def _account(self) -> str | None:
        return self._desk.state.facts.account

    def _look_again(self) -> None:
        """Those that wait, as the register knows them now."""
        rows = enumerate(self.dialog.files.rows)
        waiting = {
            index: row.document_id
            for index, row in rows
            if row.standing is Standing.WAITING and row.document_id is not None
        }
        if not waiting:
            self._follow.stop()
            return
        register = self._place.database.register
        self._desk.background.run(
            lambda: {index: register.get(document) for index, document in waiting.items()},
            owner=self,
            done=self._followed,
            failed=lambda _: None,  # asked again in a second
        )

    def _followed(self, found: dict[int, DocumentRow | None]) -> None:
        for index, row in found.items():
            if row is not None and row.status is Status.FILED:
                said = words.kept_as(
                    Filing.FILED, self.dialog.files.rows[index].name, row.path or ""
                )
                self.dialog.files.put(index, Standing.DONE, said)
            elif row is not None and row.status is Status.BLOCKED:
                reason = document_words.waiting(row) or ""
                self.dialog.files.put(index, Standing.REFUSED, reason)
        self.dialog.show_outcome(self._account)


def allowed(state: PanelState) -> tuple[dict[TargetKind, str], str]:
    """Why a kind of target is closed to this application, for each that is; and a line that says it."""
    application = state.facts.application
    inactive = state.functions is Functions.NONE
    why = Refusal.STORAGE_INACTIVE if inactive else Refusal.OPTION_MISSING
    closed = {
        kind: words.refused(kind, why, application)
        for kind in targets.TargetKind
        if not allows(state.functions, NEEDED[kind])
    }
    limits = words.limited(application) if closed and not inactive else ""
    return closed, limits
