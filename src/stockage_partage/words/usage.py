"""The command line's grammar in French: headings of the help pages, and what is wrong with a call."""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.errors import (
    ConsentMissing,
    DirectoryQuotaReached,
    GroupCreationForbidden,
    SignInNeeded,
    Trouble,
)
from stockage_partage.words.message import Words
from stockage_partage.words.troubles import explain
from stockage_partage.words.typography import NBSP, quoted

USAGE = f"Utilisation{NBSP}: "
OPTIONS = f"Options{NBSP}"
ARGUMENTS = f"Arguments{NBSP}"
COMMANDS = f"Commandes{NBSP}"
OPTIONS_PIECE = "[OPTIONS]"
COMMAND_PIECE = "COMMANDE [ARGUMENTS]…"
SHOW_HELP = "Montrer cette aide."
REQUIRED = "[obligatoire]"
VALUE = "VALEUR"


def by_default(value: str) -> str:
    """The value when none is given."""
    return f"[par défaut{NBSP}: {value}]"


SEE_HELP = "Ajoutez --help pour l’aide."


def unknown_command(name: str) -> str:
    """A command nobody knows."""
    return f"La commande {quoted(name)} n’existe pas. {SEE_HELP}"


def unknown_option(name: str) -> str:
    """An option nobody knows."""
    return f"L’option {quoted(name)} n’existe pas. {SEE_HELP}"


def missing(name: str) -> str:
    """A parameter that must be given."""
    return f"Il manque {quoted(name)}. {SEE_HELP}"


def unfit_option(name: str) -> str:
    """An option without its value, or with one too many."""
    return f"L’option {quoted(name)} n’est pas écrite comme attendu. {SEE_HELP}"


DATE_ADVICE = "Écrivez une date qui existe, AAAA-MM-JJ : 2026-03-15 pour le 15 mars 2026."
PLAUSIBLE_DATE = "Indiquez une date de 1900 à 2100, AAAA-MM-JJ."
YEAR_ADVICE = "Indiquez une année de quatre chiffres : 2026."


def range_advice(least: float | None, most: float | None) -> str:
    """What number fits; '' without bounds."""
    if least is None:
        return ""
    if most is None:
        return f"Indiquez un nombre entier, {least:g} au moins."
    return f"Indiquez un nombre entier de {least:g} à {most:g}."


LATER_END = "Donnez une date de fin qui ne précède pas la date de début."


def unfit(name: str, value: str, known: Sequence[str] = (), advice: str = "") -> str:
    """A value that does not fit; `known` are those that do, `advice` says what would."""
    given = f" ({value})" if value else ""
    listed = f"Choisissez parmi{NBSP}: {', '.join(known)}." if known else SEE_HELP
    return f"La valeur donnée à {quoted(name)}{given} ne convient pas. {advice or listed}"


def in_a_terminal(trouble: Trouble, outcome: str = "") -> Words:
    """A trouble's words where there is no button to click: a command does the same.

    `outcome`: what becomes of the work; most commands have done part of it, and nothing is said.
    """
    said = explain(trouble, outcome)
    if type(trouble) is SignInNeeded:
        connect = Words(said.what, f"Lancez la commande {quoted('connecter')}.", stops_all=True)
        return connect.of_work(outcome)
    if isinstance(trouble, ConsentMissing) and trouble.consent_url:
        return Words(
            said.what, f"Envoyez-lui cette adresse, puis recommencez{NBSP}: {trouble.consent_url}"
        )
    if isinstance(trouble, (GroupCreationForbidden, DirectoryQuotaReached)):
        # « activer » would go on with the account that is there.
        again = f"Lancez {quoted('deconnecter')}, puis {quoted('activer')}"
        return Words(
            said.what, f"{again} avec un compte administrateur qui peut créer des groupes."
        )
    return said


def sentence(trouble: Trouble, outcome: str = "") -> str:
    """The same on one line."""
    return in_a_terminal(trouble, outcome).sentence


UNFIT_CALL = f"Cette commande n’est pas écrite comme attendu. {SEE_HELP}"
INTERRUPTED = "Interrompu à votre demande."
