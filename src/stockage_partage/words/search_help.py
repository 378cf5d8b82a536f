"""The options of `documents`, as a person types them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from stockage_partage.words.typography import typeset

if TYPE_CHECKING:
    from stockage_partage.company.facts import Order, Status

OFFSET = "Passe ce nombre de documents."
STATUS = typeset("Ceux qui en sont là : en_attente, bloque, a_classer ou classe.")
ORDER = typeset("Trie par : ajout, date, numero, tiers, type, montant ou statut.")
RISING = "Du plus petit au plus grand, ou du plus ancien au plus récent."


class StatusName(StrEnum):
    """`--statut`."""

    en_attente = "en_attente"
    bloque = "bloque"
    a_classer = "a_classer"
    classe = "classe"

    @property
    def status(self) -> Status:
        """The database's own word."""
        from stockage_partage.company.facts import Status

        return {
            StatusName.en_attente: Status.WAITING,
            StatusName.bloque: Status.BLOCKED,
            StatusName.a_classer: Status.TO_CLASSIFY,
            StatusName.classe: Status.FILED,
        }[self]


class OrderName(StrEnum):
    """`--tri`."""

    ajout = "ajout"
    date = "date"
    numero = "numero"
    tiers = "tiers"
    type = "type"
    montant = "montant"
    statut = "statut"

    @property
    def order(self) -> Order:
        """The register's own word."""
        from stockage_partage.company.facts import Order

        return {
            OrderName.ajout: Order.ADDED,
            OrderName.date: Order.DATE,
            OrderName.numero: Order.NUMBER,
            OrderName.tiers: Order.THIRD_PARTY,
            OrderName.type: Order.TYPE,
            OrderName.montant: Order.AMOUNT,
            OrderName.statut: Order.STATUS,
        }[self]
