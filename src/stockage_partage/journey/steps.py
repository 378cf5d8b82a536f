"""The steps of the help page, in its order. Each gives a short fact, or raises what is missing."""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.applications import Application
from stockage_partage.documents.filing.filing_desk import (
    Filed,
    as_it_stands,
    file_documents,
    send_waiting,
)
from stockage_partage.journey.administrator import Administrator
from stockage_partage.journey.scene import Failed, Scene
from stockage_partage.session import door_of
from stockage_partage.storage.panel import Label, Phase
from stockage_partage.storage.states import AccountState, Functions, Stored
from stockage_partage.ui.resources import resource

LICENSED = Application.COMPTABILITE
UNLICENSED = Application.PAIE
ADMINISTRATOR, COLLEAGUE = "administrateur", "utilisateur"
INVOICE = "exemple/Facture_FA00042.pdf"


def expect(holds: bool, missing: str) -> None:
    """Raises Failed naming what is missing."""
    if not holds:
        raise Failed(missing)


def microsoft365(scene: Scene) -> str:
    """The local Microsoft 365 answers."""
    return str(scene.stage.work(scene.start_microsoft365)["graph_url"])


def company(scene: Scene) -> str:
    """A company with third parties and a licence."""
    return scene.stage.work(scene.make_company).name


def window(scene: Scene) -> str:
    """Fichier › Paramètres société › … shows the panel, storage inactive."""
    program = scene.open_window(LICENSED)
    state = scene.until(LICENSED, lambda s: s.phase is Phase.INACTIVE, "inactive")
    expect(state.main.label is Label.ACTIVATE and state.main.enabled, "activation offered")
    scene.picture(LICENSED, "inactif")
    return program.window.windowTitle()


def confirmation(scene: Scene) -> str:
    """« Activez », « Confirmez »."""
    scene.stage.click(scene.programs[LICENSED].window, "main_button")
    dialog = scene.stage.dialog("activation_dialog")
    scene.stage.picture(dialog, "confirmation")
    scene.stage.click(dialog, "activate")
    scene.until(LICENSED, lambda s: s.phase is Phase.ASKED, "activation asked")
    return "activation_dialog"


def sign_in(scene: Scene) -> str:
    """The administrator signs in, in the embedded browser."""
    account = scene.account(ADMINISTRATOR)
    scene.stage.sign_in(account["username"], account["password"], "connexion")
    state = scene.until(
        LICENSED,
        lambda s: s.facts.account_state is AccountState.SIGNED_IN and s.link is not None,
        "signed in with the link shown",
    )
    expect(state.facts.account == account["username"], "the account shown")
    return account["username"]


def group(scene: Scene) -> str:
    """The panel shows the link at once, while Microsoft prepares the library."""
    state = scene.until(LICENSED, lambda s: s.phase is Phase.PREPARING, "library being prepared")
    scene.picture(LICENSED, "initialisation")
    expect(state.facts.group is not None, "the group")
    scene.group_id = state.facts.group.id if state.facts.group else ""
    return state.link.name if state.link else ""


def provisioning(scene: Scene) -> str:
    """It becomes ready by itself."""
    state = scene.until(LICENSED, lambda s: s.phase is Phase.READY, "ready library", 60)
    scene.picture(LICENSED, "actif")
    return state.link.url or "" if state.link else ""


def link(scene: Scene) -> str:
    """A click on the link opens the default browser, and the page is there."""
    url = scene.open_link(LICENSED)
    answer = scene.stage.work(lambda: door_of(scene.settings(LICENSED)).send("GET", url))
    expect(answer.status == 200, f"the page at the link ({answer.status})")
    return url


def invoice(scene: Scene) -> str:
    """A printed invoice is filed where the tree says, byte for byte."""
    from stockage_partage.documents.filing.outcomes import Filing
    from stockage_partage.documents.filing.placing import Given

    session, path = scene.session(LICENSED), resource(INVOICE)

    def file_and_fetch() -> tuple[Filed, bytes]:
        (filed,) = file_documents(session.workplace, [path], Given())
        send_waiting(session.workplace)
        filed, row = as_it_stands(session.workplace, filed)
        if row is None or not row.item_id:
            return filed, b""
        return filed, b"".join(
            session.workplace.drive.download(session.workplace.library(), row.item_id)
        )

    filed, online = scene.stage.work(file_and_fetch)
    kept = filed.deposited
    expect(kept is not None and kept.status is Filing.FILED, "filed")
    expect(online == path.read_bytes(), "the same bytes online")
    scene.picture(LICENSED, "facture")
    return kept.path or "" if kept else ""


