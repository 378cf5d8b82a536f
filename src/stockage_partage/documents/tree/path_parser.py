"""From a path of the online tree back to what it tells: the inverse of `filing_plan.plan`, pure.

A path tells less than the document did: the month of a piece and not its day, and nothing of a key
that had to be replaced by a digest. What it does not tell is left empty, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from stockage_partage.company.document_records import AttachmentKind
from stockage_partage.company.fiscal_years import FiscalYear
from stockage_partage.documents.tree.document_types import (
    APPLICATION_FOLDERS,
    ARCHIVING,
    ARTICLES,
    ATTACHED,
    DOMAIN_FOLDERS,
    INTERVENTION,
    LIFE_CYCLE,
    OTHER_FORM,
    READABLE,
    RECOVERY,
    ROOT,
    THIRD_PARTY_FOLDERS,
    TO_TRANSMIT,
    TYPES,
    DocumentType,
    Domain,
    ThirdPartyKind,
    internal_type,
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
from stockage_partage.documents.tree.segments import (
    Naming,
    folded,
    is_like_a_digest,
    split_extension,
)

#: The folder of a third party (or article…) -> its exact code, None where it cannot be told.
CodeOf = Callable[[str], str | None]
_KINDS = {folded(name): kind for kind, name in THIRD_PARTY_FOLDERS.items()}
_DOMAINS = {folded(name): domain for domain, name in DOMAIN_FOLDERS.items()}
_APPLICATIONS = {folded(name): application for application, name in APPLICATION_FOLDERS.items()}
_HANGING = {
    folded(ATTACHED): AttachmentKind.ATTACHED,
    folded(TO_TRANSMIT): AttachmentKind.TO_TRANSMIT,
}
_STATES = {folded(kind.folder): kind for kind in TYPES if kind.folder}
_BY_LENGTH = {
    domain: sorted((t for t in TYPES if t.domain is domain), key=lambda t: -len(t.label))
    for domain in Domain
}
_VERSION = r"(?:_v(?P<version>\d{2,}))?(?P<extension>\.[A-Za-z0-9]{1,8})?"
_AFTER_STEM = re.compile(rf"(?:_provisoire_(?P<at>\d{{8}}-\d{{6}}))?{_VERSION}")
#: All others begin like that of a message.
_MARKS = {OTHER_FORM: AttachmentKind.OTHER_FORM, READABLE: AttachmentKind.READABLE}
_BESIDE = re.compile(
    rf"_(?P<mark>{OTHER_FORM}|{READABLE}|{LIFE_CYCLE}(?:_\d{{3}})?(?:_\d{{8}}-\d{{6}})?)"
    r"(?: \((?P<version>[2-9]|[1-9]\d+)\))?(?P<extension>\.[A-Za-z0-9]{1,8})?"
)
_STAMPED = re.compile(rf".+_(?P<at>\d{{8}}-\d{{6}}){_VERSION}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What a path tells. `key` "": the name is not one that `plan` gives, as a person's own in a
    piece's folder. `version` counts only with a key. `month`: (year, month) of a piece."""

    type: str = ""
    number: str = ""
    date: date | None = None
    month: tuple[int, int] | None = None
    third_party_kind: str = ""
    third_party_code: str = ""
    attached: AttachmentKind = AttachmentKind.NOT
    attached_to: str = ""
    provisional: bool = False
    key: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """Facts as `plan` takes them, and which file of theirs it is."""

    facts: DocumentFacts
    version: int = 1


def as_written(segment: str) -> str | None:
    """A key that stands in its folder's name as it is; None for one that a digest replaces."""
    return None if is_like_a_digest(segment) else segment


def read_back(path: str, code_of: CodeOf = as_written) -> PathFacts:
    """What the path of a file in the library tells; empty for one outside the tree."""
    path = unicodedata.normalize("NFC", path)
    loose, told = _read(path.split("/"), code_of)
    if told is not None and plan(told.facts, told.version).path == path:
        return replace(loose, key=document_key(told.facts), version=told.version)
    return loose


_Reading = tuple[PathFacts, PlannedFile | None]
_NOTHING: _Reading = (PathFacts(), None)


def _read(segments: list[str], code_of: CodeOf) -> _Reading:
    match segments:
        case [root, kind, code, *rest] if folded(root) == folded(ROOT) and folded(kind) in _KINDS:
            return _of_third_party(_KINDS[folded(kind)], code_of(code), rest)
        case [root, top, *rest] if folded(root) == folded(ROOT):
            return _at_the_top(folded(top), rest)
    return _NOTHING


