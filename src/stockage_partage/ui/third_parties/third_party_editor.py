"""Adding and changing a third party: the form, the database, and what to say when it does not take it.

What is wrong is said beside each fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from stockage_partage.activation.states import Tone
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import (
    CODE_LENGTH,
    ThirdPartyField,
    is_blank,
    problems,
)
from stockage_partage.errors import Trouble
from stockage_partage.messages import third_parties as texts
from stockage_partage.messages import window
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.info_bar import BarRoom, InfoBar
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import set_enabled

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.ui.runtime.background import Background

_TYPED = (ThirdPartyField.NAME, ThirdPartyField.SIREN, ThirdPartyField.SIRET, ThirdPartyField.VAT)


class ThirdPartyDialog(BaseDialog):
    """Stays open until what was typed is kept: `save_wanted`, then `saved` or `refuse`."""

    save_wanted = Signal(object)  # ThirdParty

    def __init__(
        self,
        known: ThirdParty | None,
        parent: QWidget | None = None,
        beginning: ThirdParty | None = None,
    ) -> None:
        title = texts.MODIFY_TITLE if known is not None else texts.ADD_TITLE
        super().__init__(parent, "third_party_dialog", title)
        self._known = known
        shown = known or beginning or ThirdParty("", "clients", "")
        self.refused = InfoBar("third_party_refused")
        self._make_fields(shown)
        # Below, in room of its own: it moves neither field nor button.
        self.subject.addWidget(BarRoom(self.refused, 3))
        self._tried = False
        self.save = self.add_button("save_third_party", texts.SAVE, primary=True)
        self.save.setDefault(True)
        self.cancel = self.add_button("cancel", window.CANCEL)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        first = ThirdPartyField.NAME if known is not None else ThirdPartyField.CODE
        self.fields[first].editor.setFocus()

    def _make_fields(self, shown: ThirdParty) -> None:
        code = QLineEdit(shown.code)
        code.setMaxLength(max(CODE_LENGTH, len(shown.code)))
        code.setReadOnly(self._known is not None)
        self.kind = QComboBox()
        for word, label in texts.KINDS.items():
            self.kind.addItem(label, word)
        self.kind.setCurrentIndex(self.kind.findData(shown.kind))
        notes = texts.CODE_FIXED if self._known is not None else texts.CODE_HELP
        self.fields = {
            ThirdPartyField.CODE: FormField(
                "code", texts.FIELDS[ThirdPartyField.CODE], code, notes
            ),
            ThirdPartyField.KIND: FormField("kind", texts.FIELDS[ThirdPartyField.KIND], self.kind),
            ThirdPartyField.NAME: _field(ThirdPartyField.NAME, shown.name),
            ThirdPartyField.SIREN: _field(ThirdPartyField.SIREN, texts.spaced(shown.siren)),
            ThirdPartyField.SIRET: _field(ThirdPartyField.SIRET, texts.spaced(shown.siret)),
            ThirdPartyField.VAT: _field(ThirdPartyField.VAT, shown.vat or ""),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + GRID // 2)
        grid.addWidget(self.fields[ThirdPartyField.CODE], 0, 0)
        grid.addWidget(self.fields[ThirdPartyField.KIND], 0, 1)
        grid.addWidget(self.fields[ThirdPartyField.NAME], 1, 0, 1, 2)
        grid.addWidget(self.fields[ThirdPartyField.SIREN], 2, 0)
        grid.addWidget(self.fields[ThirdPartyField.SIRET], 2, 1)
        grid.addWidget(self.fields[ThirdPartyField.VAT], 3, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.subject.addLayout(grid)
        for field in (ThirdPartyField.CODE, *_TYPED):
            editor = self.fields[field].editor
            if isinstance(editor, QLineEdit):
                editor.textChanged.connect(lambda _: self._typed())

    @property
    def party(self) -> ThirdParty:
        """The third party as the form holds it now; None for a number left empty."""
        typed = {field: self._text(field) for field in _TYPED}
        return ThirdParty(
            code=self._text(ThirdPartyField.CODE).upper(),
            kind=str(self.kind.currentData()),
            name=typed[ThirdPartyField.NAME],
            siren=typed[ThirdPartyField.SIREN] or None,
            siret=typed[ThirdPartyField.SIRET] or None,
            vat=typed[ThirdPartyField.VAT] or None,
        )

    def _text(self, field: ThirdPartyField) -> str:
        editor = self.fields[field].editor
        assert isinstance(editor, QLineEdit)  # noqa: S101  # all but the kind are typed
        text = editor.text().strip()
        return "" if is_blank(text) else text

    def problems(self) -> dict[ThirdPartyField, str]:
        """What keeps it from being saved. What was there before and was not touched is left alone."""
        before = problems(self._known) if self._known is not None else {}
        return {
            field: texts.problem(field, what)
            for field, what in problems(self.party).items()
            if before.get(field) is not what
        }

    def _typed(self) -> None:
        """Said as one types only once one has tried: nobody likes to be corrected mid-word."""
        if self._tried:
            self._say(self.problems())

    def _save(self) -> None:
        self._tried = True
        found = self.problems()
        self._say(found)
        if found:
            self.fields[next(iter(found))].editor.setFocus()
            return
        set_enabled(self.save, texts.SAVING)
        self.refused.say("")
        self.save_wanted.emit(self.party)

    def _say(self, found: dict[ThirdPartyField, str]) -> None:
        for field, shown in self.fields.items():
            shown.say(found.get(field, ""))

    def refuse(self, sentence: str, field: ThirdPartyField | None = None) -> None:
        """Says why it was not kept: beside its field, or below all of them when `field` is None."""
        set_enabled(self.save, "")
        if field is not None:
            self.fields[field].say(sentence)
            self.fields[field].editor.setFocus()
        else:
            self.refused.say(sentence, tone=Tone.TO_SETTLE)
            self.bring_into_sight(self.refused)

    def refuse_for(self, trouble: Trouble) -> None:
        """The database did not take it."""
        self.refuse(explain(trouble).sentence)


def _field(field: ThirdPartyField, text: str) -> FormField:
    return FormField(field.value, texts.FIELDS[field], QLineEdit(text))


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
