"""What a loaded page of the sign-in is taken for."""

from __future__ import annotations

import pytest

from stockage_partage.ui.sign_in.page_reading import PageVerdict, SeenPage, judge


@pytest.mark.parametrize(
    "text",
    [
        "Vous ne pouvez pas y accéder à partir d’ici",
        "Contoso\n  Vous ne pouvez pas accéder à cette ressource pour le moment.  ",
        "Vous ne pouvez pas accéder",
        "You can't get there from here",
        "Your sign-in was successful\nYou can’t access this right now",
        "You cannot access this right now",
        "Contactez votre administrateur. AADSTS53003: accès bloqué",
        "AADSTS53000",
        "Référence : AADSTS530021.",
    ],
)
def test_a_refusal_by_the_organisation_is_known(text: str) -> None:
    assert judge(SeenPage(text=text), 200) is PageVerdict.POLICY
    assert judge(SeenPage(title=text.splitlines()[-1], text="…"), 403) is PageVerdict.POLICY


@pytest.mark.parametrize(
    "text",
    [
        "Se connecter\nVous ne pouvez pas accéder à votre compte ?",
        "Choisir un compte\nSi vous ne pouvez pas accéder à cette page, changez de compte.",
        "Can’t access your account?",
        "AADSTS50126 : mot de passe inconnu",
        "AADSTS5300341 : d’un autre ordre",
    ],
)
def test_an_ordinary_page_is_not_taken_for_a_refusal(text: str) -> None:
    assert judge(SeenPage(text=text), 200) is PageVerdict.USABLE


@pytest.mark.parametrize("text", ["Vous ne pouvez pas y accéder", "AADSTS53003", "AADSTS530084"])
def test_a_page_with_a_field_to_fill_in_refuses_nobody(text: str) -> None:
    assert judge(SeenPage(text=text, fields=1), 200) is PageVerdict.USABLE


@pytest.mark.parametrize(
    ("status", "page", "verdict"),
    [
        (401, SeenPage(), PageVerdict.NOT_FOR_US),
        (403, SeenPage(text=" \n\t"), PageVerdict.NOT_FOR_US),
        (500, SeenPage(), PageVerdict.EMPTY),
        (503, SeenPage(works=2), PageVerdict.EMPTY),
        (200, SeenPage(), PageVerdict.EMPTY),
        (200, SeenPage(works=1), PageVerdict.USABLE),  # a form that sends itself
        (200, SeenPage(things=1), PageVerdict.USABLE),
        (500, SeenPage(text="En maintenance"), PageVerdict.USABLE),
        (403, SeenPage(things=1), PageVerdict.USABLE),
    ],
)
def test_a_white_page_is_not_left_without_words(
    status: int, page: SeenPage, verdict: PageVerdict
) -> None:
    assert judge(page, status) is verdict


def test_a_page_that_could_not_be_asked_is_left_alone() -> None:
    assert SeenPage.told(None) is None
    assert SeenPage.told("") is None


def test_token_protection_is_apart() -> None:
    assert judge(SeenPage(text="AADSTS530084"), 200) is PageVerdict.TOKEN_PROTECTION