def _at_the_top(top: str, rest: list[str]) -> _Reading:
    if top in (folded(DOMAIN_FOLDERS[Domain.INTERNAL]), folded(DOMAIN_FOLDERS[Domain.STOCKS])):
        return _piece(_DOMAINS[top], None, PathFacts(), rest)
    if top == folded(ARCHIVING):
        return _archive(rest)
    return _article(rest) if top == folded(ARTICLES) else _NOTHING


def _archive(rest: list[str]) -> _Reading:
    loose = PathFacts(attached=AttachmentKind.ARCHIVE)
    match rest:
        case [folder, year, file] if folded(folder) in _APPLICATIONS and re.fullmatch(
            r"\d{4}", year
        ):
            application = _APPLICATIONS[folded(folder)]
            loose = replace(loose, attached_to=f"archive:{application}/{year}")
            name, version = _copy(file)
            return loose, PlannedFile(Archive(application, int(year), name), version)
    return loose, None


def _article(rest: list[str]) -> _Reading:
    match rest:
        case [family, reference, folder, file] if folded(folder) == folded(ATTACHED):
            if is_like_a_digest(family) or is_like_a_digest(reference):
                return PathFacts(attached=AttachmentKind.ATTACHED), None
            hangs_on = f"article:{family}/{reference}"
            name, version = _copy(file)
            told = PlannedFile(Attachment(Article(family, reference), name), version)
            return PathFacts(attached=AttachmentKind.ATTACHED, attached_to=hangs_on), told
    return _NOTHING


def _of_third_party(kind: ThirdPartyKind, code: str | None, rest: list[str]) -> _Reading:
    owner = ThirdPartyFolder(kind, code) if code else None
    loose = PathFacts(third_party_kind=kind.value, third_party_code=code or "")
    match rest:
        case [folder, file] if folded(folder) == folded(ATTACHED):
            loose = replace(
                loose, attached=AttachmentKind.ATTACHED, attached_to=f"tiers:{code}" if code else ""
            )
            name, version = _copy(file)
            return loose, PlannedFile(Attachment(owner, name), version) if owner else None
        case [folder, *below] if folded(folder) == folded(DOMAIN_FOLDERS[Domain.ACCOUNTING]):
            return _accounting(owner, loose, below)
        case [folder, *below] if folded(folder) in _DOMAINS:
            return _piece(_DOMAINS[folded(folder)], owner, loose, below)
    return loose, None


def _piece(
    domain: Domain, owner: ThirdPartyFolder | None, loose: PathFacts, rest: list[str]
) -> _Reading:
    if len(rest) < 3 or not (month := re.fullmatch(r"(\d{4})(0[1-9]|1[0-2])", rest[0])):
        return loose, None
    year, of_year = int(month[1]), int(month[2])
    kind, number = _type_and_number(domain, rest[1])
    loose = replace(loose, month=(year, of_year), type=kind.word if kind else "", number=number)
    known = kind is not None and number and (owner is not None or not loose.third_party_kind)
    beside = _marked(rest[1], rest[2]) if len(rest) == 3 else None
    if beside is not None:
        loose = replace(loose, attached=beside.attached)
    if not known or kind is None or year == 0:
        return _hung(loose, rest[2:]), None
    piece = NumberedFile(kind, number, date(year, of_year, 1), owner, naming=Naming.READABLE)
    match rest[2:]:
        case [_] if beside is not None:
            told = BesideFile(piece, beside.mark, beside.extension)
            if beside.attached is AttachmentKind.READABLE:  # it was inside of an XML
                piece = replace(piece, extension=".xml")
            loose = replace(loose, attached_to=f"piece:{document_key(piece)}")
            return loose, PlannedFile(told, beside.version)
        case [file]:
            return _print(piece, rest[1], loose, file)
        case [folder, file] if folded(folder) in _HANGING:
            name, version = _copy(file)
            to_transmit = _HANGING[folded(folder)] is AttachmentKind.TO_TRANSMIT
            hung = replace(_hung(loose, rest[2:]), attached_to=f"piece:{document_key(piece)}")
            return hung, PlannedFile(Attachment(piece, name, to_transmit), version)
    return loose, None


@dataclass(frozen=True, slots=True)
class MarkedName:
    """What the name of a file beside a piece tells of it."""

    attached: AttachmentKind
    mark: str
    extension: str
    version: int


def _marked(stem: str, file: str) -> MarkedName | None:
    """None for a name that carries no mark after the piece's own name."""
    found = _BESIDE.fullmatch(file[len(stem) :]) if file.startswith(stem) else None
    if found is None:
        return None
    version = int(found["version"]) if found["version"] else 1
    kind = _MARKS.get(found["mark"], AttachmentKind.LIFE_CYCLE)
    return MarkedName(kind, found["mark"], found["extension"] or "", version)


