"""The refusals of the identity platform, each as a trouble.

The number of the AADSTS code is the finest word there is; where it is unknown, `suberror` then
`error` decide. Sources: Microsoft's list of AADSTS codes, OAuth 2.0, OpenID Connect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from stockage_partage import errors
from stockage_partage.graph.http.responses import UnexpectedAnswer

_CONSENT = (65001, 90094, 90095, 650052)
_DECLINED = (65004,)
_NOT_ASSIGNED = (50105,)
_PERSONAL = (500200, 500201)
_UNKNOWN_APPLICATION = (700016, 7000112, 500011, 650056)
_OTHERWISE_SET_UP = (7000218, 700025, 50011, 70011, 50194, 90002, 90038, 90051)
_REFUSED = (
    50126,
    50034,
    50057,
    50053,
    50055,
    50144,
)  # password, unknown, disabled, locked, expired
_FOREIGN = (50020, 90072)
_RISKY = (53004, 530032, 530035)
_TOKEN_PROTECTION = (530084,)
_DEVICE_CODE = (530036,)
_BROWSER = (53000, 53001, 53002, 53003, 530001, 530003, 50097)
_INTERACTION = (50076, 50079, 50072, 50074, 50078, 16000, 50058, 50196)
_ENDED = (70008, 700082, 70043, 50173, 50132, 50133)
_PASSING = (90033, 90024)
_TOO_LATE = (70019,)

_BY_NUMBER: dict[int, type[errors.Trouble]] = {
    **dict.fromkeys(_CONSENT, errors.ConsentMissing),
    **dict.fromkeys(_DECLINED, errors.ConsentDeclined),
    **dict.fromkeys(_UNKNOWN_APPLICATION + _OTHERWISE_SET_UP, errors.ApplicationUnknown),
    **dict.fromkeys(_NOT_ASSIGNED, errors.NotAssigned),
    **dict.fromkeys(_PERSONAL, errors.PersonalAccount),
    **dict.fromkeys(_FOREIGN, errors.ForeignAccount),
    **dict.fromkeys(_REFUSED + _RISKY, errors.SignInRefused),
    **dict.fromkeys(_TOKEN_PROTECTION, errors.TokenProtectionRequired),
    **dict.fromkeys(_DEVICE_CODE, errors.DeviceCodeRefused),
    **dict.fromkeys(_BROWSER, errors.BrowserRefused),
    **dict.fromkeys(_INTERACTION + _ENDED, errors.SignInNeeded),
    **dict.fromkeys(_PASSING, errors.ServiceUnavailable),
    **dict.fromkeys(_TOO_LATE, errors.SignInTimedOut),
    90055: errors.Throttled,
}
_BY_SUBERROR: dict[str, type[errors.Trouble]] = {
    "cancel": errors.SignInCancelled,
    "consent_required": errors.ConsentMissing,
    "user_password_expired": errors.SignInRefused,
    "device_authentication_failed": errors.BrowserRefused,
}
_BY_ERROR: dict[str, type[errors.Trouble]] = {
    "interaction_required": errors.SignInNeeded,
    "login_required": errors.SignInNeeded,
    "account_selection_required": errors.SignInNeeded,
    "invalid_grant": errors.SignInNeeded,
    "bad_verification_code": errors.SignInNeeded,
    "consent_required": errors.ConsentMissing,
    "access_denied": errors.ConsentDeclined,
    "authorization_declined": errors.SignInCancelled,
    "expired_token": errors.SignInTimedOut,
    "code_expired": errors.SignInTimedOut,
    "invalid_client": errors.ApplicationUnknown,
    "unauthorized_client": errors.ApplicationUnknown,
    "invalid_scope": errors.ApplicationUnknown,
    "invalid_request": errors.ApplicationUnknown,
    "invalid_resource": errors.ApplicationUnknown,
    "unsupported_grant_type": errors.ApplicationUnknown,
    "unsupported_response_type": errors.ApplicationUnknown,
    "temporarily_unavailable": errors.ServiceUnavailable,
    "server_error": errors.ServiceUnavailable,
}


def trouble_of(answer: Mapping[str, Any], consent_url: str | None = None) -> errors.Trouble:
    """The trouble that a refusal stands for; raises UnexpectedAnswer for one nobody thought of."""
    number = aadsts(answer)
    detail = _detail(answer, number)
    kind = (
        _BY_NUMBER.get(number or 0)
        or _BY_SUBERROR.get(_suberror(answer))
        or _BY_ERROR.get(str(answer.get("error", "")))
    )
    if kind is None:
        raise UnexpectedAnswer("sign-in", 400, str(answer.get("error", "?")), detail)
    if kind is errors.ConsentMissing:
        return errors.ConsentMissing(consent_url, detail)
    if kind is errors.SignInNeeded:
        return errors.SignInNeeded(detail, claims=_text(answer.get("claims")))
    simple: Callable[[str], errors.Trouble] = kind
    return simple(detail)


def aadsts(answer: Mapping[str, Any]) -> int | None:
    """The number of the AADSTS code, from the list of codes or the head of the description."""
    codes = answer.get("error_codes")
    if isinstance(codes, list) and codes and isinstance(codes[0], int):
        return codes[0]
    found = re.match(r"AADSTS(\d+)", str(answer.get("error_description") or ""))
    return int(found[1]) if found else None


def _suberror(answer: Mapping[str, Any]) -> str:
    return str(answer.get("suberror") or answer.get("error_subcode") or "")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _detail(answer: Mapping[str, Any], number: int | None) -> str:
    # Never the description: it names people and applications in prose.
    code = f"AADSTS{number}" if number else str(answer.get("error", "?"))
    trace = _text(answer.get("trace_id")) or _text(answer.get("correlation_id"))
    return f"{code} {trace}" if trace else code
