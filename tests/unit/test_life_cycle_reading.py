"""A life-cycle message is read as it passes: what it is about, what it says, and nothing when it says too much."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from message_making import Message
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import (
    LifeCycleMessage,
    Unreadable,
    UnreadReason,
    recalled,
)
from stockage_partage.documents.invoices.life_cycle import latest
from stockage_partage.messages import documents as texts

REFUSED = Message(reason_code="MONTANTTOTAL_ERR", reason="Total  faux")
CASES = Path(__file__).parents[1] / "documents" / "cases"


def read(content: bytes) -> LifeCycleMessage:
    answer = invoice_file.read(io.BytesIO(content), "x.xml")
    assert isinstance(answer, LifeCycleMessage), answer
    assert recalled(answer.as_text()) == answer
    return answer


def test_all_that_says_what_it_is_about_is_read() -> None:
    message = read(REFUSED.xml())
    assert (message.reason, message.code, message.number) == (UnreadReason.LIFE_CYCLE, "210", "F9")
    assert (message.day, message.at) == (date(2026, 3, 15), datetime(2026, 4, 2, 10, 15))
    assert (message.seller.siren, message.reasons) == ("423456789", ("Total faux",))


def test_a_reason_without_words_is_told_by_its_code() -> None:
    assert read(replace(REFUSED, reason="").xml()).reasons == ("MONTANTTOTAL_ERR",)


def test_the_poorest_one_is_named_by_its_status() -> None:
    message = read((CASES / "b20_cdar.xml").read_bytes())
    assert (message.code, message.number, message.day, message.at) == ("207", "", None, None)


@pytest.mark.parametrize(
    "content", [REFUSED.xml()[:-30], REFUSED.xml().replace(b"<rsm:Exch", b"<!DOCTYPE a>", 1)]
)
def test_what_is_broken_is_no_message(content: bytes) -> None:
    answer = invoice_file.read(io.BytesIO(content), "x.xml")
    assert isinstance(answer, Unreadable)
    assert answer.reason is UnreadReason.BROKEN_XML


def test_in_an_envelope_it_is_read_too() -> None:
    inside = REFUSED.xml().partition(b"?>")[2]
    envelope = (
        b'<StandardBusinessDocument xmlns="x"><Header/>%s</StandardBusinessDocument>' % inside
    )
    assert read(envelope).number == "F9"


def test_of_several_invoices_none_is_meant() -> None:
    other = "<ram:ReferenceReferencedDocument><ram:IssuerAssignedID>F10</ram:IssuerAssignedID></ram:ReferenceReferencedDocument>"
    message = read(replace(REFUSED, more=other).xml())
    assert (message.number, message.day, message.seller.siren) == ("", None, None)


@pytest.mark.parametrize("at", ["20990101000000", "19700101000000", "2026", "20260231000000"])
def test_a_moment_that_nobody_can_mean_is_none(at: str) -> None:
    assert read(replace(REFUSED, at=at).xml()).at is None


def test_a_deep_or_endless_one_is_left() -> None:
    deep = REFUSED.xml().replace(b"<rsm:ExchangedDocumentContext>", b"<a>" * 1000, 1)
    answer = invoice_file.read(io.BytesIO(deep), "x.xml")
    assert isinstance(answer, Unreadable)
    many = replace(REFUSED, more="<ram:Status>x</ram:Status>" * 50_000).xml()
    assert read(many).number == "F9"


def test_the_latest_stands_whatever_the_order() -> None:
    early, late = (
        read(replace(REFUSED, at=f"2026040{n}000000", code=f"20{n}").xml()) for n in (1, 2)
    )
    undated = replace(late, at=None, code="212")
    for order in ([early, late, undated], [undated, late, early], [late, undated, early]):
        assert latest(order) is late
    assert latest([undated]) is undated
    assert latest([replace(late, code="")]) is None


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("200", "Déposée (200)"),
        ("206", "Approuvée partiellement (206)"),
        ("208", "Suspendue (208)"),
        ("213", "Rejetée (213)"),
        ("501", "Irrecevable (501)"),
        ("220", "Statut (220)"),
    ],
)
def test_a_label_has_its_code_beside_it(code: str, label: str) -> None:
    assert (
        texts.life_cycle_label(read(replace(REFUSED, code=code).xml())).replace("\xa0", " ")
        == label
    )