def _hung(loose: PathFacts, below: list[str]) -> PathFacts:
    attached = _HANGING.get(folded(below[0])) if len(below) == 2 else None
    return replace(loose, attached=attached) if attached else loose


def _print(piece: NumberedFile, stem: str, loose: PathFacts, file: str) -> _Reading:
    found = _AFTER_STEM.fullmatch(file[len(stem) :]) if file.startswith(stem) else None
    if found is None:
        return loose, None
    at = _moment(found["at"]) if found["at"] else None
    piece = replace(piece, extension=found["extension"] or "", provisional_at=at)
    version = int(found["version"]) if found["version"] else 1
    return replace(loose, provisional=at is not None), PlannedFile(piece, version)


def _type_and_number(domain: Domain, segment: str) -> tuple[DocumentType | None, str]:
    """The type and the number of a piece's folder; "" for a number that a digest replaces."""
    if domain is Domain.INTERNAL:
        # With a digest the label may have been altered as well.
        label, _, number = ("", "", "") if is_like_a_digest(segment) else segment.partition("_")
        kind = internal_type(label) if number else None
    else:
        kind = next((each for each in _BY_LENGTH[domain] if _begins(segment, each.label)), None)
        number = segment[len(kind.label) + 1 :] if kind else ""
    return kind, "" if is_like_a_digest(segment) else number


def _begins(segment: str, label: str) -> bool:
    return folded(segment).startswith(folded(label) + "_")


def _accounting(owner: ThirdPartyFolder | None, loose: PathFacts, rest: list[str]) -> _Reading:
    match rest:
        case [recovery, case, folder, file] if folded(recovery) == folded(RECOVERY):
            return _recovery(owner, loose, case, folder, file)
        case [year, folder, file] if folded(folder) in _STATES and (span := _year(year)):
            kind = _STATES[folded(folder)]
            found = _stamped(kind.label, file)
            if found is None:
                return replace(loose, type=kind.word), None
            at, version, extension = found
            loose = replace(loose, type=kind.word, date=at.date())
            return loose, PlannedFile(
                StateFile(kind, owner, span, at, extension), version
            ) if owner else None
    return loose, None


def _recovery(
    owner: ThirdPartyFolder | None, loose: PathFacts, case: str, folder: str, file: str
) -> _Reading:
    number = "" if is_like_a_digest(case) else case
    kind, _, title = folder.partition(" ")
    if folded(kind) == folded(INTERVENTION) and (at := _moment(title)):
        loose = replace(loose, number=number, date=at.date(), attached=AttachmentKind.ATTACHED)
        name, version = _copy(file)
        told = (
            PlannedFile(Intervention(owner, case, at, name), version) if owner and number else None
        )
        return loose, told
    if folded(kind) != folded(RECOVERY):
        return replace(loose, number=number), None
    loose = replace(loose, number=number, type=RECOVERY.casefold())
    found = _stamped(RECOVERY, file)
    if found is None:
        return loose, None
    at, version, extension = found
    certain = owner and number and title and not is_like_a_digest(folder)
    told = (
        PlannedFile(Recovery(owner, case, title, at, extension), version)
        if certain and owner
        else None
    )
    return replace(loose, date=at.date()), told


def _stamped(label: str, file: str) -> tuple[datetime, int, str] | None:
    """When it was printed, which file of that it is, its extension."""
    found = _STAMPED.fullmatch(file)
    if found is None or not _begins(file, label) or (at := _moment(found["at"])) is None:
        return None
    return at, int(found["version"] or 1), found["extension"] or ""


def _moment(text: str) -> datetime | None:
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)", text)
    if found is None:
        return None
    try:
        # In local time, as the name was given.
        return datetime(*(int(part) for part in found.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None


def _year(label: str) -> FiscalYear | None:
    """`2026` or `2025-2026`; which days of them it spans is not told. None for what no fiscal year is
    called: it spans two calendar years at most, one after the other."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", label)
    if found is None or found[1] == "0000":
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if found[2] and last != first + 1:
        return None
    return FiscalYear(date(first, 1, 1), date(last, 12, 31))


def _copy(file: str) -> tuple[str, int]:
    """A person's file name and which file of that name it is: ` (2)` is the second."""
    stem, extension = split_extension(file)
    found = re.fullmatch(r"(.+) \(([2-9]|[1-9]\d+)\)", stem, re.DOTALL)
    return (found[1] + extension, int(found[2])) if found else (file, 1)
