"""Names given to Microsoft: legal, stable and readable whatever the raison sociale."""

from __future__ import annotations

import string
import unicodedata
import uuid
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.graph.library import names

COMPANY = str(uuid.UUID(int=7))
NICKNAME_LETTERS = set(string.ascii_lowercase + string.digits + "-")


@pytest.mark.parametrize(
    ("company_name", "display_name"),
    [
        ("BIJOU", "Sage – BIJOU"),
        ("L'Atelier", "Sage – L'Atelier"),
        ("  Dupont  &  Fils ", "Sage – Dupont & Fils"),
        ('Les "Écuries"\tdu Roy', 'Sage – Les "Écuries" du Roy'),
        ("Café\u0301", "Sage – Café\u0301".replace("e\u0301", "é")),
        ("👩‍🔧 Dépannage", "Sage – 👩‍🔧 Dépannage"),
        ("\x00\x07", "Sage"),
    ],
)
def test_the_group_is_named_after_the_company(company_name: str, display_name: str) -> None:
    assert names.group_display_name(company_name) == display_name


def test_a_raison_sociale_of_120_characters_is_kept_whole() -> None:
    name = ("Société d'exploitation des " * 5)[:120].strip()
    assert names.group_display_name(name) == f"Sage – {name}"


@given(st.text(max_size=600))
def test_a_display_name_fits_and_has_no_invisible_edge(company_name: str) -> None:
    name = names.group_display_name(company_name)
    assert name.startswith("Sage")
    assert len(name.encode("utf-16-le")) // 2 <= names.DISPLAY_NAME_LIMIT
    assert name == name.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in name)
    assert names.group_display_name(company_name) == name


def test_an_emoji_at_the_limit_is_not_cut_in_two() -> None:
    name = names.group_display_name("x" * 248 + "🏭")
    assert name == "Sage – " + "x" * 248


def test_a_letter_at_the_limit_does_not_lose_its_accent() -> None:
    name = names.group_display_name("x" * 248 + "q\u0323")
    assert name == "Sage – " + "x" * 248


@pytest.mark.parametrize(
    ("company_name", "start"),
    [
        ("L’Été à Œuilly", "sage-l-ete-a-oeuilly-"),
        ("Dupont & Fils S.A.R.L.", "sage-dupont-fils-s-a-r-l-"),
        ("Straße Łódź", "sage-strasse-lodz-"),
        ("👩‍🔧", "sage-"),
    ],
)
def test_an_alias_is_a_slug_that_ends_with_the_company(company_name: str, start: str) -> None:
    nickname = names.mail_nickname(company_name, COMPANY)
    assert nickname.startswith(start)
    assert len(nickname) == len(start) + names.SHORT_ID_LENGTH


@given(st.text(max_size=300), st.text(min_size=1, max_size=60))
def test_an_alias_is_legal_for_any_company(company_name: str, company_id: str) -> None:
    try:
        company_id.encode()
    except UnicodeEncodeError:
        return
    nickname = names.mail_nickname(company_name, company_id)
    assert len(nickname) <= names.NICKNAME_LIMIT
    assert set(nickname) <= NICKNAME_LETTERS
    assert not nickname.endswith("-")


def test_two_companies_of_one_name_have_two_aliases() -> None:
    assert names.mail_nickname("BIJOU", "a") != names.mail_nickname("BIJOU", "b")


def test_a_group_of_ours_is_known_by_its_unique_name() -> None:
    assert names.is_ours(names.unique_name(COMPANY))
    assert not names.is_ours("somebody-else")
    assert not names.is_ours(None)


@pytest.mark.parametrize("make", [names.unique_name, lambda id: names.mail_nickname("BIJOU", id)])
def test_a_company_without_an_id_is_our_mistake(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="without an id"):
        make("")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_a_literal_in_an_address_reads_back_as_the_text(text: str) -> None:
    literal = unquote(names.url_literal(text))
    assert literal[0] == literal[-1] == "'"
    assert literal[1:-1].replace("''", "'") == text
    assert not set(names.url_literal(text)) & set("'#&+ ?/")


@given(
    st.lists(
        st.text(
            alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1
        ).filter(lambda segment: segment not in (".", "..")),
        min_size=1,
        max_size=6,
    )
)
def test_a_path_in_an_address_reads_back_as_its_segments(segments: list[str]) -> None:
    encoded = names.path_segments("/".join(segments))
    assert [unquote(part) for part in encoded.split("/")] == segments
    assert not set(encoded) & set("#?+ :%") - {"%"}


@pytest.mark.parametrize("path", ["", "A//B", "../B", "A/.", "/A"])
def test_a_path_that_means_another_place_is_our_mistake(path: str) -> None:
    with pytest.raises(ValueError, match="segment"):
        names.path_segments(path)
