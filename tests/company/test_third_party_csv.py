"""Third parties out of files as people have them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siren

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.csv_file import (
    LARGEST,
    DoubtfulLine,
    LineRefusal,
    contents,
    look_through,
    parse,
    read_file,
)
from stockage_partage.company.third_parties.identity import FieldProblem, ThirdPartyField
from stockage_partage.errors import (
    FileMissing,
    FileUnreadable,
    ThirdPartyFileRefused,
    ThirdPartyRefused,
)
from stockage_partage.messages.plain_troubles import LINE_FIELDS, LINE_REASONS
from stockage_partage.messages.troubles import explain

TEXT = "code;type;nom;siren;siret;tva\nCARAT;client;Société Carat;732829320;;FR44732829320\n"
EXPECTED = [ThirdParty("CARAT", "clients", "Société Carat", "732829320", None, "FR44732829320")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_way_people_save_it(encoding: str, delimiter: str, line_end: str) -> None:
    text = TEXT.replace(";", delimiter).replace("\n", line_end)
    assert parse(text.encode(encoding)) == EXPECTED


def test_columns_may_come_in_another_order_with_other_words_and_more_of_them() -> None:
    text = 'Intitulé;N° tiers;Ville;Type\n"Billo; père ""et"" fils";billo;Lyon;Fournisseur\n\n;;;\n'
    assert parse(text.encode()) == [ThirdParty("BILLO", "fournisseurs", 'Billo; père "et" fils')]


def test_a_name_that_a_spreadsheet_broke_into_lines_is_one() -> None:
    assert parse(b'code;nom\n"X\n";"Xavier\r\n et  fils"\n') == [
        ThirdParty("X", "clients", "Xavier et fils")
    ]


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
        ('code;nom\n"CAR\nAT";Carat\n', 3, "code_unseen"),
        ("code;nom\nCAR\u202eAT;Carat\n", 2, "code_unseen"),
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
    with pytest.raises(ThirdPartyFileRefused) as told:
        read_file(empty)
    assert told.value.reason == "empty"
    good = tmp_path / "good.csv"
    good.write_text(TEXT, encoding="utf-8")
    assert read_file(good) == EXPECTED


@given(st.binary(max_size=400))
def test_no_file_whatever_it_holds_is_more_than_a_trouble(raw: bytes) -> None:
    with suppress(ThirdPartyRefused, ThirdPartyFileRefused):
        parse(b"code;nom\n" + raw)


OTHER_VAT = siren.to_tva("552100554")
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
    assert [party.code for party in found.third_parties] == ["CARAT", "TIRET"]
    assert [(line.line, line.reason, line.value) for line in found.refused] == [
        (3, LineRefusal.SIREN, "7328"),
        (4, LineRefusal.SIRET, "7328"),
        (5, LineRefusal.VAT, "732829320"),
        (6, LineRefusal.CODE_TWICE, "CARAT"),
        (7, LineRefusal.TYPE, "banque"),
        (8, LineRefusal.CODE, ""),
        (9, LineRefusal.NAME, "-"),
        (10, LineRefusal.SIREN_KEY, "732829321"),
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("X;client;X;732829321;;", LineRefusal.SIREN_KEY),
        ("X;client;X;;73282932000075;", LineRefusal.SIRET_KEY),
        ("X;client;X;;;FR45732829320", LineRefusal.VAT_KEY),
    ],
)
def test_a_number_that_does_not_exist_is_refused_as_in_the_form(
    cells: str, reason: LineRefusal
) -> None:
    found = contents(f"code;type;nom;siren;siret;tva\n{cells}\n".encode())
    assert (found.third_parties, found.doubtful) == ((), ())
    assert [line.reason for line in found.refused] == [reason]


def test_a_foreign_vat_key_that_does_not_fit_is_kept_and_said() -> None:
    found = contents(b"code;type;nom;tva\nX;client;X;IT00743110158\n")
    assert [party.vat for party in found.third_parties] == ["IT00743110158"]
    assert found.doubtful == (DoubtfulLine(2, "X", ThirdPartyField.VAT, FieldProblem.KEY),)


def test_a_mistyped_vat_key_beside_its_siren_is_kept_and_said() -> None:
    found = contents(b"code;nom;siren;tva\nX;X;552100554;FR10552100554\n")
    assert [party.code for party in found.third_parties] == ["X"]
    assert found.doubtful == (DoubtfulLine(2, "X", ThirdPartyField.VAT, FieldProblem.KEY),)


def test_a_number_of_another_company_is_kept_and_said() -> None:
    found = contents(
        b"code;type;nom;siren;siret;tva\nX;client;X;732829320;;FR" + OTHER_VAT.encode() + b"\n"
    )
    assert [party.code for party in found.third_parties] == ["X"]
    assert found.doubtful == (
        DoubtfulLine(2, "X", ThirdPartyField.VAT, FieldProblem.OTHER_COMPANY),
    )


OLD = "code;nom\nGARCON;Garçon & fils\nELEVE;École Élève d\u2019été\nPERE;Père Noël, hôtel\n"


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("text", [OLD, "code;nom\nX;Société\n", "code;nom\nX;SOCIÉTÉ ÉLEC\n"])
def test_what_an_old_macintosh_or_ms_dos_wrote_is_refused_and_not_altered(
    encoding: str, text: str
) -> None:
    with pytest.raises(ThirdPartyFileRefused) as told:
        parse(text.replace("\u2019", "'").encode(encoding))
    assert told.value.reason == "encoding"
    assert "CSV UTF-8" in explain(told.value).advice


@pytest.mark.parametrize(
    "name",
    [
        "Société d\u2019Élevage – « Œuvres » à 10 €…",
        "Crème & Brûlée, Noël, Maïs, où ça ?",
        "ÉTABLISSEMENTS GARÇON",
        "Œuvre de l\u2019Été",
        "Šimić Élise".replace("ć", "c"),
        "Straße & Söhne, Ærø, Muñoz",
    ],
)
def test_what_windows_writes_is_read_letter_by_letter(name: str) -> None:
    [party] = parse(f"code;nom\nX;{name}\n".encode("cp1252"))
    assert party.name == name


@pytest.mark.parametrize("reason", LineRefusal)
def test_every_reason_has_its_words(reason: LineRefusal) -> None:
    assert LINE_FIELDS[reason.value]
    told = explain(ThirdPartyRefused(3, reason.value))
    assert LINE_REASONS[reason.value] in told.what
    assert "3" in told.what


def test_looking_through_a_file_raises_only_what_is_wrong_with_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tiers.csv"
    file.write_text(MIXED, encoding="utf-8")
    assert look_through(file) == contents(MIXED.encode())
    with pytest.raises(FileMissing):
        look_through(tmp_path / "absent.csv")
    with pytest.raises(ThirdPartyRefused):
        contents(b"nom;ville\nCarat;Lyon\n")
