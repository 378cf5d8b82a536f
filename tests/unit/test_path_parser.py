"""From a path of the tree back to what it tells: everything that is certain, and never anything else."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stockage_partage.applications import Application
from stockage_partage.company.document_records import AttachmentKind
from stockage_partage.company.fiscal_years import (
    CALENDAR_YEAR,
    FiscalStart,
    FiscalYear,
    fiscal_year,
)
from stockage_partage.documents.tree.document_types import (
    LIFE_CYCLE,
    OTHER_FORM,
    TYPES,
    Domain,
    ThirdPartyKind,
    TreePart,
    find_type,
    internal_type,
    part_of,
)
from stockage_partage.documents.tree.filing_plan import (
    Archive,
    Article,
    Attachment,
    BesideFile,
    DocumentFacts,
    Intervention,
    NumberedFile,
    Recovery,
    StateFile,
    ThirdPartyFolder,
    document_key,
    plan,
)
from stockage_partage.documents.tree.path_parser import PathFacts, read_back

AT = datetime(2026, 3, 31, 10, 15, 7)
YEARS = (
    FiscalYear(date(2026, 1, 1), date(2026, 12, 31)),
    FiscalYear(date(2025, 7, 1), date(2026, 6, 30)),
)
EVERYTHING = tuple(chr(point) for point in range(0x20, 0x7F)) + tuple("éÉœßÅ\u0301\u200b№😀 ")
MARKS = (
    OTHER_FORM,
    f"{LIFE_CYCLE}_210_20260402-101500",
    f"{LIFE_CYCLE}_210",
    f"{LIFE_CYCLE}_20260402-101500",
    LIFE_CYCLE,
)
PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ÉÀÇ _-.+&'()"

keys = st.one_of(
    st.text(st.sampled_from(PLAIN), min_size=1, max_size=34),
    st.text(st.sampled_from(EVERYTHING), max_size=34),
    st.sampled_from(("FA00042", "CARAT", "X-0123456789", "A_B", "A_v02", "CON", "é", "")),
)
files = st.one_of(keys, keys.map(lambda key: f"{key}.pdf"), keys.map(lambda key: f"{key} (2).PDF"))
sources = st.randoms(use_true_random=False)


def any_facts(draw_key: str, other: str, file: str, source: random.Random) -> DocumentFacts:
    tiers = ThirdPartyFolder(source.choice(list(ThirdPartyKind)), draw_key)
    month = date(source.randint(1990, 2090), source.randint(1, 12), 1)
    kinds = [kind for kind in TYPES if kind.domain is not Domain.ACCOUNTING]
    kind = source.choice([*kinds, internal_type("Bon interne"), internal_type(other)])
    owner = None if kind.domain is Domain.STOCKS else tiers
    extension = source.choice(("", ".pdf", ".xml"))
    provisional = source.choice((None, AT))
    piece = NumberedFile(kind, other, month, owner, extension, provisional)
    states = [kind for kind in TYPES if kind.folder]
    return source.choice(
        (
            piece,
            Attachment(piece, file, to_transmit=source.random() < 0.5),
            BesideFile(replace(piece, provisional_at=None), source.choice(MARKS), extension),
            Attachment(tiers, file),
            Attachment(Article(draw_key, other), file),
            StateFile(source.choice(states), tiers, source.choice(YEARS), AT, extension),
            Recovery(tiers, other, file, AT, extension),
            Intervention(tiers, other, AT, file),
            Archive(source.choice(list(Application)), month.year, file),
        )
    )


@settings(
    max_examples=1500,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(keys, keys, files, sources, st.integers(1, 12))
@pytest.mark.thorough
def test_what_is_read_back_is_what_was_planned_or_nothing(
    key: str, other: str, file: str, source: random.Random, version: int
) -> None:
    facts = any_facts(key, other, file, source)
    placed = plan(facts, version)
    told = read_back(placed.path)
    check_nothing_is_wrong(facts, told)
    if told.key:
        assert (told.key, told.version) == (document_key(facts), version)


@settings(max_examples=500, deadline=None, database=None)
@given(
    st.from_regex(r"[A-Z][A-Z0-9]{0,12}", fullmatch=True),
    st.from_regex(r"[A-Z][A-Z0-9]{0,12}", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9 ]{0,20}[a-z]\.(pdf|xml)", fullmatch=True),
    sources,
    st.integers(1, 12),
)
@pytest.mark.thorough
def test_usual_codes_and_numbers_come_back_whole(
    key: str, other: str, file: str, source: random.Random, version: int
) -> None:
    facts = any_facts(key, other, file, source)
    told = read_back(plan(facts, version).path)
    assert (told.key, told.version) == (document_key(facts), version)
    check_nothing_is_wrong(facts, told)


def check_nothing_is_wrong(facts: DocumentFacts, told: PathFacts) -> None:
    """Each thing told is the document's own, accents spelt as paths spell them, or is left out."""
    owner = facts.owner if isinstance(facts, Attachment) else facts
    owner = facts.piece if isinstance(facts, BesideFile) else owner
    tiers = owner if isinstance(owner, ThirdPartyFolder) else getattr(owner, "third_party", None)
    number = getattr(owner, "number", getattr(owner, "case", ""))
    assert told.third_party_code in ("", normalize("NFC", tiers.code) if tiers else "")
    assert told.number in ("", normalize("NFC", number))
    if isinstance(owner, NumberedFile):
        assert told.type in ("", owner.document_type.word)
        assert told.month == (owner.date.year, owner.date.month)
    assert told.date in (None, AT.date())


