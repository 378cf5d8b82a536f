"""Adding and changing a third party: the form, the database, and what to say when it does not take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.checks import ThirdPartyField
from stockage_partage.messages import third_parties as texts
from stockage_partage.ui.third_parties.third_party_dialog import ThirdPartyDialog

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.ui.runtime.background import Background


class ThirdPartyEditor(QObject):
    """`kept` tells of a third party once it is in the database."""

    kept = Signal(object)  # ThirdParty

    def __init__(
        self, database: CompanyDatabase, background: Background, over: QWidget, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._third_parties = database.third_parties
        self._background = background
        self._over = over

    def add(self, beginning: ThirdParty | None = None) -> None:
        """The form for a new one, filled in with `beginning`."""
        dialog = ThirdPartyDialog(None, self._over, beginning)
        dialog.save_wanted.connect(lambda party: self._create(dialog, party))
        dialog.open()

    def modify(self, known: ThirdParty) -> None:
        """The form for one that is there."""
        dialog = ThirdPartyDialog(known, self._over)
        dialog.save_wanted.connect(lambda party: self._replace(dialog, known, party))
        dialog.open()

    def _create(self, dialog: ThirdPartyDialog, party: ThirdParty) -> None:
        def done(taken: bool) -> None:
            if taken:
                self._settle(dialog, party)
            else:
                dialog.refuse(texts.CODE_TAKEN, ThirdPartyField.CODE)

        self._background.run(
            self._third_parties.create, party, owner=dialog, done=done, failed=dialog.refuse_for
        )

    def _replace(self, dialog: ThirdPartyDialog, known: ThirdParty, party: ThirdParty) -> None:
        def done(taken: bool) -> None:
            if taken:
                self._settle(dialog, party)
            else:
                dialog.refuse(texts.CHANGED_MEANWHILE)

        self._background.run(
            self._third_parties.replace,
            known,
            party,
            owner=dialog,
            done=done,
            failed=dialog.refuse_for,
        )

    def _settle(self, dialog: ThirdPartyDialog, party: ThirdParty) -> None:
        dialog.accept()
        self.kept.emit(party)
