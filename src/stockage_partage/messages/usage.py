"""What a trouble says in a terminal, where a command does what a button does in the window.

`envoyer`, `rapatrier` and `synchroniser` say what they wait for while they work: they are never mute.
"""

from __future__ import annotations

from stockage_partage.errors import (
    BrowserRefused,
    CertificateRefused,
    CompanyNotNamed,
    ConsentMissing,
    DatabaseCopied,
    DateKeptWrong,
    DeviceCodeRefused,
    DirectoryQuotaReached,
    ExchangeFolderNotNamed,
    FolderRefused,
    GroupCreationForbidden,
    SignInNeeded,
    TimestampRefused,
    TimestampsBehind,
    Trouble,
)
from stockage_partage.messages.message import Message
from stockage_partage.messages.setup_troubles import SETTINGS_BY_NAME
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, duration, plural, quoted, typeset

# « connecter » is refused while storage is off; the two others sign in by themselves then.
IN_THE_BROWSER = (
    f"Lancez {quoted('connecter')}, {quoted('activer')} ou {quoted('rapatrier')} avec "
    f"{quoted('--navigateur')}, sur un poste qui a un navigateur"
)

#: What a terminal says instead: the option, the setting or the command, which no window names.
_BY_A_COMMAND: dict[type[Trouble], str] = {
    CompanyNotNamed: f"Indiquez sa base avec --societe, ou par le réglage {quoted('SOCIETE')}.",
    FolderRefused: (
        f"Vérifiez vos droits sur ce dossier, ou choisissez-en un autre avec le réglage {quoted('DONNEES')}."
    ),
    ExchangeFolderNotNamed: f"Indiquez-le avec --dossier, ou par le réglage {quoted('DOSSIER_SDM')}.",
    CertificateRefused: (
        f"Si votre entreprise contrôle les échanges, indiquez son certificat dans le réglage {quoted('CA_FILE')}."
    ),
    TimestampRefused: (
        f"Vérifiez l’adresse du réglage {quoted('HORODATAGE')}. Le service est interrogé de nouveau plus tard, et les "
        "documents partent sans l’attendre."
    ),
    TimestampsBehind: (
        "Le service est interrogé une fois par jour, tant qu’une fenêtre est ouverte ou que les envois tournent en continu. "
        f"Vérifiez l’adresse du réglage {quoted('HORODATAGE')}."
    ),
    DateKeptWrong: f"Lancez la commande {quoted('licence verifier-date')}.",
}


def in_a_terminal(trouble: Trouble, outcome: str = "") -> Message:
    """A trouble's words where there is no button to click: a command does the same.

    `outcome`: what becomes of the work; most commands have done part of it, and nothing is said.
    """
    named = SETTINGS_BY_NAME.get(type(trouble))
    return named(trouble) if named is not None else _by_a_command(trouble, outcome)


def _by_a_command(trouble: Trouble, outcome: str) -> Message:
    said = explain(trouble, outcome)
    if type(trouble) is SignInNeeded:
        connect = Message(said.what, f"Lancez la commande {quoted('connecter')}.", stops_all=True)
        return connect.of_work(outcome)
    if (advice := _BY_A_COMMAND.get(type(trouble))) is not None:
        return Message(said.what, advice)
    if isinstance(trouble, DeviceCodeRefused):
        return Message(
            said.what, f"{IN_THE_BROWSER}, ou connectez-vous dans la fenêtre du programme."
        )
    if isinstance(trouble, BrowserRefused):
        return Message(
            "Votre organisation n’accepte pas cette manière de se connecter, ou pas depuis ce poste.",
            f"{IN_THE_BROWSER} et que l’organisation reconnaît.",
        )
    if isinstance(trouble, ConsentMissing) and trouble.consent_url:
        return Message(
            said.what, f"Envoyez-lui cette adresse, puis recommencez{NBSP}: {trouble.consent_url}"
        )
    if isinstance(trouble, DatabaseCopied):
        return Message(
            said.what,
            f"Dites laquelle des deux{NBSP}: {quoted('societe emplacement --deplacee')} ou "
            f"{quoted('societe emplacement --copie')}. D’ici là, rien n’est classé ni envoyé depuis cette base.",
        )
    if isinstance(trouble, (GroupCreationForbidden, DirectoryQuotaReached)):
        # « activer » would go on with the account that is there.
        again = f"Lancez {quoted('deconnecter')}, puis {quoted('activer')}"
        return Message(
            said.what, f"{again} avec un compte administrateur qui peut créer des groupes."
        )
    return said


def sentence(trouble: Trouble, outcome: str = "") -> str:
    """A trouble's words for a terminal, on one line.

    `outcome`: what becomes of the work; "" says nothing of it.
    """
    return in_a_terminal(trouble, outcome).sentence


def database_awaited(trouble: Trouble) -> str:
    """The database cannot be opened just now; it is tried again by itself."""
    return f"{explain(trouble).what} L’envoi commencera de lui-même dès que la base répondra."


def still_sending(waiting: int) -> str:
    """Nothing was said for a while, and all is well."""
    return typeset(
        plural(
            waiting,
            "L’envoi continue : {n} document attend encore.",
            "L’envoi continue : {n} documents attendent encore.",
        )
    )


def paused(seconds: float) -> str:
    """Microsoft 365 asked every workstation to wait; the command goes on by itself afterwards."""
    return typeset(
        "Microsoft 365 demande de patienter : la suite reprendra d’elle-même dans "
        f"{duration(max(1, round(seconds / 60)))}."
    )


def asking_again(trouble: Trouble, seconds: float) -> str:
    """A request was not answered as it should be; it is made again by itself."""
    again = duration(round(seconds / 60))
    return typeset(f"{explain(trouble).what} Nouvel essai dans {again}.")


def slowed_down(seconds: float) -> str:
    """The minute's allowance is used up."""
    return typeset(
        "Microsoft 365 demande de ralentir : la suite partira dans "
        f"{duration(max(1, round(seconds / 60)))}."
    )
