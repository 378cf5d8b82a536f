"""The diagnosis, line by line, as a person reads it."""

from __future__ import annotations

import pytest

from stockage_partage.diagnosis import UNKNOWN, CheckName, Finding
from stockage_partage.errors import SignInNeeded
from stockage_partage.messages.diagnosis import line
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
    assert "commande" not in line(finding, explain)


def test_what_was_not_looked_at_is_not_said_to_be_well() -> None:
    for name in (CheckName.LIBRARY, CheckName.CLOCK):
        assert line(Finding(name, fact=UNKNOWN)).startswith("Non vérifié")
