"""What the command line says: helps, questions, results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from stockage_partage.applications import Application
from stockage_partage.errors import Trouble
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.storage.panel_facts import Facts
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.words import panel as panel_words
from stockage_partage.words import window as window_words
from stockage_partage.words.names import application as application_name
from stockage_partage.words.troubles import OPTION_REASONS
from stockage_partage.words.typography import NBSP, THIN, day, plural, quoted, typeset
from stockage_partage.words.usage import sentence

PROGRAM = "Les documents de la société dans Microsoft 365, classés et retrouvés."
COMPANIES = "Créer une société, la montrer, la régler."
LICENCES = "Installer, montrer ou émettre une licence."
COMPANY = "La base de la société : un fichier, ou une adresse postgresql+psycopg://…"
APPLICATION = "L’application : comptabilite, gestion-commerciale, paie…"
JSON = "Répondre en JSON, pour un autre programme."
YES = "Ne pas demander de confirmation."
COMPANY_CREATE = "Créer la base d’une société."
COMPANY_SHOW = "Montrer une société et ses tiers."
COMPANY_NAME = "La raison sociale."
SIREN = "Le numéro SIREN, neuf chiffres."
THIRD_PARTIES = "Un fichier CSV de tiers : code;type;nom;siren;siret;tva."
LICENCE_INSTALL = "Installer un fichier de licence dans la base de la société."
LICENCE_FILE = "Le fichier reçu du revendeur."
KEY_FOLDER = "Où écrire les deux clés ; la privée n’en sort pas."
LICENCE_SHOW = "Montrer ce que la licence ouvre à chaque application."
LICENCE_EMIT = "Émettre une licence (outil de l’éditeur)."
LICENCE_NEW_KEY = "Créer les clés de signature de l’éditeur."
LICENCE_APPLICATIONS = "Une application couverte ; l’option peut être répétée."
LICENCE_KEY = "La clé privée de l’éditeur ; sans elle, celle de la démonstration."
LICENCE_OUTPUT = "Le fichier de licence à écrire ; sans lui, elle est affichée."
LICENCE_START = "Premier jour de validité, AAAA-MM-JJ."
LICENCE_END = "Dernier jour de validité, AAAA-MM-JJ."
STATE = "Tout ce que montre le panneau."
ACTIVATE = "Activer le stockage de la société."
DEACTIVATE = "Désactiver le stockage de la société."
CONNECT = "Se connecter à Microsoft 365 depuis ce poste."
DISCONNECT = "Se déconnecter de Microsoft 365 sur ce poste."
WITH_BROWSER = "Se connecter dans le navigateur du poste plutôt qu’avec un code."
USE_GROUP = "Utiliser ce groupe existant (son identifiant)."
NEW_GROUP = "Créer un autre groupe du même nom."
RESTORE = "Restaurer le groupe supprimé dans Microsoft 365."
DEPOSIT = "Classer des documents."
SEND = "Envoyer les documents en attente."
CONTINUOUS = "Continuer jusqu’à l’arrêt demandé."
IN_FLIGHT = "Envois simultanés, de 1 à 32."
DOCUMENTS = "Chercher dans les documents de la société."
SEARCHED = "Ce qui est cherché : numéro, tiers, type…"
STATUS = "Seulement ce statut : en_attente, classe, bloque, a_classer."
LIMIT = "Nombre de documents au plus."
FILES = "Les fichiers à classer."
THIRD_PARTY = "Le code du tiers."
DOCUMENT_TYPE = "Le type de pièce : facture, avoir, devis…"
DOCUMENT_NUMBER = "Le numéro de pièce."
DOCUMENT_DATE = "La date de la pièce, AAAA-MM-JJ."
OPEN = "Ouvrir la fenêtre."
DEMO = "Ouvrir la fenêtre sur une société d’exemple et un Microsoft 365 local."
JOURNEY = "Jouer tout le parcours de la page d’aide, sans écran."
CAPTURES = "Dossier où laisser les images de chaque étape."
EMULATOR = "Le Microsoft 365 local, seul."
PORT = "Le premier des trois ports ; 0 : des ports libres."
EMULATOR_DATA = "Dossier où il garde ses données."
LATENCY = "Délai ajouté à chaque réponse, en millisecondes."
PROVISIONING = "Durée de préparation de l’espace d’un nouveau groupe, en secondes."
FAULTS = "Fichier JSON de défauts à jouer."
EMULATOR_JOURNAL = "Fichier où noter chaque demande, une ligne JSON."
DIAGNOSIS = "Vérifier réglages, réseau, coffre, base : ce qui ne va pas, et que faire."

CONFIRM = f"Répondez par oui pour continuer{THIN}; --oui évite cette question."
ACCEPTED = frozenset({"o", "oui"})
ALREADY_OFF = "Le stockage n’est pas activé" + NBSP + ": rien n’est à faire."
NOTHING_DONE = "Rien n’a été modifié."
BROWSER_OPENED = "Terminez la connexion dans la page ouverte par votre navigateur."
NOT_REMEMBERED = (
    "Le coffre de mots de passe de ce poste n’est pas utilisable" + NBSP + ": "
    "la connexion ne sera pas retenue après cette commande."
)
HOW_TO_CHOOSE = (
    "Relancez avec --groupe IDENTIFIANT pour en utiliser un, ou --nouveau-groupe pour en créer un."
)
HOW_TO_RESTORE = "Relancez avec --restaurer-groupe pour le restaurer, ou --nouveau-groupe pour en créer un autre."
NO_SCREEN = (
    "Aucun écran n’a été trouvé" + NBSP + ": le parcours complet est joué sans fenêtre, "
    "avec une image par étape."
)


class _Party(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


def company_lines(
    name: str, siren: str | None, identifier: str, parties: Iterable[_Party]
) -> tuple[str, ...]:
    """A company and its third parties, for a person."""
    listed = tuple(f"  {party.code}  {party.name}" for party in parties)
    return (
        f"{window_words.ROW_NAME}{NBSP}: {name}",
        f"{window_words.ROW_SIREN}{NBSP}: {window_words.siren(siren)}",
        f"{window_words.ROW_COMPANY_ID}{NBSP}: {identifier}",
        f"Tiers{NBSP}: {len(listed)}",
        *listed,
    )


def licence_object(application: Application, verdict: Entitlement) -> dict[str, Any]:
    """One application's standing, for a machine."""
    return {
        "application": str(application),
        "option_acquise": verdict.granted,
        "titulaire": verdict.holder,
        "debut": _iso(verdict.valid_from),
        "fin": _iso(verdict.valid_until),
        "raison": None if verdict.granted else OPTION_REASONS[verdict.standing].sentence,
    }


