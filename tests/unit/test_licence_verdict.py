"""The verdict on a licence: every standing, and nothing that raises."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.licensing.keys import generate_keypair, key_id
from stockage_partage.licensing.licence import emit, entitlement, read

PAIR = generate_keypair()
KEYS = {key_id(PAIR.public_pem): PAIR.public_pem}
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
TODAY = date(2026, 6, 15)


def licence(
    holder: str = "BIJOU",
    siren: str | None = None,
    applications: tuple[str, ...] = ("comptabilite",),
    first: date = FIRST,
    last: date = LAST,
    private_pem: str = PAIR.private_pem,
) -> str:
    return emit(
        private_pem,
        holder=holder,
        siren=siren,
        applications=applications,
        valid_from=first,
        valid_until=last,
    )


def judge(
    text: str | None,
    *,
    name: str = "BIJOU",
    siren: str | None = None,
    application: str = "comptabilite",
    today: date = TODAY,
    seen: datetime | None = None,
) -> Entitlement:
    return entitlement(text, name, siren, application, today, seen, KEYS)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def test_a_good_licence_grants_and_says_until_when() -> None:
    assert judge(licence()) == Entitlement(Standing.GRANTED, FIRST, LAST, "BIJOU")


@pytest.mark.parametrize("text", [None, "", " \r\n\t "])
def test_without_a_licence_it_is_absent(text: str | None) -> None:
    assert judge(text) == Entitlement(Standing.ABSENT)


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (FIRST - timedelta(days=1), Standing.NOT_YET_VALID),
        (FIRST, Standing.GRANTED),
        (LAST, Standing.GRANTED),
        (LAST + timedelta(days=1), Standing.EXPIRED),
    ],
)
def test_the_first_and_the_last_day_count(today: date, standing: Standing) -> None:
    verdict = judge(licence(), today=today)
    assert (verdict.standing, verdict.valid_until) == (standing, LAST)


def test_an_application_that_was_not_bought_is_not_covered() -> None:
    assert judge(licence(), application="gestion-commerciale").standing is Standing.NOT_COVERED
    both = licence(applications=("comptabilite", "gestion-commerciale"))
    assert judge(both, application="gestion-commerciale").granted
    assert judge(licence(applications=())).standing is Standing.NOT_COVERED


@pytest.mark.parametrize(
    ("licence_for", "company", "ours"),
    [
        (("BIJOU", None), ("Bijou", None), True),
        (("L’Atelier du Cœur", None), ("L'ATELIER  DU CŒUR", None), True),
        (("Société Générale", None), ("societe generale", None), True),
        (("BIJOU", None), ("BIJOUX", None), False),
        (("BIJOU", "552100554"), ("Renamed since", "552 100 554"), True),
        (("BIJOU", "552100554"), ("BIJOU", "732829320"), False),
        (("BIJOU", "552100554"), ("BIJOU", None), True),
        (("BIJOU", None), ("BIJOU", "552100554"), True),
        (("💶", None), ("💎", None), False),
    ],
)
def test_whose_it_is_goes_by_siren_then_by_name(
    licence_for: tuple[str, str | None], company: tuple[str, str | None], ours: bool
) -> None:
    verdict = judge(licence(*licence_for), name=company[0], siren=company[1])
    assert verdict.standing is (Standing.GRANTED if ours else Standing.OTHER_COMPANY)


@pytest.mark.parametrize(
    ("today", "seen", "standing"),
    [
        (TODAY, at(LAST + timedelta(days=30)), Standing.CLOCK_SET_BACK),
        (FIRST - timedelta(days=30), at(TODAY), Standing.CLOCK_SET_BACK),
        (TODAY, at(TODAY + timedelta(days=60)), Standing.GRANTED),
        (LAST, at(LAST + timedelta(days=1)), Standing.GRANTED),
        (LAST + timedelta(days=5), at(LAST + timedelta(days=9)), Standing.EXPIRED),
        (TODAY, at(FIRST), Standing.GRANTED),
    ],
)
def test_a_clock_set_back_is_said_when_it_changes_the_answer(
    today: date, seen: datetime, standing: Standing
) -> None:
    assert judge(licence(), today=today, seen=seen).standing is standing


def test_a_licence_signed_by_somebody_else_has_an_unknown_key() -> None:
    other = licence(private_pem=generate_keypair().private_pem)
    assert judge(other).standing is Standing.UNKNOWN_KEY


def test_a_licence_signed_by_somebody_else_under_our_name_is_tampered_with() -> None:
    claims = jwt.decode(licence(), options={"verify_signature": False})
    forged = jwt.encode(
        claims,
        generate_keypair().private_pem,
        algorithm="EdDSA",
        headers={"kid": key_id(PAIR.public_pem)},
    )
    assert judge(forged).standing is Standing.TAMPERED


def test_a_changed_claim_is_tampered_with() -> None:
    head, body, signature = licence().split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["exp"] += 86400 * 365
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    assert judge(f"{head}.{changed}.{signature}").standing is Standing.TAMPERED


def test_no_other_way_of_signing_is_accepted() -> None:
    claims = jwt.decode(licence(), options={"verify_signature": False})
    headers = {"kid": key_id(PAIR.public_pem)}
    unsigned = jwt.encode(claims, "", algorithm="none", headers=headers)
    shared = jwt.encode(claims, "x" * 32, algorithm="HS256", headers=headers)
    assert judge(unsigned).standing is Standing.TAMPERED
    assert judge(shared).standing is Standing.TAMPERED


def test_every_character_of_a_licence_counts() -> None:
    text = licence()
    assert {judge(text[:end]).granted for end in range(len(text))} == {False}


def test_a_licence_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="end"):
        licence(first=LAST, last=FIRST)


def test_line_breaks_of_a_mail_do_no_harm() -> None:
    text = licence()
    folded = "\r\n".join(text[i : i + 64] for i in range(0, len(text), 64))
    assert judge(f"\n{folded}\n").granted


def signed(claims: dict[str, object]) -> str:
    headers = {"kid": key_id(PAIR.public_pem)}
    return jwt.encode(claims, PAIR.private_pem, algorithm="EdDSA", headers=headers)


GOOD = {
    "iss": "stockage-partage",
    "jti": "1",
    "sub": "BIJOU",
    "options": {},
    "nbf": 0,
    "exp": 4102444800,
}


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "somebody"},
        {"sub": 3},
        {"jti": None},
        {"options": ["stockage-partage"]},
        {"options": {"stockage-partage": 3}},
        {"exp": 10**30},
        {"nbf": -(10**15)},
        {"exp": True},
        {"exp": "tomorrow"},
        {"siren": 552100554},
        {"aud": "somebody"},
    ],
)
def test_a_signed_licence_of_another_make_is_refused(change: dict[str, object]) -> None:
    assert judge(signed(dict(GOOD))).standing is Standing.NOT_COVERED
    assert judge(signed(GOOD | change)).standing is Standing.TAMPERED


def test_what_was_signed_is_what_is_read() -> None:
    got = read(licence(siren="552100554", applications=("paie", "comptabilite")), KEYS)
    assert (got.holder, got.siren, got.valid_from, got.valid_until) == (
        "BIJOU", "552100554", FIRST, LAST,
    )  # fmt: skip
    assert got.options == {"stockage-partage": frozenset({"paie", "comptabilite"})}
    assert got.id


B64 = st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode().rstrip("="))
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(
    text=st.text()
    | st.lists(B64, min_size=1, max_size=5).map(".".join)
    | st.builds(lambda head, tail: licence()[:head] + tail, st.integers(0, 300), st.text()),
    name=st.text(),
    siren=st.none() | st.text(),
    today=st.dates(),
    seen=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_garbage_is_a_verdict_too(
    text: str, name: str, siren: str | None, today: date, seen: datetime | None
) -> None:
    verdict = entitlement(text, name, siren, "comptabilite", today, seen, KEYS)
    assert verdict.standing in (Standing.ABSENT, Standing.TAMPERED, Standing.UNKNOWN_KEY)


@given(
    claims=st.fixed_dictionaries({}, optional={name: JSON for name in (*GOOD, "siren")}),
    today=st.dates(),
    seen=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_anything_that_is_signed_has_a_verdict(
    claims: dict[str, object], today: date, seen: datetime | None
) -> None:
    head = {"alg": "EdDSA", "kid": key_id(PAIR.public_pem)}
    body = json.dumps(GOOD | claims).encode()
    token = jwt.PyJWS().encode(body, PAIR.private_pem, algorithm="EdDSA", headers=head)
    verdict = entitlement(token, "BIJOU", None, "comptabilite", today, seen, KEYS)
    assert verdict.standing in Standing


def test_a_date_seen_at_the_beginning_of_time_changes_nothing() -> None:
    assert judge(licence(), seen=datetime(1, 1, 1, tzinfo=UTC)).standing is Standing.GRANTED
