"""What the window « Sociétés » asks of the program around it, handed over when it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from stockage_partage.activation.activation_service import ActivationService
    from stockage_partage.activation.company_overview import ActOutcome, CompanyOverview
    from stockage_partage.applications import Application
    from stockage_partage.company.portfolio.known_companies import KnownCompany
    from stockage_partage.graph.auth.sign_in import SignIn
    from stockage_partage.ui.companies.access import AccessWork
    from stockage_partage.ui.companies.company_dialogs import NewCompany


class SharedSignIn(Protocol):
    """One sign-in for many activations; `close` lets go of it."""

    @property
    def service(self) -> ActivationService: ...
    @property
    def sign_in(self) -> SignIn: ...
    @property
    def account(self) -> str | None: ...
    @property
    def ca_file(self) -> Path | None: ...
    @property
    def demonstration(self) -> bool: ...
    def close(self) -> None: ...


Outcomes: TypeAlias = "Iterator[ActOutcome]"


@dataclass(frozen=True)
class CompaniesWork:
    """Everything but `open` blocks, and is called from a worker; each may raise troubles.

    `known`: the list, that opened last first. `look`: the companies as they answer, until the event is
    set. `find`: the companies in a folder and below, so far when it is set. `create` and `make_demonstration` give the place.
    `open` is called in the window's thread; its application is None for the usual one. What is done for
    many gives each outcome as it comes, and begins no other company once the event is set.
    """

    known: Callable[[], Sequence[KnownCompany]]
    look: Callable[[Sequence[KnownCompany], Event], Iterator[CompanyOverview]]
    keep: Callable[[Iterable[KnownCompany]], int]
    forget: Callable[[str], bool]
    find: Callable[[Path, Event], Sequence[KnownCompany]]
    create: Callable[[NewCompany], str]
    make_demonstration: Callable[[], str]
    open: Callable[[str, Application | None], None]
    diagnose: Callable[[Sequence[str], Event], Outcomes]
    install: Callable[[Sequence[str], Sequence[Path], Event], Outcomes]
    begin_activations: Callable[[Sequence[str]], SharedSignIn]
    activate: Callable[[SharedSignIn, Sequence[str], Event], Outcomes]
    access: AccessWork
