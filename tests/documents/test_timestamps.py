"""Timestamps of the journal, asked of OpenSSL itself: what is kept, what is refused, one a day."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
from stopped_clock import StoppedClock

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import tables
from stockage_partage.company.journal.entries import JournalAct, JournalEntry, JournalHead
from stockage_partage.company.journal.verification import Flaw, VerificationResult
from stockage_partage.diagnosis import CheckName, examine_timestamps
from stockage_partage.documents.proof.timestamps import (
    Timestamping,
    TimestampRound,
    asking_for,
    of_answer,
)
from stockage_partage.documents.verifying import timestamps_in
from stockage_partage.errors import TimestampRefused, TimestampServiceSilent, Trouble
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import BodyLimits
from stockage_partage.graph.timestamp_service import LARGEST, TimestampService
from stockage_partage.messages.diagnosis import line
from stockage_partage.messages.typography import day
from stockage_partage.settings import Settings
from timestamp_authority import NAME, TimestampAuthority, is_verified
from tls_peer import Peer, Seen

DAY = timedelta(days=1)
REFUSED = bytes.fromhex("30053003020102")  # a status, « rejection », and no timestamp


@pytest.fixture
def timestamping(company: CompanyDatabase, service: TimestampService) -> Timestamping:
    """A workstation; the company's journal holds an entry."""
    company.journal.note(JournalAct.SYNCHRONISED, {"documents": 0})
    return Timestamping(company, service, "poste-1")


def entries(company: CompanyDatabase) -> list[JournalEntry]:
    return [entry for page in company.journal.pages() for entry in page]


def stamped(company: CompanyDatabase) -> list[JournalEntry]:
    return [each for each in entries(company) if each.act == JournalAct.TIMESTAMPED]


def verified(company: CompanyDatabase) -> VerificationResult:
    return company.verification().run(entry=timestamps_in(company.journal))


def test_the_end_of_the_journal_is_timestamped_and_openssl_says_so(
    company: CompanyDatabase,
    timestamping: Timestamping,
    authority: TimestampAuthority,
    peer: Peer,
    tmp_path: Path,
) -> None:
    end = company.journal.head()
    assert timestamping.round() == TimestampRound(kept=end)
    (entry,) = stamped(company)
    (kept,) = company.timestamps.after(0)
    assert (kept.entry, kept.covered) == (entry.number, end)
    assert is_verified(kept.answer, end.hash, authority.root, tmp_path)
    assert not is_verified(kept.answer, "0" * 64, authority.root, tmp_path)
    assert entry.workstation
    asked = peer.seen[0]
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/timestamp-query")
    assert "authorization" not in asked.headers
    result = verified(company)
    assert (result.is_whole, result.timestamps) == (True, 1)
    assert result.stamped is not None
    assert (result.stamped.number, result.stamped.authority) == (end.number, NAME)


def test_one_a_day_and_none_while_nothing_was_told(
    company: CompanyDatabase, timestamping: Timestamping, peer: Peer, clock: StoppedClock
) -> None:
    assert timestamping.round().kept is not None
    company.journal.note(JournalAct.SYNCHRONISED, {"documents": 1})
    assert timestamping.round() == TimestampRound()
    clock.advance(DAY)
    assert timestamping.round().kept is not None
    clock.advance(DAY)
    assert timestamping.round() == TimestampRound(), "the last entry is the timestamp itself"
    company.journal.note(JournalAct.SYNCHRONISED, {"documents": 2})
    assert timestamping.round().kept is not None
    assert len(peer.seen) == 3


def test_the_diagnosis_says_when_the_last_one_was_and_that_none_comes_any_more(
    company: CompanyDatabase, timestamping: Timestamping, clock: StoppedClock, tmp_path: Path
) -> None:
    settings = Settings(
        tmp_path, company=str(tmp_path / "BIJOU.sqlite"), timestamp_url="https://horodatage.example"
    )

    def found() -> str:
        (finding,) = examine_timestamps(settings, clock)
        assert finding.name is CheckName.TIMESTAMPS
        return line(finding, in_window=True).replace("\xa0", " ")

    assert "Bien · Horodatage : le premier sera demandé" in found()
    assert timestamping.round().kept is not None
    clock.advance(30 * DAY)
    assert f"horodaté le {day((clock() - 30 * DAY).astimezone())}" in found(), (
        "nothing was told since"
    )
    company.journal.note(JournalAct.SYNCHRONISED, {"documents": 1})
    assert found().startswith("Bien")
    clock.advance(5 * DAY)
    assert found().startswith(
        "À régler · Horodatage : Le journal de la société n’est plus horodaté"
    )
    assert examine_timestamps(replace(settings, timestamp_url=""), clock) == []


