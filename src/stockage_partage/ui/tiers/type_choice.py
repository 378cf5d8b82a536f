"""The types of documents to choose from, by domain; the value is the exact name (`achats/facture`)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox

from stockage_partage.documents.tree.document_types import (
    TYPES,
    DocumentType,
    Domain,
    domains_of,
    type_name,
)
from stockage_partage.ui.look import font
from stockage_partage.words import classifying as words
from stockage_partage.words.documents import type_label

INTERNAL = f"{Domain.INTERNAL}/"


class TypeChoice(QComboBox):
    """Nothing chosen at first; the domains are titles that cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document_type")
        self.setMaxVisibleItems(16)
        model = QStandardItemModel(self)
        model.appendRow(_item(words.NO_TYPE, ""))
        for domain, title in words.DOMAINS.items():
            model.appendRow(_heading(title))
            if domain is Domain.INTERNAL:
                model.appendRow(_item(words.INTERNAL_TYPE, INTERNAL))
            for kind in TYPES:
                if kind.domain is domain:
                    model.appendRow(_item(_label(kind), type_name(kind)))
        self.setModel(model)

    @property
    def name(self) -> str:
        """The exact name, '' for none, `internes/` for an internal one whose label is asked for."""
        return str(self.currentData() or "")

    def show_name(self, name: str) -> None:
        """Chooses it; nothing when there is no such type."""
        wanted = INTERNAL if name.startswith(INTERNAL) else name
        self.setCurrentIndex(max(0, self.findData(wanted)))


def _label(kind: DocumentType) -> str:
    label, side = type_label(kind.word), words.SIDES.get(kind.domain)
    return f"{label} ({side})" if side and len(domains_of(kind.word)) > 1 else label


def _item(text: str, name: str) -> QStandardItem:
    made = QStandardItem(text)
    made.setData(name, Qt.ItemDataRole.UserRole)
    return made


def _heading(text: str) -> QStandardItem:
    made = QStandardItem(text)
    made.setFlags(Qt.ItemFlag.NoItemFlags)
    made.setFont(font(bold=True))
    return made
