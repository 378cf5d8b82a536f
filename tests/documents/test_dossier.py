"""A dossier is whole, resumed, checked and told of; it follows no link and takes the place of nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from threading import Event
from urllib.parse import unquote

import pytest
from online_people import INVOICE, INVOICES, Somebody
from stopped_clock import StoppedClock

from invoice_making import Invoice
from local_microsoft365.server import LocalMicrosoft365
from message_making import Message
from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import NewDocument
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.dossier.dossier import DossierPlace, DossierResult, make_dossier
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.proof.folder_proof import check, documents_beside, lines_of
from stockage_partage.documents.proof.timestamps import Timestamping
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.tree.path_parser import read_back
from stockage_partage.errors import DossierFolderTaken, LinkInTheWay, SignInNeeded
from stockage_partage.graph.timestamp_service import TimestampService
from stockage_partage.messages import dossier as texts
from stockage_partage.ui.documents.invoice_html import browser_html_of

OTHER_FORM = INVOICE.replace(".pdf", "_autre-forme.xml")
MESSAGE = INVOICE.replace(".pdf", "_cycle-de-vie.xml")
SECOND = f"{INVOICES}/Facture_FA00043/Facture_FA00043.pdf"
PDF, XML = b"%PDF-1 invoice 42", Invoice().ubl()


class Filing:
    """Puts documents online as the program does, without its sender."""

    def __init__(
        self, company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock
    ) -> None:
        self.company, self.destination, self.clock = company, destination, clock

    def file(self, path: str, content: bytes) -> int:
        told = read_back(path)
        reading = invoice_file.read(io.BytesIO(content), path)
        document = NewDocument(
            told.key or path, path.rpartition("/")[2], len(content), hashlib.sha256(content).hexdigest(),
            told.type or "facture", told.number, date(2026, 3, 31), told.third_party_kind,
            told.third_party_code, attached=told.attached, read=reading.as_text(),
            attached_to=told.attached_to,
        )  # fmt: skip
        made = self.company.outbox.add(document, io.BytesIO(content), lambda _: path).document_id
        assert claim(self.company, "worker", timedelta(minutes=5), self.clock()) is not None
        to = self.destination
        item = to.drive.put_new(to.drive_id, path, content, len(content))
        assert mark_filed(self.company, made, "worker", FiledResult(item.id, item.url, item.size))
        return made


@pytest.fixture
def filing(company: CompanyDatabase, destination: UploadDestination, clock: StoppedClock) -> Filing:
    return Filing(company, destination, clock)


@pytest.fixture
def piece(filing: Filing) -> int:
    """An invoice in two forms with a message on it, and another invoice; the id of the first file."""
    made = filing.file(INVOICE, PDF)
    filing.file(OTHER_FORM, XML)
    filing.file(MESSAGE, Message("FA00042").xml())
    filing.file(SECOND, b"%PDF-1 invoice 43")
    return made


def place(target: Path, *, is_zip: bool = False) -> DossierPlace:
    return DossierPlace(target, is_zip, texts.TEXTS, browser_html_of)


def made(
    app: AppContext, target: Path, *, is_zip: bool = False, ids: Iterable[int] = (), text: str = ""
) -> DossierResult:
    return make_dossier(app, place(target, is_zip=is_zip), ExportFilter(text, ids=tuple(ids)))


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def index_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    """By what lies in the dossier, with nothing but Python."""
    command = [sys.executable, "-I", "verifier.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


class Page(HTMLParser):
    """What a page shows, where its links lead, and whether anything of it would be fetched or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.fetched: list[str] = []
        self.said = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        told = {name: value or "" for name, value in attrs}
        self.links += [unquote(told["href"])] if tag == "a" else []
        self.fetched += [told[each] for each in ("src", "srcset", "action") if each in told]
        self.fetched += [tag] if tag in ("link", "iframe", "img", "object", "base") else []

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        elif self._inside != "style":
            self.said += f"{data} "


def page_of(file: Path) -> Page:
    return Page(file.read_text(encoding="utf-8"))


