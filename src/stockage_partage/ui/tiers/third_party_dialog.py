"""A third party's facts, to be filled in or changed; what is wrong is said beside each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.third_party_checks import CODE_LENGTH, Field, is_blank, problems
from stockage_partage.errors import Trouble
from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.look import GRID
from stockage_partage.ui.question import Question
from stockage_partage.ui.showing import allow
from stockage_partage.ui.tiers.form_field import FormField
from stockage_partage.ui.tiers.notice import PlainNotice
from stockage_partage.words import third_parties as words
from stockage_partage.words import window
from stockage_partage.words.troubles import explain

_TYPED = (Field.NAME, Field.SIREN, Field.SIRET, Field.VAT)


class ThirdPartyDialog(Question):
    """Stays open until what was typed is kept: `save_wanted`, then `saved` or `refuse`."""

    save_wanted = Signal(object)  # ThirdParty

    def __init__(
        self,
        known: ThirdParty | None,
        parent: QWidget | None = None,
        beginning: ThirdParty | None = None,
    ) -> None:
        title = words.MODIFY_TITLE if known is not None else words.ADD_TITLE
        super().__init__(parent, "third_party_dialog", title)
        self._known = known
        shown = known or beginning or ThirdParty("", "clients", "")
        self.refused = PlainNotice("third_party_refused")
        self.subject.addWidget(self.refused)
        self._make_fields(shown)
        self._tried = False
        self.save = self.add_button("save_third_party", words.SAVE, primary=True)
        self.save.setDefault(True)
        self.cancel = self.add_button("cancel", window.CANCEL)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        first = Field.NAME if known is not None else Field.CODE
        self.fields[first].editor.setFocus()

    def _make_fields(self, shown: ThirdParty) -> None:
        code = QLineEdit(shown.code)
        code.setMaxLength(max(CODE_LENGTH, len(shown.code)))
        code.setReadOnly(self._known is not None)
        self.kind = QComboBox()
        for word, label in words.KINDS.items():
            self.kind.addItem(label, word)
        self.kind.setCurrentIndex(self.kind.findData(shown.kind))
        notes = words.CODE_FIXED if self._known is not None else words.CODE_HELP
        self.fields = {
            Field.CODE: FormField("code", words.FIELDS[Field.CODE], code, notes),
            Field.KIND: FormField("kind", words.FIELDS[Field.KIND], self.kind),
            Field.NAME: _field(Field.NAME, shown.name),
            Field.SIREN: _field(Field.SIREN, words.spaced(shown.siren)),
            Field.SIRET: _field(Field.SIRET, words.spaced(shown.siret)),
            Field.VAT: _field(Field.VAT, shown.vat or ""),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID + GRID // 2)
        grid.addWidget(self.fields[Field.CODE], 0, 0)
        grid.addWidget(self.fields[Field.KIND], 0, 1)
        grid.addWidget(self.fields[Field.NAME], 1, 0, 1, 2)
        grid.addWidget(self.fields[Field.SIREN], 2, 0)
        grid.addWidget(self.fields[Field.SIRET], 2, 1)
        grid.addWidget(self.fields[Field.VAT], 3, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.subject.addLayout(grid)
        for field in (Field.CODE, *_TYPED):
            editor = self.fields[field].editor
            if isinstance(editor, QLineEdit):
                editor.textChanged.connect(lambda _: self._typed())

    @property
    def party(self) -> ThirdParty:
        """As it is filled in now."""
        typed = {field: self._text(field) for field in _TYPED}
        return ThirdParty(
            code=self._text(Field.CODE).upper(),
            kind=str(self.kind.currentData()),
            name=typed[Field.NAME],
            siren=typed[Field.SIREN] or None,
            siret=typed[Field.SIRET] or None,
            vat=typed[Field.VAT] or None,
        )

    def _text(self, field: Field) -> str:
        editor = self.fields[field].editor
        assert isinstance(editor, QLineEdit)  # noqa: S101  # all but the kind are typed
        text = editor.text().strip()
        return "" if is_blank(text) else text

    def problems(self) -> dict[Field, str]:
        """What keeps it from being saved. What was there before and was not touched is left alone."""
        before = problems(self._known) if self._known is not None else {}
        return {
            field: words.problem(field, what)
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
        allow(self.save, words.SAVING)
        self.refused.say("")
        self.save_wanted.emit(self.party)

    def _say(self, found: dict[Field, str]) -> None:
        for field, shown in self.fields.items():
            shown.say(found.get(field, ""))

    def refuse(self, sentence: str, field: Field | None = None) -> None:
        """It was not kept, and why: beside its field, or above all of them."""
        allow(self.save, "")
        if field is not None:
            self.fields[field].say(sentence)
            self.fields[field].editor.setFocus()
        else:
            self.refused.say(sentence, tone=Tone.TO_SETTLE)

    def refuse_for(self, trouble: Trouble) -> None:
        """The database did not take it."""
        self.refuse(explain(trouble).sentence)


def _field(field: Field, text: str) -> FormField:
    return FormField(field.value, words.FIELDS[field], QLineEdit(text))