def test_two_workstations_at_the_same_moment_make_one(
    company: CompanyDatabase,
    timestamping: Timestamping,
    service: TimestampService,
    peer: Peer,
    authority: TimestampAuthority,
) -> None:
    """The second one looks while the first one is being answered."""
    other = Timestamping(company, service, "poste-2")
    meanwhile: list[TimestampRound] = []

    def reply(seen: Seen) -> tuple[int, dict[str, str], bytes]:
        looking = threading.Thread(target=lambda: meanwhile.append(other.round()))
        looking.start()
        looking.join(5)
        return authority.reply(seen)

    peer.reply = reply
    assert timestamping.round().kept is not None
    assert meanwhile == [TimestampRound()]
    assert (len(stamped(company)), len(peer.seen)) == (1, 1)


def test_a_turn_that_was_lost_meanwhile_keeps_nothing(
    company: CompanyDatabase, timestamping: Timestamping, peer: Peer, clock: StoppedClock
) -> None:
    """A workstation that slept with its turn: another one has kept today's."""
    last = company.timestamps.take_turn("poste-2", timedelta(minutes=5))
    assert last is not None
    clock.advance(timedelta(minutes=6))
    assert timestamping.round().kept is not None
    covered = JournalHead(last.number, last.hash)
    assert not company.timestamps.keep("poste-2", covered, b"late", clock())
    assert len(stamped(company)) == 1


def other_nonce(authority: TimestampAuthority, request: bytes) -> bytes:
    """What it answered to somebody else who asked for the same."""
    return authority.answer(request[:-4] + bytes([request[-4] ^ 1]) + request[-3:])


def other_imprint(authority: TimestampAuthority, request: bytes) -> bytes:
    place = request.index(b"\x04\x20")
    return authority.answer(request[: place + 2] + bytes(32) + request[place + 34 :])


def damaged(authority: TimestampAuthority, request: bytes) -> bytes:
    """Its signature is of another content: a second of the hour is another one."""
    answer = authority.answer(request)
    place = answer.index(b"\x18\x0f20") + 16
    return answer[:place] + bytes([answer[place] ^ 1]) + answer[place + 1 :]


