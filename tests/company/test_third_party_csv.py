"""Third parties out of files as people have them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.third_party_checks import Field, Problem
from stockage_partage.company.third_party_csv import (
    LARGEST,
    DoubtfulLine,
    Refused,
    contents,
    look_through,
    parse,
    read_file,
)
from stockage_partage.errors import FileEmpty, FileMissing, FileUnreadable, ThirdPartyRefused
from stockage_partage.words.third_party_lines import FIELDS, REASONS
from stockage_partage.words.troubles import explain

TEXT = "code;type;nom;siren;siret;tva\nCARAT;client;Société Carat;732829320;;FR44732829320\n"
EXPECTED = [ThirdParty("CARAT", "clients", "Société Carat", "732829320", None, "FR44732829320")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_way_people_save_it(encoding: str, delimiter: str, line_end: str) -> None:
    text = TEXT.replace(";", delimiter).replace("\n", line_end)
    assert parse(text.encode(encoding)) == EXPECTED


def test_columns_may_come_in_another_order_with_other_words_and_more_of_them() -> None:
    text = 'Intitulé;N° tiers;Ville;Type\n"Billo; père ""et"" fils";billo;Lyon;Fournisseur\n\n;;;\n'
    assert parse(text.encode()) == [ThirdParty("BILLO", "fournisseurs", 'Billo; père "et" fils')]


def test_without_a_type_it_is_a_customer() -> None:
    assert parse(b"code,nom\nX,Xavier\n") == [ThirdParty("X", "clients", "Xavier")]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("nom;ville\nCarat;Lyon\n", 1, "header"),
        ("code;nom\nCARAT;Carat\n;Sans code\n", 3, "code"),
        ("code;nom\nCARAT\n", 2, "name"),
        ("code;type;nom\nCARAT;banque;Carat\n", 2, "type"),
        ("code;nom\nCARAT;Carat\ncarat;Encore\n", 3, "code_twice"),
        ("code;nom\nCARAT;" + "x" * 200_000 + "\n", 2, "unreadable"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(text: str, line: int, reason: str) -> None:
    with pytest.raises(ThirdPartyRefused) as told:
        parse(text.encode())
    assert (told.value.line, told.value.reason) == (line, reason)


def test_files_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_file(tmp_path / "nothing.csv")
    with pytest.raises(FileUnreadable):
        read_file(tmp_path)
    huge = tmp_path / "huge.csv"
    huge.touch()
    os.truncate(huge, LARGEST + 1)
    with pytest.raises(FileUnreadable):
        read_file(huge)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"\xef\xbb\xbf \r\n")
    with pytest.raises(FileEmpty):
        read_file(empty)
    good = tmp_path / "good.csv"
    good.write_text(TEXT, encoding="utf-8")
    assert read_file(good) == EXPECTED


@given(st.binary(max_size=400))
def test_no_file_whatever_it_holds_is_more_than_a_trouble(raw: bytes) -> None:
    with suppress(ThirdPartyRefused):
        parse(b"code;nom\n" + raw)


MIXED = (
    "code;type;nom;siren;siret;tva\n"
    "CARAT;client;Carat;732829320;;FR44732829320\n"
    "COURT;client;Court;7328;;\n"
    "SIRET;client;Siret;;7328;\n"
    "TVA;client;Tva;;;732829320\n"
    "carat;client;Encore;;;\n"
    "X;banque;X;;;\n"
    ";client;Sans code;;;\n"
    "SANSNOM;client; - ;;;\n"
    "DOUTE;client;Doute;732829321;;FR45732829320\n"
    "TIRET;client;Tiret;-;-;-\n"
)


def test_a_line_that_cannot_be_used_is_left_out_with_its_field_and_the_rest_is_kept() -> None:
    found = contents(MIXED.encode())
    assert [party.code for party in found.third_parties] == ["CARAT", "DOUTE", "TIRET"]
    assert [(line.line, line.reason, line.value) for line in found.refused] == [
        (3, Refused.SIREN, "7328"),
        (4, Refused.SIRET, "7328"),
        (5, Refused.VAT, "732829320"),
        (6, Refused.CODE_TWICE, "CARAT"),
        (7, Refused.TYPE, "banque"),
        (8, Refused.CODE, ""),
        (9, Refused.NAME, "-"),
    ]


def test_a_number_whose_key_is_wrong_is_kept_and_said() -> None:
    found = contents(MIXED.encode())
    assert found.doubtful == (
        DoubtfulLine(10, "DOUTE", Field.SIREN, Problem.KEY),
        DoubtfulLine(10, "DOUTE", Field.VAT, Problem.KEY),
    )


@pytest.mark.parametrize("reason", Refused)
def test_every_reason_has_its_words(reason: Refused) -> None:
    assert FIELDS[reason.value]
    told = explain(ThirdPartyRefused(3, reason.value))
    assert REASONS[reason.value] in told.what
    assert "3" in told.what


def test_looking_through_a_file_raises_only_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tiers.csv"
    file.write_text(MIXED, encoding="utf-8")
    assert look_through(file) == contents(MIXED.encode())
    with pytest.raises(FileMissing):
        look_through(tmp_path / "absent.csv")
    with pytest.raises(ThirdPartyRefused):
        contents(b"nom;ville\nCarat;Lyon\n")
