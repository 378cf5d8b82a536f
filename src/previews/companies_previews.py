"""The window « Sociétés » in every state, made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from previews import Preview, sample_names
from stockage_partage import errors
from stockage_partage.activation.company_overview import Attention, CompanyOverview, unread
from stockage_partage.applications import Application
from stockage_partage.company.portfolio.known_companies import KnownCompany
from stockage_partage.company.portfolio.summary import CompanySummary
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.graph.library.creation_right import CreationRight
from stockage_partage.messages import company_batch as batch_texts
from stockage_partage.messages import sign_in as access_texts
from stockage_partage.messages.company_batch import CompanyAct
from stockage_partage.messages.troubles import explain
from stockage_partage.settings import Settings
from stockage_partage.ui.companies.access import AccessDialog, AccessWork, Trial
from stockage_partage.ui.companies.batch import BatchDialog
from stockage_partage.ui.companies.companies_window import CompaniesWindow
from stockage_partage.ui.companies.companies_work import CompaniesWork, SharedSignIn
from stockage_partage.ui.companies.company_dialogs import CreateCompanyDialog, ServerDialog
from stockage_partage.ui.widgets.form_field import editor
from stockage_partage.ui.widgets.theme import GRID

_BOTH = (Application.COMPTABILITE, Application.GESTION_COMMERCIALE)


def _known(name: str, place: str) -> KnownCompany:
    return KnownCompany(place, name, ("comptabilite",))


def _row(
    name: str,
    place: str,
    *attention: Attention,
    stored: ActivationStatus = ActivationStatus.ACTIVE,
    by: str = "admin@bijou.fr",
    waiting: int = 0,
    blocked: int = 0,
    to_classify: int = 0,
    end: date | None = date(2027, 12, 31),
    applications: tuple[Application, ...] = (Application.COMPTABILITE,),
) -> CompanyOverview:
    on = stored.is_on
    summary = CompanySummary(
        name=name,
        siren="732829320",
        stored=stored,
        health="gone" if Attention.GROUP in attention else "fine",
        activated_by=by if on else None,
        link="https://bijou.sharepoint.com/sites/sage" if on else None,
        waiting=waiting,
        blocked=blocked,
        to_classify=to_classify,
        filed=4218,
        licences=(),
        latest_seen=None,
    )
    return CompanyOverview(
        _known(name, place),
        summary,
        applications=applications,
        licence_end=end,
        attention=tuple(attention),
    )


_AWAY = KnownCompany(r"\\serveur\compta\ORFEVRES.db", "Orfèvres réunis", ("comptabilite",))
ROWS = (
    _row("BIJOU SA", r"S:\Compta\BIJOU.db", waiting=3, applications=_BOTH),
    _row(
        "Carat Joaillerie",
        r"S:\Compta\CARAT.db",
        Attention.BLOCKED,
        Attention.TO_CLASSIFY,
        waiting=12,
        blocked=2,
        to_classify=4,
    ),
    _row(
        "Diamant vert",
        r"S:\Compta\DIAMANT.db",
        Attention.LICENCE_ENDING,
        end=date(2026, 12, 15),
        by="marie.durand@bijou.fr",
    ),
    _row(
        "Ma jolie boutique",
        "postgresql+psycopg://compta@serveur/boutique",
        Attention.TO_ACTIVATE,
        stored=ActivationStatus.INACTIVE,
    ),
    _row(
        "Au bon moulin",
        r"S:\Compta\MOULIN.db",
        Attention.GROUP,
        Attention.LICENCE_ENDED,
        end=date(2026, 10, 31),
    ),
    _row(
        sample_names.LONG_COMPANY,
        r"S:\Comptabilité et gestion\Dossiers permanents\Sociétés civiles\LONGUE.db",
        stored=ActivationStatus.PROVISIONING,
        by=sample_names.LONG_ACCOUNT,
        waiting=1_284,
        applications=_BOTH,
    ),
    CompanyOverview(
        _AWAY,
        trouble=errors.DatabaseUnreachable(),
        applications=(Application.COMPTABILITE,),
        attention=(Attention.AWAY,),
    ),
    unread(KnownCompany(r"\\serveur\compta\PERLES.db", "Perles du Sud", ("comptabilite",))),
)


def _nobody(places: Sequence[str]) -> SharedSignIn:
    raise errors.CompanyNotNamed


def _wanted(client: str, tenant: str) -> Settings:
    return Settings(Path(), client_id=client, authority=f"https://login.example/{tenant}")


def _no_trial(settings: Settings) -> Trial:
    raise errors.Offline


_ACCESS = AccessWork(
    wanted=_wanted, look=lambda settings: iter(()), trial=_no_trial, keep=lambda settings: Path()
)


def idle_work() -> CompaniesWork:
    """Asks nothing of anybody, and finds nothing."""
    return CompaniesWork(
        known=tuple,
        look=lambda known, stop: iter(()),
        keep=lambda known: 0,
        forget=lambda place: False,
        find=lambda folder, stop: (),
        create=lambda new: "",
        make_demonstration=str,
        open=lambda place, application: None,
        diagnose=lambda places, stop: iter(()),
        install=lambda places, files, stop: iter(()),
        begin_activations=_nobody,
        activate=lambda shared, places, stop: iter(()),
        access=_ACCESS,
    )


def window(rows: Sequence[CompanyOverview]) -> CompaniesWindow:
    """The window with these rows, which asks nothing of anybody."""
    made = CompaniesWindow(idle_work())
    made.resize(150 * GRID, 80 * GRID)
    made.page.show_companies(rows)
    return made


def _looking() -> CompaniesWindow:
    made = window(ROWS)
    made.page.show_looking(True)
    made.page.table.selectRow(1)
    return made


def _nothing_to_settle() -> CompaniesWindow:
    made = window(ROWS[:1])
    made.page.to_settle.setChecked(True)
    return made


def _create() -> CreateCompanyDialog:
    made = CreateCompanyDialog()
    editor(made.name).setText("BIJOU SA")
    editor(made.siren).setText("732 829 32")
    editor(made.file).setText(str(Path(r"S:\Compta\BIJOU SA.db")))
    made.create_button.click()
    return made


def _activating() -> BatchDialog:
    made = BatchDialog(CompanyAct.ACTIVATE, ROWS[:4])
    made.offer_account("admin@bijou.fr")
    return made


def _activated() -> BatchDialog:
    made = BatchDialog(CompanyAct.ACTIVATE, ROWS[:5])
    made.show_begun()
    refused = errors.GroupNameTaken((("1", "Sage – Diamant vert", "diamant"),))
    for row, trouble in zip(ROWS[:4], (None, None, refused, None), strict=True):
        said = batch_texts.outcome(CompanyAct.ACTIVATE, trouble, None)
        made.show_outcome(row.place, said, well=trouble is None)
    return made


def _access() -> AccessDialog:
    made = AccessDialog()
    editor(made.client).setText("6c0f8e2b-5b5e-4b1e-9e0b-2b0d5c8a7f14")
    editor(made.tenant).setText("bijou.fr")
    for name, said in (
        ("Certificats", "ceux du système"),
        ("Proxy", "aucun proxy"),
        ("Connexion à Microsoft 365", "login.microsoftonline.com répond"),
        ("Services Microsoft 365", "graph.microsoft.com répond"),
        ("Horloge", "à l’heure"),
        ("Coffre de mots de passe", "utilisable"),
    ):
        made.show_finding(name, said, well=True)
    made.show_tried()
    return made


def _access_refused() -> AccessDialog:
    made = _access()
    refused = errors.ConsentMissing("https://login.example/consent")
    made.show_finding(access_texts.ACCESS_ACCOUNT, explain(refused).sentence, well=False)
    return made


def _access_rights() -> AccessDialog:
    made = _access()
    who = "marie.durand@bijou.fr"
    made.show_finding(access_texts.ACCESS_ACCOUNT, access_texts.account_fine(who), well=True)
    made.show_finding(access_texts.GROUP_NAMING, access_texts.GROUP_NAME_FINE, well=True)
    said = access_texts.group_creation(CreationRight.REFUSED, who)
    made.show_finding(access_texts.GROUP_CREATION, said, well=False)
    return made


def previews() -> dict[str, Preview]:
    """Name of the picture → what makes its widget."""
    return {
        "companies-welcome": lambda: window(()),
        "companies": _looking,
        "companies-nothing-to-settle": _nothing_to_settle,
        "dialog-create-company": _create,
        "dialog-open-server": ServerDialog,
        "dialog-activate-companies": _activating,
        "dialog-access": _access_refused,
        "dialog-access-rights": _access_rights,
        "dialog-activate-companies-under-way": _activated,
    }