def test_the_day_of_a_piece_is_not_invented() -> None:
    told = read_back(
        "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf"
    )
    assert told == PathFacts(
        type="facture",
        number="FA00042",
        month=(2026, 3),
        third_party_kind="clients",
        third_party_code="CARAT",
        key="sage/clients/carat/documents ventes/202603/facture_fa00042/facture_fa00042.pdf",
    )


def test_the_second_file_of_an_invoice_is_its_version_2() -> None:
    folder = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042"
    first, second = (read_back(f"{folder}/Facture_FA00042{end}.pdf") for end in ("", "_v02"))
    assert (second.key, second.version) == (first.key, 2)


def test_a_person_s_own_file_in_a_piece_s_folder_tells_the_piece_and_has_no_key() -> None:
    told = read_back("Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/scan du 12.pdf")
    assert (told.type, told.number, told.third_party_code) == ("facture", "FA00042", "CARAT")
    assert told.key == ""


def test_an_attachment_hangs_on_the_piece_of_its_folder() -> None:
    kind = find_type("facture", Domain.SALES)
    assert kind is not None
    piece = NumberedFile(
        kind, "FA00042", date(2026, 3, 1), ThirdPartyFolder(ThirdPartyKind.CUSTOMER, "CARAT")
    )
    told = read_back(plan(Attachment(piece, "bon signé.pdf", to_transmit=True), 3).path)
    assert told.attached is AttachmentKind.TO_TRANSMIT
    assert told.attached_to == f"piece:{document_key(piece)}"
    assert told.version == 3


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 7, 1)])
@pytest.mark.parametrize("start", [CALENDAR_YEAR, FiscalStart(7, 1), FiscalStart(2, 29)])
def test_a_statement_is_read_back_from_whichever_fiscal_year_it_was_filed_in(
    day: date, start: FiscalStart
) -> None:
    kind = find_type("releve", Domain.ACCOUNTING)
    assert kind is not None
    tiers = ThirdPartyFolder(ThirdPartyKind.CUSTOMER, "CARAT")
    statement = StateFile(kind, tiers, fiscal_year(day, start), AT)
    told = read_back(plan(statement, 2).path)
    assert (told.key, told.version) == (document_key(statement), 2)
    assert (told.type, told.third_party_code, told.date) == ("releve", "CARAT", AT.date())


def test_a_folder_is_found_whatever_its_case() -> None:
    told = read_back(
        "SAGE/clients/CARAT/documents Ventes/202603/facture_FA00042/x.pdf",
        code_of=lambda folder: folder.upper(),
    )
    assert (told.third_party_kind, told.third_party_code) == ("clients", "CARAT")
    assert (told.type, told.number) == ("facture", "FA00042")