def found_again(scene: Scene) -> str:
    """« en cas de litige »: two words find it."""
    register = scene.session(LICENSED).database.register
    rows = scene.stage.work(lambda: register.search("carat fa00042"))
    expect(len(rows) == 1 and bool(rows[0].url), "one document with its link")
    return rows[0].url or ""


def same_again(scene: Scene) -> str:
    """The same bytes once more write nothing."""
    from stockage_partage.documents.filing.outcomes import Filing
    from stockage_partage.documents.filing.placing import Given

    session = scene.session(LICENSED)
    (filed,) = scene.stage.work(
        lambda: file_documents(session.workplace, [resource(INVOICE)], Given())
    )
    status = filed.deposited.status if filed.deposited else Filing.REFUSED
    expect(status is Filing.ALREADY_FILED, "already filed")
    return status.value


def limited_application(scene: Scene) -> str:
    """An application without the option: « Désactiver le stockage », limited functions."""
    scene.open_window(UNLICENSED)
    state = scene.until(UNLICENSED, lambda s: s.functions is Functions.LIMITED, "limited")
    expect(state.main.label is Label.DEACTIVATE and state.main.enabled, "deactivation offered")
    scene.picture(UNLICENSED, "limite")
    return state.functions.value


def sign_out(scene: Scene) -> str:
    """« Me déconnecter »."""
    scene.stage.click(scene.programs[LICENSED].window, "connect_button")
    state = scene.until(LICENSED, lambda s: s.facts.account is None, "signed out")
    expect(state.connect.label is Label.CONNECT, "connecting offered")
    scene.picture(LICENSED, "deconnecte")
    return state.connect.label.value


def other_account(scene: Scene) -> str:
    """« vous reconnecter sur un autre compte »: a colleague whom the administrator added."""
    account = scene.account(COLLEAGUE)
    scene.stage.click(scene.programs[LICENSED].window, "connect_button")
    scene.stage.sign_in(account["username"], account["password"], "autre-compte")
    scene.until(
        LICENSED, lambda s: s.facts.account == account["username"], "signed in as a colleague"
    )
    return account["username"]


def deactivation(scene: Scene) -> str:
    """« Désactivez »: at once, and every other application shows it within two seconds."""
    scene.stage.click(scene.programs[LICENSED].window, "main_button")
    dialog = scene.stage.dialog("deactivation_dialog")
    scene.stage.picture(dialog, "desactivation")
    scene.stage.click(dialog, "deactivate")
    scene.until(LICENSED, lambda s: s.facts.stored is Stored.INACTIVE, "inactive here")
    scene.until(UNLICENSED, lambda s: s.facts.stored is Stored.INACTIVE, "inactive there", 2)
    scene.picture(LICENSED, "desactive")
    return Stored.INACTIVE.value


def event_loop(scene: Scene) -> str:
    """Nothing was slow on the window's thread, the first web view's making apart."""
    return f"{scene.stage.heart.worst_ms:.0f} ms"


def colleague_added(scene: Scene) -> str:
    """The administrator adds a colleague to the group, as they would online."""
    colleague = scene.account(COLLEAGUE)["username"]
    settings = scene.settings(LICENSED)
    administrator = Administrator(scene, ADMINISTRATOR, settings)
    scene.stage.work(lambda: administrator.add_member(scene.group_id, colleague))
    return colleague


STEPS: dict[str, Callable[[Scene], str]] = {
    "microsoft365": microsoft365,
    "societe": company,
    "fenetre": window,
    "confirmation": confirmation,
    "connexion": sign_in,
    "groupe": group,
    "initialisation": provisioning,
    "lien": link,
    "facture": invoice,
    "retrouvee": found_again,
    "deja_classee": same_again,
    "application_limitee": limited_application,
    "collegue_ajoute": colleague_added,
    "deconnexion": sign_out,
    "autre_compte": other_account,
    "desactivation": deactivation,
    "reactivite": event_loop,
}