def test_one_file_chosen_brings_its_whole_piece(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    result = made(app, tmp_path / "d", ids=[piece])
    assert (result.brought.total, result.beside, result.views) == (3, 2, 1)
    there = files_of(tmp_path / "d")
    assert {path: there[f"Documents/{path}"] for path in (INVOICE, OTHER_FORM)} == {
        INVOICE: PDF,
        OTHER_FORM: XML,
    }
    assert f"Documents/{MESSAGE}" in there
    assert f"Documents/{SECOND}" not in there
    assert not [path for path in there if "partiel" in path]
    first, form, message = index_of(tmp_path / "d")
    assert (first["Cycle de vie"][:7], first["Preuve"]) == ("Refusée", "oui")
    assert form["Rôle"] == "autre forme de la même facture"
    assert message["Rôle"] == "message de cycle de vie"


def test_what_a_person_has_put_into_the_piece_s_folder_comes_too(
    app: AppContext, piece: int, somebody: Somebody, tmp_path: Path
) -> None:
    from stockage_partage.documents.sync.synchronise import synchronise

    beside = INVOICE.replace("Facture_FA00042.pdf", "Lettre du client.pdf")
    somebody.puts(beside, b"%PDF letter")
    synchronise(app)
    made(app, tmp_path / "d", ids=[piece])
    assert files_of(tmp_path / "d")[f"Documents/{beside}"] == b"%PDF letter"


def test_nothing_is_twice_in_a_dossier_of_all(app: AppContext, piece: int, tmp_path: Path) -> None:
    result = made(app, tmp_path / "d")
    assert (result.brought.total, result.beside) == (4, 0)
    assert [line["Identifiant"] for line in index_of(tmp_path / "d")] == ["1", "2", "3", "4"]


def test_the_page_leads_to_everything_and_fetches_nothing(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    folder = tmp_path / "d"
    made(app, folder, ids=[piece])
    page = page_of(folder / "index.html")
    assert page.fetched == []
    assert len(page.scripts) == 1
    for link in page.links:
        assert (folder / link).is_file(), link
    for told in ("Facture FA00042", "Carat S.A.R.L.", hashlib.sha256(PDF).hexdigest()):
        assert told in page.said
    [view] = (folder / "Vues lisibles").rglob("*.html")
    shown = page_of(view)
    assert (shown.fetched, shown.scripts) == ([], [])
    assert "Vue lisible établie par Stockage et partage" in shown.said
    assert "L’original est le fichier de la facture" in shown.said
    [original] = shown.links
    assert (view.parent / original).resolve() == (folder / "Documents" / OTHER_FORM).resolve()


def test_a_name_or_an_invoice_that_holds_markup_stays_text(
    app: AppContext, filing: Filing, tmp_path: Path
) -> None:
    trap = "<script>alert(1)</script>"
    path = INVOICE.replace("Facture_FA00042.pdf", "Facture_FA00042_autre-forme.xml")
    party = "&lt;script&gt;alert(1)&lt;/script&gt;"
    xml = Invoice().ubl().replace(b"Carat S.A.R.L.", party.encode())
    filing.file(path, xml)
    document = NewDocument("", f"{trap}.pdf", 4, hashlib.sha256(b"%PDF").hexdigest(), number=trap)
    filing.company.outbox.add(document, io.BytesIO(b"%PDF"), lambda _: "")
    made(app, tmp_path / "d")
    [view] = (tmp_path / "d" / "Vues lisibles").rglob("*.html")
    assert trap in page_of(view).said
    assert page_of(view).scripts == []
    page = page_of(tmp_path / "d" / "index.html")
    assert trap in page.said
    assert len(page.scripts) == 1


def test_the_files_inside_an_invoice_lie_beside_its_view(
    app: AppContext, filing: Filing, tmp_path: Path
) -> None:
    inside = (
        b"<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>"
        b'<cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="../../bon.pdf">'
        b"JVBERi0x</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
        b"</cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
    )
    xml = Invoice().ubl().replace(b"<cac:AccountingSupplierParty>", inside, 1)
    filing.file(OTHER_FORM, xml)
    result = made(app, tmp_path / "d")
    assert result.attached == 1
    [attached] = (tmp_path / "d" / "Vues lisibles").rglob("*.pdf")
    assert (attached.name, attached.read_bytes()) == ("bon.pdf", b"%PDF-1")
    [view] = (tmp_path / "d" / "Vues lisibles").rglob("*.html")
    assert (view.parent / page_of(view).links[1]).resolve() == attached.resolve()
    assert verified(tmp_path / "d").returncode == 0


def test_it_is_verified_by_what_lies_in_it_and_any_change_is_found(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    folder = tmp_path / "d"
    result = made(app, folder)
    whole = verified(folder)
    assert whole.returncode == 0, whole.stdout
    assert "Le dossier est intact." in whole.stdout
    assert result.summary is not None
    assert result.summary.head.hash in whole.stdout
    with (
        documents_beside(folder / "preuve.jsonl") as sha256_of,
        (folder / "preuve.jsonl").open("rb") as proof,
    ):
        assert list(check(lines_of(proof), sha256_of)) == []
    document = folder / "Documents" / INVOICE
    document.write_bytes(PDF + b" ")
    changed = verified(folder)
    assert changed.returncode == 1
    assert "absent ou modifié" in changed.stdout
    # Whoever writes the list of fingerprints anew meets the proof.
    sums = (folder / "empreintes.sha256").read_text("utf-8")
    told = (hashlib.sha256(PDF).hexdigest(), hashlib.sha256(PDF + b" ").hexdigest())
    (folder / "empreintes.sha256").write_text(sums.replace(*told), "utf-8")
    assert "autre que le document conservé" in verified(folder).stdout


def test_its_proof_carries_the_timestamps(
    app: AppContext,
    company: CompanyDatabase,
    piece: int,
    service: TimestampService,
    tmp_path: Path,
) -> None:
    end = Timestamping(company, service, "poste-1").round().kept
    assert end is not None
    folder = tmp_path / "d"
    made(app, folder)
    told: list[int] = []
    with (
        documents_beside(folder / "preuve.jsonl") as sha256_of,
        (folder / "preuve.jsonl").open("rb") as proof,
    ):
        found = check(lines_of(proof), sha256_of, lambda line, _: told.append(line))
        assert (list(found), told) == ([], [end.number])
    assert "Le dossier est intact." in verified(folder).stdout


def test_a_changed_entry_of_the_journal_is_found(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    folder = tmp_path / "d"
    made(app, folder)
    proof = folder / "preuve.jsonl"
    lines = [json.loads(line) for line in proof.read_text("utf-8").splitlines()]
    told = next(line for line in lines if "entree" in line)
    told["entree"]["account"] = "quelqu.un@bijou.fr"
    proof.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert "les lignes ne se suivent pas" in verified(folder).stdout


def test_the_extract_tells_of_the_documents_alone_and_ends_with_the_head(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    result = made(app, tmp_path / "d", ids=[piece])
    with (tmp_path / "d" / "journal.csv").open(encoding="utf-8-sig", newline="") as file:
        *lines, last = list(csv.DictReader(file, delimiter=";"))
    assert {line["Document"] for line in lines} == {"1", "2", "3"}
    assert result.summary is not None
    assert last["Empreinte"].endswith(result.summary.head.hash)


def test_a_second_run_fetches_only_what_lacks(
    app: AppContext, piece: int, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    folder = tmp_path / "d"
    made(app, folder)
    before = files_of(folder)
    (folder / "Documents" / SECOND).unlink()
    microsoft365.journal.clear()
    result = made(app, folder)
    assert (result.brought.fetched, result.brought.already) == (1, 3)
    asked = [entry["kind"] for entry in microsoft365.journal.as_json()]
    assert asked == ["download", "download"]  # its address, then its bytes
    assert files_of(folder).keys() == before.keys()
    assert verified(folder).returncode == 0


def test_what_could_not_be_fetched_is_told_in_the_index(
    app: AppContext, piece: int, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.deletes(SECOND)
    result = made(app, tmp_path / "d")
    assert (result.brought.missing, result.brought.complete) == (1, True)
    last = index_of(tmp_path / "d")[-1]
    assert (last["État"], last["SHA-256"], last["Preuve"]) == ("Non récupéré", "", "non")
    assert "Supprimé dans Microsoft 365" in last["Remarque"]
    page = page_of(tmp_path / "d" / "index.html")
    assert "1 document n’a pas pu être récupéré" in page.said
    assert not [link for link in page.links if "FA00043" in link]
    assert verified(tmp_path / "d").returncode == 0


def test_a_document_changed_online_is_there_and_told_and_not_proven(
    app: AppContext, piece: int, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.puts(SECOND, b"%PDF-1 altered")
    result = made(app, tmp_path / "d")
    assert (result.brought.changed, result.brought.proven) == (1, 3)
    last = index_of(tmp_path / "d")[-1]
    assert (last["État"], last["Preuve"]) == ("Modifié en ligne", "non")
    assert last["SHA-256"] != last["SHA-256 conservé"]
    assert "modifié en ligne" in page_of(tmp_path / "d" / "index.html").said


def test_stopped_there_is_no_index_and_the_next_run_goes_on(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    stop = Event()
    folder = tmp_path / "d"
    result = make_dossier(app, place(folder), ExportFilter(), stop, lambda progress: stop.set())
    assert not result.brought.complete
    assert (result.target, result.left) == (None, folder)
    assert not (folder / "index.html").exists()
    assert not [path for path in files_of(folder) if "partiel" in path]
    again = made(app, folder)
    assert again.brought.complete
    assert again.brought.already >= 1
    assert verified(folder).returncode == 0


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "notes.txt").write_bytes(b"mine")
    with pytest.raises(DossierFolderTaken):
        made(app, folder)
    assert files_of(folder) == {"notes.txt": b"mine"}
    made(app, tmp_path / "autre", text="FA00042")
    with pytest.raises(DossierFolderTaken):
        made(app, tmp_path / "autre", text="FA00043")


@pytest.mark.parametrize("at", ["Documents", "Documents/Sage", "Vues lisibles"])
def test_a_link_in_a_dossier_is_never_written_through(
    app: AppContext, piece: int, tmp_path: Path, at: str
) -> None:
    folder, outside = tmp_path / "d", tmp_path / "ailleurs"
    made(app, folder)
    kept = {path: content for path, content in files_of(folder).items() if path.startswith(at)}
    (folder / at).rename(tmp_path / "avant")
    outside.mkdir()
    (folder / at).symlink_to(outside)
    assert kept
    if at == "Vues lisibles":
        with pytest.raises(LinkInTheWay):
            made(app, folder)
    else:
        assert made(app, folder).brought.missing == 4
    assert list(outside.iterdir()) == []


def test_a_dossier_that_is_itself_a_link_is_refused(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "d").symlink_to(tmp_path / "ailleurs")
    with pytest.raises(LinkInTheWay):
        made(app, tmp_path / "d")
    assert list((tmp_path / "ailleurs").iterdir()) == []


def test_nothing_is_made_of_no_document(app: AppContext, tmp_path: Path) -> None:
    result = made(app, tmp_path / "d", text="inconnu")
    assert (result.target, result.brought.total) == (None, 0)
    assert not (tmp_path / "d").exists()


def test_nobody_signed_in_is_said(app: AppContext, piece: int, tmp_path: Path) -> None:
    app.sign_in.sign_out()
    with pytest.raises(SignInNeeded):
        made(app, tmp_path / "d")


def test_the_journal_tells_of_the_dossier(app: AppContext, piece: int, tmp_path: Path) -> None:
    made(app, tmp_path / "d")
    *_, last = (entry for page in app.database.journal.pages() for entry in page)
    assert (last.act, json.loads(last.subject)["documents"]) == ("dossier_made", 4)


# --- a zip file ---------------------------------------------------------------------------------


def test_a_zip_holds_the_same_and_leaves_nothing_beside_it(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    made(app, tmp_path / "d", ids=[piece])
    result = made(app, tmp_path / "Litige", is_zip=True, ids=[piece])
    assert result.target == tmp_path / "Litige.zip"
    with zipfile.ZipFile(tmp_path / "Litige.zip") as packed:
        assert packed.testzip() is None
        names = {name.removeprefix("Litige/") for name in packed.namelist()}
        assert packed.read(f"Litige/Documents/{INVOICE}") == PDF
        packed.extractall(tmp_path / "ouvert")
    assert names == files_of(tmp_path / "d").keys()
    assert verified(tmp_path / "ouvert" / "Litige").returncode == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".", "Litige."))
                and path.name != "Litige.zip"]  # fmt: skip


def test_a_zip_made_again_downloads_only_what_lacked(
    app: AppContext, piece: int, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    target = tmp_path / "Litige.zip"
    made(app, target, is_zip=True)
    with zipfile.ZipFile(target) as whole:
        kept = {name: whole.read(name) for name in whole.namelist() if "FA00043" not in name}
    with zipfile.ZipFile(target, "w") as lacking:
        for name, content in kept.items():
            lacking.writestr(name, content)
    microsoft365.journal.clear()
    again = made(app, target, is_zip=True)
    assert (again.brought.fetched, again.brought.already) == (1, 3)
    asked = [entry["kind"] for entry in microsoft365.journal.as_json()]
    assert asked == ["download", "download"]  # its address, then its bytes
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        assert f"Litige/Documents/{SECOND}" in packed.namelist()


def test_a_zip_that_was_stopped_goes_on_and_appears_whole(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    stop, target = Event(), tmp_path / "Litige.zip"
    result = make_dossier(app, place(target, is_zip=True), ExportFilter(), stop, packing=stop.set)
    assert (result.brought.complete, target.exists()) == (False, False)
    assert result.left == tmp_path / "Litige.en-cours"
    again = made(app, target, is_zip=True)
    assert (again.brought.already, again.brought.fetched) == (4, 0)
    assert not (tmp_path / "Litige.en-cours").exists()
    assert target.exists()


@pytest.mark.parametrize("kind", ["file", "zip", "link", "folder"])
def test_a_zip_takes_the_place_of_nothing(
    app: AppContext, piece: int, tmp_path: Path, kind: str
) -> None:
    target, other = tmp_path / "Litige.zip", tmp_path / "autre"
    if kind == "zip":
        with zipfile.ZipFile(target, "w") as packed:
            packed.writestr("Litige/dossier.json", "{}")
    elif kind == "folder":
        target.mkdir()
    elif kind == "link":
        other.write_bytes(b"mine")
        target.symlink_to(other)
    else:
        target.write_bytes(b"mine")
    with pytest.raises((DossierFolderTaken, LinkInTheWay)):
        made(app, target, is_zip=True)
    assert kind != "link" or other.read_bytes() == b"mine"
    assert kind != "file" or target.read_bytes() == b"mine"


def test_a_zip_that_leads_elsewhere_is_not_followed(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    target = tmp_path / "Litige.zip"
    made(app, target, is_zip=True)
    with zipfile.ZipFile(target, "a") as packed:
        packed.writestr("Litige/Documents/../../../fuite.txt", "x")
    assert made(app, target, is_zip=True).brought.already == 4
    assert not list(tmp_path.rglob("fuite.txt"))
    assert not (tmp_path.parent / "fuite.txt").exists()


def test_a_company_that_was_renamed_goes_on_with_its_dossier(
    app: AppContext, piece: int, tmp_path: Path
) -> None:
    made(app, tmp_path / "d")
    app.database.company.rename("BIJOU ET FILS")
    assert made(app, tmp_path / "d").brought.already == 4
    assert "Dossier de BIJOU ET FILS" in page_of(tmp_path / "d" / "index.html").said
