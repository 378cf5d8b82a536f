"""The diagnosis, line by line, as a person reads it."""

from __future__ import annotations

import pytest

from stockage_partage.diagnosis import ENVIRONMENT_BUNDLES, UNKNOWN, CheckName, Finding
from stockage_partage.errors import SignInNeeded
from stockage_partage.messages.diagnosis import in_words, line, points
from stockage_partage.messages.troubles import explain


def test_the_licences_last_day_is_written_as_in_french() -> None:
    assert line(Finding(CheckName.LICENCE, "2027-12-31")).endswith("valable jusqu’au 31/12/2027")


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("", "ceux du système"),
        ("/ca.pem", "ceux du système et /ca.pem"),
        ("SSL_CERT_FILE", "ceux du système (sans tenir compte de SSL_CERT_FILE)"),
        (
            "/ca.pem, REQUESTS_CA_BUNDLE, SSL_CERT_FILE",
            "ceux du système et /ca.pem (sans tenir compte de REQUESTS_CA_BUNDLE, SSL_CERT_FILE)",
        ),
    ],
)
def test_variables_that_count_for_nothing_are_not_taken_for_certificates(
    fact: str, said: str
) -> None:
    assert line(Finding(CheckName.TRUST, fact)).endswith(f"Certificats\u00a0: {said}")


def test_a_window_speaks_of_no_command() -> None:
    finding = Finding(CheckName.SESSION, trouble=SignInNeeded())
    assert "commande" in line(finding)
    assert "commande" not in line(finding, in_window=True)


@pytest.mark.parametrize("own", ["", "/ca.pem, "])
def test_a_window_names_no_setting(own: str) -> None:
    finding = Finding(CheckName.TRUST, own + ", ".join(ENVIRONMENT_BUNDLES))
    for said in (line(finding, in_window=True), in_words(finding), points([finding])[0].what):
        assert not any(name in said for name in ENVIRONMENT_BUNDLES)
        assert "autres programmes ne comptent pas ici" in said
        assert ("/ca.pem" in said) is bool(own)


def test_what_needs_somebody_comes_first_then_what_was_not_looked_at() -> None:
    found = [
        Finding(CheckName.TRUST),
        Finding(CheckName.CLOCK, UNKNOWN),
        Finding(CheckName.KEYRING),
        Finding(CheckName.SESSION, trouble=SignInNeeded()),
    ]
    told = points(found)
    assert [point.line.partition("\u00a0· ")[0] for point in told] == [
        "À régler",
        "Non vérifié",
        "Bien",
        "Bien",
    ]
    assert [point.concern for point in told] == sorted(point.concern for point in told)
    assert (told[0].what, bool(told[0].advice)) == (
        f"Compte\u00a0: {explain(SignInNeeded()).what}",
        True,
    )
    assert not any(point.advice for point in told[1:])


def test_what_was_not_looked_at_is_not_said_to_be_well() -> None:
    for name in (CheckName.LIBRARY, CheckName.CLOCK):
        assert line(Finding(name, fact=UNKNOWN)).startswith("Non vérifié")