@pytest.mark.parametrize(
    "path",
    [
        "Sage",
        "Sage/x.pdf",
        "Autre/Clients/CARAT/x.pdf",
        "Sage/Clients/x.pdf",
        "Sage/Clients/CARAT/x.pdf",
        "Sage/Clients/CARAT/Documents ventes/202613/Facture_F1/Facture_F1.pdf",
        "Sage/Clients/CARAT/Documents ventes/202603/x.pdf",
        "Sage/Documents stocks/202603/Inconnu_1/x.pdf",
        "Sage/Archivage/Comptabilité/20xx/a.zip",
        "Sage/Articles/F/x.pdf",
        "Sage/Clients/CARAT/Documents comptables/0000/Relevés/x.pdf",
        "Sage/Clients/CARAT/Documents comptables/2026/Relevés/Relevé_CARAT_20261399-101500.pdf",
        "Sage/Clients/CARAT/Documents comptables/2026-2025/Relevés/Relevé_CARAT_20260331-101507.pdf",
        "Sage/Clients/CARAT/Documents comptables/2025-2027/Relevés/Relevé_CARAT_20260331-101507.pdf",
        "Sage/Clients/CARAT/Documents comptables/2026-2026/Relevés/Relevé_CARAT_20260331-101507.pdf",
    ],
)
def test_a_path_that_is_not_the_tree_s_gives_no_key(path: str) -> None:
    assert read_back(path).key == ""


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("Sage/Clients/CARAT/Documents attachés/x.pdf", TreePart.THIRD_PARTY_FILES),
        ("Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_1/x.pdf", TreePart.PURCHASES),
        ("sage/clients/carat/documents ventes/202603/facture_1/x.pdf", TreePart.SALES),
        ("Sage/Clients/CARAT/Documents comptables/2026/Relevés/x.pdf", TreePart.ACCOUNTING),
        ("Sage/Clients/CARAT/Documents internes/202603/B_1/x.pdf", TreePart.STOCKS_INTERNAL),
        ("Sage/Documents stocks/202603/B_1/x.pdf", TreePart.STOCKS_INTERNAL),
        ("Sage/Articles/BIJ/BAAR01/Documents attachés/x.pdf", TreePart.ARTICLES),
        ("Sage/Archivage/Comptabilité/2026/a.zip", TreePart.ARCHIVES),
        ("Sage/notes.txt", TreePart.ELSEWHERE),
        ("Sage/Clients/CARAT/notes.txt", TreePart.ELSEWHERE),
        ("Photos/x.jpg", None),
        ("Sage", None),
    ],
)
def test_every_path_below_the_root_belongs_to_one_part(path: str, part: TreePart | None) -> None:
    assert part_of(path) is part


def test_every_document_that_is_planned_belongs_to_a_box_of_its_own() -> None:
    source = random.Random(7)  # noqa: S311  # draws examples, guards nothing
    for _ in range(300):
        path = plan(any_facts("CARAT", "FA1", "x.pdf", source)).path
        assert part_of(path) not in (None, TreePart.ELSEWHERE), path


def test_a_provisional_invoice_is_told_as_one() -> None:
    kind = find_type("facture", Domain.SALES)
    assert kind is not None
    piece = NumberedFile(
        kind, "FA1", date(2026, 3, 1), ThirdPartyFolder(ThirdPartyKind.CUSTOMER, "CARAT")
    )
    provisional = replace(piece, provisional_at=AT)
    assert read_back(plan(provisional).path).provisional
    assert not read_back(plan(piece).path).provisional


@pytest.mark.parametrize(
    ("file", "attached", "version"),
    [
        ("Facture_F9_autre-forme.pdf", AttachmentKind.OTHER_FORM, 1),
        ("Facture_F9_autre-forme (3).xml", AttachmentKind.OTHER_FORM, 3),
        ("Facture_F9_cycle-de-vie_210_20260402-101500.xml", AttachmentKind.LIFE_CYCLE, 1),
        ("Facture_F9_cycle-de-vie_210_20260402-101500 (2).xml", AttachmentKind.LIFE_CYCLE, 2),
    ],
)
def test_a_file_beside_a_piece_is_told_by_its_name(
    file: str, attached: AttachmentKind, version: int
) -> None:
    told = read_back(f"Sage/Fournisseurs/BILLO/Documents achats/202603/Facture_F9/{file}")
    folder = "sage/fournisseurs/billo/documents achats/202603/facture_f9"
    assert (told.attached, told.version, told.number) == (attached, version, "F9")
    assert told.attached_to == f"piece:{folder}/facture_f9.pdf"
    assert told.key.startswith(f"{folder}/facture_f9_")