WRONG: dict[str, Callable[[TimestampAuthority, bytes], bytes]] = {
    "of something else": other_imprint,
    "for somebody else": other_nonce,
    "whose signature does not hold": damaged,
    "cut": lambda authority, request: authority.answer(request)[:-10],
    "nothing": lambda authority, request: b"",
    "a web page": lambda authority, request: b"<html>Bonjour</html>",
    "a request": lambda authority, request: request,
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_is_refused(
    company: CompanyDatabase,
    timestamping: Timestamping,
    peer: Peer,
    authority: TimestampAuthority,
    name: str,
) -> None:
    peer.reply = lambda seen: (200, {}, WRONG[name](authority, seen.body))
    said = timestamping.round()
    assert isinstance(said.trouble, TimestampRefused)
    assert said.trouble.reason == "other"
    assert stamped(company) == []


def test_an_authority_that_refuses_is_told_apart(
    company: CompanyDatabase, timestamping: Timestamping, authority: TimestampAuthority
) -> None:
    query = asking_for(entries(company)[-1])
    authority.digests = "sha384"
    for answer in (REFUSED, authority.answer(query.request)):
        with pytest.raises(TimestampRefused) as caught:
            of_answer(answer, company.journal.head().hash, query.nonce)
        assert caught.value.reason == "rejected"


def silent(seen: Seen) -> tuple[int, dict[str, str], bytes]:
    threading.Event().wait(1.5)
    return 200, {}, b""


ANSWERS: dict[str, tuple[Callable[[Seen], tuple[int, dict[str, str], bytes]], type[Trouble]]] = {
    "a page": (lambda _: (200, {"Content-Type": "text/html"}, b"<html>"), TimestampRefused),
    "elsewhere": (lambda _: (302, {"Location": "https://a.example"}, b""), TimestampRefused),
    "not found": (lambda _: (404, {}, b"no"), TimestampRefused),
    "without end": (lambda _: (200, {}, bytes(LARGEST + 1)), TimestampRefused),
    "a refusal without end": (lambda _: (400, {}, bytes(4 * LARGEST)), TimestampRefused),
    "later": (lambda _: (503, {"Retry-After": "1200"}, b""), TimestampServiceSilent),
    "too many": (lambda _: (429, {}, b""), TimestampServiceSilent),
    "never": (silent, TimestampServiceSilent),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_service_that_does_not_serve_is_asked_again_later(
    company: CompanyDatabase,
    timestamping: Timestamping,
    peer: Peer,
    authority: TimestampAuthority,
    clock: StoppedClock,
    name: str,
) -> None:
    peer.reply, trouble = ANSWERS[name]
    assert type(timestamping.round().trouble) is trouble
    asked = len(peer.seen)
    assert timestamping.round() == TimestampRound(), "nobody asks again at once"
    clock.advance(timedelta(minutes=4))
    other = Timestamping(company, timestamping._service, "poste-2")
    assert other.round() == TimestampRound(), "on no workstation"
    assert len(peer.seen) == asked
    clock.advance(timedelta(minutes=17))
    peer.reply = authority.reply
    assert timestamping.round().kept is not None


def test_a_service_that_nobody_vouches_for_is_not_told_anything(
    company: CompanyDatabase, timestamping: Timestamping, peer: Peer, authority: TimestampAuthority
) -> None:
    with TimestampService(peer.url, HttpClient(authority.root)) as service:
        said = Timestamping(company, service, "poste-1").round().trouble
    assert isinstance(said, TimestampRefused)
    assert (said.reason, {seen.method for seen in peer.seen}) == ("certificate", {"HEAD"})


def test_an_answer_that_takes_too_long_in_all_is_left(
    company: CompanyDatabase, timestamping: Timestamping, peer: Peer
) -> None:
    """Though each of its bytes comes in time."""
    limits = BodyLimits(LARGEST, 0.0)
    with TimestampService(peer.url, HttpClient(peer.ca_file), limits=limits) as service:
        said = Timestamping(company, service, "poste-1").round()
    assert isinstance(said.trouble, TimestampRefused)


def test_a_company_that_closes_keeps_nothing(
    company: CompanyDatabase, timestamping: Timestamping
) -> None:
    timestamping.give_up()
    assert timestamping.round().kept is None
    assert stamped(company) == []


@pytest.mark.parametrize(("chain", "ess"), [(True, "sha256"), (False, "sha1"), (True, "sha512")])
def test_whatever_an_authority_sends_along_is_read(
    company: CompanyDatabase,
    timestamping: Timestamping,
    authority: TimestampAuthority,
    chain: bool,
    ess: str,
) -> None:
    authority.chain, authority.ess = chain, ess
    assert timestamping.round().kept is not None


@pytest.fixture(scope="module")
def sound(authority_folder: Path) -> tuple[bytes, str]:
    """An answer, and the hash that it is of."""
    text = "a" * 128
    entry_hash = hashlib.sha256(text.encode()).hexdigest()
    request = TimestampRequestBuilder(text.encode(), HashAlgorithm.SHA256).build().as_bytes()
    return TimestampAuthority(authority_folder).answer(request), entry_hash


# A serial number that was made negative: the library warns of the certificate, which then fits no signer.
@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@given(st.data())
def test_what_was_changed_is_refused_or_says_the_same(
    sound: tuple[bytes, str], data: st.DataObject
) -> None:
    """Only what no signature is over may differ: it tells nothing."""
    answer, entry_hash = sound
    said = of_answer(answer, entry_hash)
    changed = bytearray(answer)
    for _ in range(data.draw(st.integers(1, 3))):
        changed[data.draw(st.integers(0, len(answer) - 1))] ^= data.draw(st.integers(1, 255))
    with suppress(TimestampRefused):
        assert of_answer(bytes(changed), entry_hash) == said


@given(st.binary(max_size=200))
def test_anything_else_is_no_timestamp(content: bytes) -> None:
    with pytest.raises(TimestampRefused):
        of_answer(content, "0" * 64)


def test_a_journal_written_anew_does_not_fit_its_timestamps(
    company: CompanyDatabase, timestamping: Timestamping
) -> None:
    """Somebody who may write to the database writes all of it again, timestamp and all."""
    assert timestamping.round().kept is not None
    told, previous = entries(company), "0" * 64
    with company._transactions.changing() as change:
        for entry in told:
            subject = json.loads(entry.subject)
            if entry.act == JournalAct.TIMESTAMPED:
                subject["hash"] = previous
            forged = JournalEntry(
                entry.number, entry.at, entry.act, entry.application, entry.workstation, "paul",
                entry.document, json.dumps(subject, sort_keys=True, separators=(",", ":")), previous,
            )  # fmt: skip
            where = tables.journal_entry.c.number == entry.number
            change.execute(
                tables.journal_entry.update().where(where).values(
                    account="paul", subject=forged.subject, previous=previous, hash=forged.hashed
                )
            )  # fmt: skip
            previous = forged.hashed
        change.announce(journal_head=previous)
    result = verified(company)
    assert [each.flaw for each in result.flaws] == [Flaw.TIMESTAMP]
