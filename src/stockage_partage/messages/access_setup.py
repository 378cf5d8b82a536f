"""« Accès à Microsoft 365 »: the administrator's assistant, from the registration to the settings."""

from __future__ import annotations

from stockage_partage.graph.library.creation_right import SETTINGS_PERMISSION, CreationRight
from stockage_partage.messages.typography import NBSP, typeset

ENTRY = "Accès à Microsoft 365…"
TITLE = "Accès à Microsoft 365"
INTRODUCTION = typeset(
    "Indiquez l’application inscrite dans Microsoft Entra. Tout est essayé avant d’être enregistré."
)
CLIENT = "Identifiant de l’application"
CLIENT_HELP = typeset("« ID d’application (client) », dans la vue d’ensemble de l’inscription.")
CLIENT_WRONG = typeset("Un identifiant ressemble à ceci : 6c0f8e2b-5b5e-4b1e-9e0b-2b0d5c8a7f14.")
TENANT = "Organisation"
TENANT_HELP = typeset("Son domaine ou son identifiant ; vide, si l’application en sert plusieurs.")
TENANT_WRONG = "Écrivez un domaine, comme bijou.fr, ou l’identifiant de l’organisation."
TRY = "Vérifier"
SIGN_IN = "Me connecter pour vérifier"
COPY_CONSENT = "Copier l’adresse d’autorisation"
COPY_MESSAGE = "Copier le message à envoyer"
KEEP = "Enregistrer les réglages"
CHECK = "Vérification"
RESULT = "Résultat"
TABLE_NAME = "Ce qui a été vérifié"
ACCOUNT = "Compte, autorisation et droits"
SIGN_IN_TO_KNOW = "Connectez-vous pour le savoir."
TRY_FIRST = "Vérifiez d’abord."
COPIED = "Copié. Envoyez-le à la personne qui administre Microsoft 365, puis vérifiez de nouveau."


CREATION = "Création du groupe"
NAMING = "Nom du groupe"
NAME_FINE = typeset("L’organisation accepte un nom comme « Sage – BIJOU SA ».")


def account_fine(account: str) -> str:
    """Somebody signed in, and may read groups: the organisation has approved the application."""
    return f"{account} est connecté, et peut lire les groupes."


_CREATION: dict[CreationRight, str] = {
    CreationRight.BY_ROLE: "{account} peut créer des groupes : son rôle d’administration le permet toujours.",
    CreationRight.EVERYBODY: "{account} peut créer des groupes : l’organisation ne le réserve à personne.",
    CreationRight.AS_MEMBER: "{account} peut créer des groupes : l’organisation le réserve à un groupe de personnes dont il fait partie.",
    CreationRight.REFUSED: (
        "{account} ne peut pas créer de groupe : l’organisation le réserve à d’autres. Activez le stockage avec le compte d’un "
        "administrateur de groupes, ou faites ajouter {account} à ceux qui le peuvent, dans Microsoft Entra."
    ),
    CreationRight.UNTOLD: (
        "L’organisation ne laisse pas lire si {account} peut créer des groupes : l’activation le dira, et ne laisse rien derrière "
        "elle si c’est non. Pour le savoir d’avance, connectez-vous comme administrateur de groupes, ou ajoutez à l’inscription "
        f"l’autorisation « {SETTINGS_PERMISSION} »."
    ),
}
#: Nothing has to be done about these.
CREATION_FINE = frozenset({CreationRight.BY_ROLE, CreationRight.EVERYBODY, CreationRight.AS_MEMBER})


def creation(right: CreationRight, account: str) -> str:
    """Whether somebody may create the group of a company, by what, and what to do otherwise."""
    return typeset(_CREATION[right].format(account=account))


def kept(place: str) -> str:
    """The settings file is written."""
    return f"Réglages enregistrés dans {place}{NBSP}: ils valent pour les sociétés ouvertes à partir de maintenant."
