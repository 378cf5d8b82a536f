"""Every claim of an ID token that is not what it must be is named."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from stockage_partage.graph.auth.tokens import (
    ExpectedClaims,
    TokenExpired,
    TokenForged,
    check_claims,
    claims_of,
    nonce_sent,
)

TENANT = "8a4c0f7e-0000-4000-8000-000000000001"
OTHER_TENANT = "8a4c0f7e-0000-4000-8000-000000000002"
NOW = 1_800_000_000.0
EXPECTED = ExpectedClaims("client", "https://login.example:8443/organizations", "our nonce")


def claims(**changed: Any) -> dict[str, Any]:
    good = {
        "aud": "client",
        "iss": f"https://login.example:8443/{TENANT}/v2.0",
        "tid": TENANT,
        "exp": NOW + 3600,
        "nonce": nonce_sent("our nonce"),
    }
    return {key: value for key, value in (good | changed).items() if value is not None}


def test_a_token_that_says_what_was_asked_is_believed() -> None:
    check_claims(claims(), EXPECTED, NOW)


@pytest.mark.parametrize(
    ("changed", "claim"),
    [
        ({"aud": "another client"}, "aud"),
        ({"aud": None}, "aud"),
        ({"iss": f"https://evil.example/{TENANT}/v2.0"}, "iss"),
        ({"iss": f"https://login.example:8443/{OTHER_TENANT}/v2.0"}, "iss"),
        ({"iss": f"https://login.example/{TENANT}/v2.0"}, "iss"),
        ({"tid": "organizations"}, "tid"),
        ({"tid": None}, "tid"),
        ({"exp": None}, "exp"),
        ({"exp": "tomorrow"}, "exp"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
    ],
)
def test_a_wrong_claim_is_named(changed: dict[str, Any], claim: str) -> None:
    with pytest.raises(TokenForged) as caught:
        check_claims(claims(**changed), EXPECTED, NOW)
    assert caught.value.claim == claim
    assert not isinstance(caught.value, TokenExpired)


def test_a_token_whose_life_is_over_says_so_apart() -> None:
    with pytest.raises(TokenExpired):
        check_claims(claims(exp=NOW - 301), EXPECTED, NOW)


def test_a_clock_a_few_minutes_off_is_forgiven() -> None:
    check_claims(claims(exp=NOW - 299), EXPECTED, NOW)


def test_an_authority_of_one_tenant_takes_no_other() -> None:
    one = ExpectedClaims("client", f"https://login.example:8443/{OTHER_TENANT}", "our nonce")
    with pytest.raises(TokenForged, match="tid"):
        check_claims(claims(), one, NOW)


def test_a_flow_without_a_nonce_asks_for_none() -> None:
    check_claims(claims(nonce=None), ExpectedClaims("client", EXPECTED.authority), NOW)


@pytest.mark.parametrize("text", ["", "one", "a.b.c", "a.!!!.c", "x.WzFd.y"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenForged, match="token"):
        claims_of(text)


def test_the_claims_of_a_token_are_read() -> None:
    payload = base64.urlsafe_b64encode(json.dumps({"tid": TENANT}).encode()).decode().rstrip("=")
    assert claims_of(f"header.{payload}.signature") == {"tid": TENANT}
