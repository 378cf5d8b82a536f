"""Status and code of an answer → the trouble it stands for, by what was asked."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from stockage_partage import errors
from stockage_partage.graph.http.answer_headers import wait_asked
from stockage_partage.graph.http.http_types import HttpAnswer
from stockage_partage.graph.http.responses import (
    Operation,
    UnexpectedAnswer,
    trouble_of,
    value_of,
    value_or_none,
)


def refusal(
    status: int, code: str = "x", inner: Any = None, details: Any = None, **headers: str
) -> HttpAnswer:
    error: dict[str, Any] = {"code": code, "message": "never read", "innerError": inner or {}}
    if details:
        error["details"] = details
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpAnswer(status, names, json.dumps({"error": error}).encode())


@pytest.mark.parametrize(
    ("answer", "asking", "kind"),
    [
        (refusal(429), Operation.ITEM, errors.Throttled),
        (refusal(503, "activityLimitReached"), Operation.FILING, errors.Throttled),
        (refusal(503, "serviceNotAvailable"), Operation.FILING, errors.ServiceUnavailable),
        (refusal(509), Operation.GROUP, errors.ServiceUnavailable),
        (refusal(401, "InvalidAuthenticationToken"), Operation.ITEM, errors.SignInNeeded),
        (refusal(403, "Authorization_RequestDenied"), Operation.GROUP, errors.RightsLost),
        (
            refusal(403, "Authorization_RequestDenied"),
            Operation.GROUP_CREATION,
            errors.GroupCreationForbidden,
        ),
        (
            refusal(403, "Directory_QuotaExceeded"),
            Operation.GROUP_CREATION,
            errors.DirectoryQuotaReached,
        ),
        (
            refusal(400, "Directory_QuotaExceeded"),
            Operation.GROUP_CREATION,
            errors.DirectoryQuotaReached,
        ),
        (
            refusal(400, details=[{"target": "mailNickname", "code": "ObjectConflict"}]),
            Operation.GROUP_CREATION,
            errors.GroupAliasTaken,
        ),
        (
            refusal(400, details=[{"target": "displayName", "code": "ContainsBlockedWord"}]),
            Operation.GROUP_CREATION,
            errors.GroupNameRefused,
        ),
        (refusal(409), Operation.GROUP_CREATION, errors.ServiceUnavailable),
        (refusal(404), Operation.GROUP_CREATION, errors.GroupUpsertMissing),
        (refusal(405), Operation.GROUP_CREATION, errors.GroupUpsertMissing),
        (refusal(501), Operation.GROUP_CREATION, errors.GroupUpsertMissing),
        (refusal(423), Operation.GROUP, errors.ServiceUnavailable),
        (refusal(404, "ResourceNotFound"), Operation.LIBRARY, errors.BeingPrepared),
        (refusal(423), Operation.LIBRARY, errors.BeingPrepared),
        (
            refusal(400, "x", {"code": "resourceBeingProvisioned"}),
            Operation.LIBRARY,
            errors.BeingPrepared,
        ),
        (
            refusal(404, "itemNotFound", {"code": "provisioningNotAllowed"}),
            Operation.LIBRARY,
            errors.LicenceForLibraryMissing,
        ),
        (refusal(403, "accessDenied"), Operation.LIBRARY, errors.RightsLost),
        (refusal(409, "nameAlreadyExists"), Operation.FILING, errors.PlaceTaken),
        (refusal(409, "resourceModified"), Operation.FILING, errors.ServiceUnavailable),
        (refusal(412, "resourceModified"), Operation.ITEM, errors.ServiceUnavailable),
        (
            refusal(423, "notAllowed", {"code": "resourceLocked"}),
            Operation.FILING,
            errors.LockedOnline,
        ),
        (
            refusal(403, "accessDenied", {"code": "resourceLocked"}),
            Operation.ITEM,
            errors.LockedOnline,
        ),
        (refusal(403, "accessDenied"), Operation.FILING, errors.RightsLost),
        (refusal(404, "itemNotFound"), Operation.FILING, errors.RightsLost),
        (refusal(507, "quotaLimitReached"), Operation.FILING, errors.LibraryFull),
        (
            refusal(400, "invalidRequest", {"code": "pathIsTooLong"}),
            Operation.ITEM,
            errors.NameRefused,
        ),
        (refusal(400, "invalidRequest"), Operation.FILING, errors.NameRefused),
        (refusal(413), Operation.FILING, errors.FileTooLarge),
        (refusal(403, "malwareDetected"), Operation.ITEM, errors.HeldDangerous),
        (refusal(404, "x"), Operation.ACCOUNT, errors.RightsLost),
    ],
)
def test_a_refusal_is_the_trouble_it_stands_for(
    answer: HttpAnswer, asking: Operation, kind: type[errors.Trouble]
) -> None:
    with pytest.raises(errors.Trouble) as caught:
        value_of(answer, asking)
    assert type(caught.value) is kind


@pytest.mark.parametrize("asking", list(Operation))
def test_a_refusal_that_nobody_thought_of_is_loud_and_tells_no_secret(asking: Operation) -> None:
    answer = refusal(418, "teapot", request_id="r-1")
    with pytest.raises(UnexpectedAnswer) as caught:
        value_of(answer, asking)
    assert str(caught.value) == f"{asking}: 418 teapot teapot r-1"


def test_a_gateway_page_instead_of_json_is_still_understood() -> None:
    with pytest.raises(errors.ServiceUnavailable):
        value_of(HttpAnswer(502, {}, b"<html>Bad gateway</html>"), Operation.ITEM)


def test_nothing_there_is_none_and_an_empty_success_too() -> None:
    assert value_or_none(refusal(404), Operation.GROUP) is None
    assert value_of(HttpAnswer(204, {}), Operation.GROUP) is None


def test_the_suggested_name_is_handed_on() -> None:
    details = [
        {
            "target": "displayName",
            "code": "MissingPrefixSuffix",
            "suggestedPropertyValue": "FR Sage",
        }
    ]
    trouble = trouble_of(refusal(400, details=details), Operation.GROUP_CREATION)
    assert isinstance(trouble, errors.GroupNameRefused)
    assert trouble.suggested == "FR Sage"


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("padded", [True, False])
def test_a_claims_challenge_is_decoded(status: int, padded: bool) -> None:
    claims = '{"access_token":{"nbf":{"essential":true,"value":"16"}}}'
    coded = base64.b64encode(claims.encode()).decode()
    challenge = f'Bearer realm="", error="insufficient_claims", claims="{coded if padded else coded.rstrip("=")}"'
    trouble = trouble_of(refusal(status, www_authenticate=challenge), Operation.ITEM)
    assert isinstance(trouble, errors.SignInNeeded)
    assert trouble.claims == claims


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "3", "ratelimit-reset": "20"}, 20.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        (
            {
                "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT",
                "date": "Wed, 21 Oct 2026 07:27:30 GMT",
            },
            30.0,
        ),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_the_longest_wait_asked_for_is_obeyed(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert wait_asked(HttpAnswer(429, headers)) == seconds


def test_support_gets_the_code_and_the_request_id() -> None:
    trouble = trouble_of(refusal(403, "accessDenied", {"request-id": "r-7"}), Operation.ITEM)
    assert trouble.detail == "accessDenied r-7"