def licence_lines(verdicts: Mapping[Application, Entitlement]) -> tuple[str, ...]:
    """Every application's standing, for a person."""
    return tuple(
        f"{application_name(each)}{NBSP}: {_standing(verdict)}"
        for each, verdict in verdicts.items()
    )


def _standing(verdict: Entitlement) -> str:
    if verdict.standing is not Standing.GRANTED:
        return OPTION_REASONS[verdict.standing].sentence
    until = f" jusqu’au {day(verdict.valid_until)}" if verdict.valid_until else ""
    return f"option acquise{until}."


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def licence_written(path: str) -> str:
    """Where the new licence is."""
    return f"Licence écrite dans {quoted(path)}."


def confirm_activation(group: str) -> str:
    """The question before activating."""
    return " ".join(window_words.activation_points(group, False))


def confirm_deactivation(facts: Facts) -> str:
    """The question before deactivating; more serious for an application without the option."""
    name = facts.group.name if facts.group else facts.wanted_group_name
    points = list(window_words.deactivation_points(name, facts.documents.not_online))
    if not facts.entitlement.granted:
        points.append(window_words.no_way_back(facts.application, facts.activated_from))
    return " ".join(points)


def after_deactivation(group: str, waiting: int) -> tuple[str, ...]:
    """What stays and what is left to do, once it is done."""
    return ("Le stockage est désactivé.", *window_words.deactivation_points(group, waiting))


def candidate(identifier: str, name: str, nickname: str) -> str:
    """One foreign group of the same name."""
    return f"  {identifier}  {name}  ({nickname})"


def device_code(address: str, code: str) -> tuple[str, str]:
    """Where to go and what to type on another device."""
    return (
        f"Ouvrez {address} dans un navigateur et saisissez le code{NBSP}: {code}",
        f"Cette commande continue d’elle-même ensuite{THIN}; Ctrl+C pour abandonner.",
    )


def reconnected_as(now: str, before: str) -> str:
    """Another account than before, said."""
    return f"{now} est maintenant connecté, à la place de {before}."


def state_lines(state: PanelState) -> tuple[str, ...]:
    """The panel as text, notices first."""
    notices = tuple(
        f"{panel_words.TONES[each.tone]}{NBSP}: {panel_words.notice(state, each.kind)}"
        for each in state.notices
    )
    rows = [(panel_words.ROW_STORAGE, panel_words.storage(state))]
    if state.link is not None:
        folder = f"{state.link.name}  {state.link.url or ''}".rstrip()
        rows.append((panel_words.ROW_FOLDER, folder))
    rows.append((panel_words.ROW_ACCOUNT, panel_words.account(state)))
    rows.append((panel_words.ROW_DOCUMENTS, panel_words.documents(state)))
    button = panel_words.LABELS[state.main.label]
    if not state.main.enabled:
        button += f" (grisé){NBSP}: {panel_words.reason(state, state.main)}"
    title = typeset(f"{state.facts.company_name} · {application_name(state.facts.application)}")
    return (
        title,
        *notices,
        *(f"{label}{NBSP}: {value}" for label, value in rows),
        f"Bouton{NBSP}: {button}",
    )


NOTHING_FOUND = "Aucun document ne correspond."


def about(name: str, trouble: Trouble) -> str:
    """Why one file among several was refused."""
    return named(name, sentence(trouble))


def named(name: str, said: str) -> str:
    """A sentence about one file among several."""
    return f"{quoted(name)}{NBSP}: {said}"


def sent(filed: int, waiting: int, blocked: int) -> str:
    """What sending came to."""
    parts = [
        plural(filed, "{n} document envoyé", "{n} documents envoyés"),
        plural(waiting, "{n} en attente", "{n} en attente"),
    ]
    if blocked:
        parts.append(plural(blocked, "{n} bloqué", "{n} bloqués"))
    return " · ".join(parts)


EMULATOR_FOLDER_IN_USE = (
    "Un autre Microsoft 365 local utilise déjà ce dossier. Arrêtez-le, ou donnez un autre dossier."
)


def port_taken(port: int) -> str:
    """Another program listens there."""
    return f"Le port {port} est déjà utilisé par un autre programme. Choisissez-en un autre, ou 0."


def bad_script(why: str) -> str:
    """The script of faults cannot be read."""
    return f"Le fichier de défauts ne peut pas être suivi{NBSP}: {why}. Corrigez-le, puis relancez."
