"""What several commands say: questions, facts in lines, results. Their helps are in `command_helps`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from stockage_partage.activation.states import Facts, PanelState
from stockage_partage.applications import Application
from stockage_partage.errors import Trouble
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.messages import panel as panel_texts
from stockage_partage.messages import panel_notices
from stockage_partage.messages import window as window_texts
from stockage_partage.messages.names import application as application_name
from stockage_partage.messages.plain_troubles import OPTION_REASONS
from stockage_partage.messages.typography import NBSP, THIN, day, plural, quoted, typeset
from stockage_partage.messages.usage import sentence

CONFIRM = f"Répondez par oui pour continuer{THIN}; --oui évite cette question."
ACCEPTED = frozenset({"o", "oui"})
ALREADY_OFF = "Le stockage n’est pas activé" + NBSP + ": rien n’est à faire."
NOTHING_DONE = "Rien n’a été modifié."


NOT_REMEMBERED = (
    "Le coffre de mots de passe de ce poste n’est pas utilisable" + NBSP + ": "
    "la connexion ne sera pas retenue après cette commande."
)
HOW_TO_CHOOSE = (
    "Relancez avec --groupe IDENTIFIANT pour en utiliser un, ou --nouveau-groupe pour en créer un."
)
HOW_TO_RESTORE = "Relancez avec --restaurer-groupe pour le restaurer, ou --nouveau-groupe pour en créer un autre."
ADDRESS_ALONE = typeset("Une adresse dit tout ce qu’il faut montrer : n’ajoutez rien.")
NO_SCREEN = (
    "Aucun écran n’a été trouvé" + NBSP + ": le parcours complet est joué sans fenêtre, "
    "avec une image par étape."
)


class _Party(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class _Group(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def company_lines(
    name: str,
    siren: str | None,
    identifier: str,
    group: _Group | None,
    parties: Iterable[_Party],
) -> tuple[str, ...]:
    """A company and its third parties, for a person. `group`: the one it has, or had."""
    known = f"{quoted(group.name)}, identifiant {group.id}" if group else "aucun"
    listed = tuple(f"  {party.code}  {party.name}" for party in parties)
    return (
        f"{window_texts.ROW_NAME}{NBSP}: {name}",
        f"{window_texts.ROW_SIREN}{NBSP}: {window_texts.siren(siren)}",
        f"{window_texts.ROW_COMPANY_ID}{NBSP}: {identifier}",
        f"Groupe Microsoft 365{NBSP}: {known}",
        f"Tiers{NBSP}: {len(listed)}",
        *listed,
    )


class _Days(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date: ...


def licence_object(
    application: Application, verdict: Entitlement, following: _Days | None
) -> dict[str, Any]:
    """One application's standing, for a machine. `following`: the licence that begins later."""
    return {
        "application": str(application),
        "option_acquise": verdict.granted,
        "titulaire": verdict.holder,
        "debut": _iso(verdict.valid_from),
        "fin": _iso(verdict.valid_until),
        "raison": None if verdict.granted else OPTION_REASONS[verdict.standing].sentence,
        "suivante": following
        and {"debut": _iso(following.valid_from), "fin": _iso(following.valid_until)},
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
    if verdict.valid_until is None:
        return "option acquise."
    return f"option acquise jusqu’au {day(verdict.valid_until)}."


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def licence_to_come(following: _Days | None) -> tuple[str, ...]:
    """The line that tells of a licence that begins later; none when there is none."""
    if following is None:
        return ()
    first, last = day(following.valid_from), day(following.valid_until)
    return (f"Licence suivante{NBSP}: du {first} au {last}.",)


def licence_written(
    path: str, holder: str, applications: Iterable[Application], first: date, last: date
) -> str:
    """Where the new licence is, and what it says."""
    covered = ", ".join(application_name(each) for each in applications)
    return f"Licence écrite dans {quoted(path)}{NBSP}: {holder}, du {day(first)} au {day(last)}, pour {covered}."


def confirm_activation(group: str) -> str:
    """The question before activating."""
    return " ".join(window_texts.activation_points(group, False))


def confirm_deactivation(facts: Facts) -> str:
    """The question before deactivating; more serious for an application without the option."""
    name = facts.group.name if facts.group else facts.wanted_group_name
    points = list(window_texts.deactivation_points(name, facts.documents.not_online))
    if not facts.entitlement.granted:
        points.append(window_texts.no_way_back(facts.application, facts.activated_from))
    return " ".join(points)


def after_deactivation(group: str, waiting: int) -> tuple[str, ...]:
    """What stays and what is left to do, once it is done."""
    return ("Le stockage est désactivé.", *window_texts.deactivation_points(group, waiting))


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
    """Said when another account than before has signed in."""
    return f"{now} est maintenant connecté, à la place de {before}."


def state_lines(state: PanelState) -> tuple[str, ...]:
    """The panel as text, notices first."""
    notices = tuple(
        f"{panel_notices.TONES[each.tone]}{NBSP}: {panel_notices.notice(state, each.kind)}"
        for each in state.notices
    )
    rows = [(panel_texts.ROW_STORAGE, panel_texts.storage(state))]
    if state.link is not None:
        folder = f"{state.link.name}  {state.link.url or ''}".rstrip()
        rows.append((panel_texts.ROW_FOLDER, folder))
    rows.append((panel_texts.ROW_ACCOUNT, panel_texts.account(state)))
    rows.append((panel_texts.ROW_DOCUMENTS, panel_texts.documents(state)))
    button = panel_texts.LABELS[state.main.label]
    if not state.main.enabled:
        button += f" (grisé){NBSP}: {panel_notices.reason(state, state.main)}"
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
