"""The identity platform's refusals, family by family."""

from __future__ import annotations

from typing import Any

import pytest

from stockage_partage import errors
from stockage_partage.graph.auth.tokens import trouble_of
from stockage_partage.graph.http.responses import UnexpectedAnswer

CONSENT = "https://login.example/organizations/v2.0/adminconsent"


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ((65001, 90094, 90095, 650052), errors.ConsentMissing),
        ((65004,), errors.ConsentDeclined),
        ((50105,), errors.NotAssigned),
        ((500200, 500201), errors.PersonalAccount),
        ((50020, 90072), errors.ForeignAccount),
        ((530084,), errors.TokenProtectionRequired),
        ((530036,), errors.DeviceCodeRefused),
        ((700016, 7000112, 500011, 650056, 7000218, 700025, 50011), errors.ApplicationUnknown),
        ((70011, 50194, 90002, 90038, 90051), errors.ApplicationUnknown),
        ((50126, 50034, 50057, 50053, 50055, 50144), errors.SignInRefused),
        ((53004, 530032, 530035), errors.SignInRefused),
        ((53000, 53001, 53002, 53003, 530001, 530003), errors.BrowserRefused),
        ((50076, 50079, 50072, 50074, 50078, 16000, 50058, 50196), errors.SignInNeeded),
        ((70008, 700082, 70043, 50173, 50132, 50133), errors.SignInNeeded),
        ((90033, 90024), errors.ServiceUnavailable),
        ((90055,), errors.Throttled),
        ((70019,), errors.SignInTimedOut),
    ],
)
@pytest.mark.parametrize("as_list", [True, False])
def test_a_code_decides_whatever_the_error_says(
    numbers: tuple[int, ...], kind: type[errors.Trouble], as_list: bool
) -> None:
    for number in numbers:
        answer: dict[str, Any] = {
            "error": "invalid_grant",
            "error_description": f"AADSTS{number}: x",
        }
        if as_list:
            answer = {"error": "invalid_grant", "error_codes": [number]}
        assert type(trouble_of(answer, CONSENT)) is kind


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"error": "interaction_required"}, errors.SignInNeeded),
        ({"error": "login_required"}, errors.SignInNeeded),
        ({"error": "invalid_grant"}, errors.SignInNeeded),
        ({"error": "invalid_grant", "suberror": "consent_required"}, errors.ConsentMissing),
        ({"error": "invalid_grant", "suberror": "user_password_expired"}, errors.SignInRefused),
        (
            {"error": "invalid_grant", "suberror": "device_authentication_failed"},
            errors.BrowserRefused,
        ),
        ({"error": "access_denied"}, errors.ConsentDeclined),
        ({"error": "access_denied", "error_subcode": "cancel"}, errors.SignInCancelled),
        ({"error": "authorization_declined"}, errors.SignInCancelled),
        ({"error": "expired_token"}, errors.SignInTimedOut),
        ({"error": "unauthorized_client"}, errors.ApplicationUnknown),
        ({"error": "temporarily_unavailable"}, errors.ServiceUnavailable),
        ({"error": "invalid_grant", "error_codes": [999999]}, errors.SignInNeeded),
    ],
)
def test_without_a_known_code_the_error_decides(
    answer: dict[str, Any], kind: type[errors.Trouble]
) -> None:
    assert type(trouble_of(answer, CONSENT)) is kind


def test_a_missing_consent_says_where_to_give_it() -> None:
    trouble = trouble_of({"error": "invalid_grant", "error_codes": [65001]}, CONSENT)
    assert isinstance(trouble, errors.ConsentMissing)
    assert trouble.consent_url == CONSENT


def test_the_claims_asked_for_are_handed_on() -> None:
    trouble = trouble_of({"error": "interaction_required", "claims": '{"access_token":{}}'})
    assert isinstance(trouble, errors.SignInNeeded)
    assert trouble.claims == '{"access_token":{}}'


def test_support_gets_the_code_and_the_trace_but_no_prose() -> None:
    trouble = trouble_of(
        {
            "error": "invalid_grant",
            "error_description": "AADSTS50173: for marie@bijou.example",
            "trace_id": "t-1",
        }
    )
    assert trouble.detail == "AADSTS50173 t-1"


def test_a_refusal_that_nobody_thought_of_is_loud() -> None:
    with pytest.raises(UnexpectedAnswer, match="never_heard_of"):
        trouble_of({"error": "never_heard_of"})
