"""Every sentence on the pages of the local Microsoft 365, in French."""

# ruff: noqa: S105 - labels of a password field, no password
from __future__ import annotations

# --- on every page -------------------------------------------------------------------------------
BAND = "Démonstration – Microsoft 365 local"
BAND_HINT = "Rien ne quitte cet ordinateur. N’utilisez aucun vrai mot de passe."
NEXT = "Suivant"
CANCEL = "Annuler"
BACK = "Revenir à l’application"
CONTINUE = "Continuer"

# --- sign-in -------------------------------------------------------------------------------------
SIGN_IN = "Se connecter"
SIGN_IN_HINT = "pour continuer vers {application}"
USERNAME = "Adresse de messagerie du compte"
PASSWORD = "Mot de passe"
PASSWORD_TITLE = "Entrer le mot de passe"
PASSWORD_FILLED = "Mot de passe de démonstration, déjà rempli :"
OTHER_ACCOUNT = "Utiliser un autre compte"
PICK = "Choisir un compte"
SAMPLES = "Comptes de démonstration"
SAMPLES_HINT = "Cliquez sur un compte : son mot de passe sera rempli pour vous."
SIGNED_IN = "Connecté"
MFA = "Confirmer votre identité"
MFA_HINT = "Un code à six chiffres vient d’être envoyé sur le téléphone de {name}."
MFA_CODE = "Code de vérification"
MFA_SAMPLE = "Code de démonstration : {code}"

WRONG_USERNAME = "Ce compte n’existe pas dans cette organisation. Vérifiez l’adresse saisie."
WRONG_PASSWORD = "Le mot de passe ne correspond pas à ce compte. Vérifiez-le, puis recommencez."
WRONG_CODE = "Ce code n’est pas le bon. Vérifiez-le, puis recommencez."
EMPTY = "Remplissez ce champ pour continuer."

ROLES = {
    "administrateur": "Administrateur de l’organisation",
    "utilisateur": "Membre ordinaire, ne crée pas de groupe",
    "sans-groupe": "Sans droit de créer un groupe",
    "gestionnaire": "Administratrice des groupes",
    "double-authentification": "Avec un code de vérification",
    "accord-administrateur": "Doit attendre l’accord d’un administrateur",
    "poste-non-conforme": "Refusée dans un navigateur intégré",
    "acces-conditionnel": "Accès bloqué par l’organisation",
    "mot-de-passe-expire": "Mot de passe expiré",
    "verrouille": "Compte verrouillé",
    "desactive": "Compte désactivé",
}

# AADSTS number -> (title, sentence, advice)
BLOCKED = {
    50053: (
        "Compte verrouillé",
        "Trop de mots de passe erronés ont été saisis pour ce compte.",
        "Attendez quelques minutes, ou demandez à un administrateur de le déverrouiller.",
    ),
    50055: (
        "Mot de passe expiré",
        "Le mot de passe de ce compte a expiré.",
        "Changez-le sur le portail de votre organisation, puis reconnectez-vous.",
    ),
    50057: (
        "Compte désactivé",
        "Ce compte a été désactivé par votre organisation.",
        "Adressez-vous à un administrateur, ou choisissez un autre compte.",
    ),
    53000: (
        "Ce navigateur ne permet pas d’entrer",
        "Votre organisation n’accepte que les postes qu’elle gère, et ce navigateur ne peut pas le prouver.",
        "Recommencez dans votre navigateur habituel.",
    ),
    53003: (
        "Accès bloqué par votre organisation",
        "Le mot de passe est le bon, mais une règle d’accès conditionnel interdit d’entrer d’ici.",
        "Adressez-vous à un administrateur en lui donnant le code ci-dessous.",
    ),
    50105: (
        "Compte non affecté",
        "Votre organisation réserve cette application aux personnes qu’elle désigne.",
        "Demandez à un administrateur de vous y affecter.",
    ),
    500200: (
        "Compte personnel",
        "Ce compte Microsoft est un compte personnel, que cette application n’accepte pas.",
        "Reconnectez-vous avec le compte de votre organisation.",
    ),
    530036: (
        "Connexion par code bloquée",
        "Votre organisation n’accepte pas la connexion par un code saisi sur un autre appareil.",
        "Recommencez dans un navigateur.",
    ),
    530084: (
        "Jeton lié au poste exigé",
        "Une règle d’accès conditionnel exige que la connexion soit liée à ce poste.",
        "Utilisez une application qui passe par le gestionnaire de comptes du système.",
    ),
    90094: (
        "Accord d’un administrateur nécessaire",
        "{application} demande des droits que seul un administrateur peut accorder.",
        "Faites-lui suivre la demande, puis reconnectez-vous quand il aura répondu.",
    ),
}
REFERENCE = "Code à communiquer :"

# --- consent -------------------------------------------------------------------------------------
CONSENT = "Autorisations demandées"
CONSENT_HINT = "{application} souhaite, en votre nom :"
CONSENT_NOTE = "Vous pourrez revenir sur cet accord à tout moment auprès de votre administrateur."
CONSENT_EVERYBODY = "Accepter pour toute l’organisation {organisation}"
ADMIN_CONSENT = "Autorisations pour toute l’organisation"
ADMIN_CONSENT_HINT = "{application} souhaite, pour chaque personne de {organisation} :"
ACCEPT = "Accepter"
SCOPES = {
    "User.Read": "lire votre profil",
    "Group.ReadWrite.All": "créer des groupes et gérer ceux auxquels vous avez accès",
    "Group.Read.All": "lire les groupes auxquels vous avez accès",
    "Files.ReadWrite.All": "lire, déposer et modifier les fichiers auxquels vous avez accès",
    "Files.ReadWrite": "lire, déposer et modifier vos fichiers",
    "Files.Read.All": "lire les fichiers auxquels vous avez accès",
    "Files.Read": "lire vos fichiers",
    "Sites.Read.All": "lire les sites auxquels vous avez accès",
    "Sites.ReadWrite.All": "lire et modifier les sites auxquels vous avez accès",
    "GroupMember.Read.All": "lire les membres de vos groupes",
    "GroupMember.ReadWrite.All": "gérer les membres de vos groupes",
    "Directory.Read.All": "lire l’annuaire de l’organisation",
}
OTHER_SCOPE = "utiliser le droit {scope}"

# --- device code ---------------------------------------------------------------------------------
DEVICE = "Connecter un appareil"
DEVICE_HINT = "Saisissez le code affiché par l’application."
DEVICE_CODE = "Code de l’appareil"
DEVICE_WRONG = "Ce code est inconnu ou n’est plus valable. Vérifiez-le, ou demandez-en un autre."
DEVICE_MESSAGE = (
    "Pour vous connecter, ouvrez la page {address} dans un navigateur et saisissez le code {code}."
)

# --- endings -------------------------------------------------------------------------------------
DONE = "Vous êtes connecté"
DONE_HINT = "Vous pouvez fermer cette page et revenir à l’application."
ADMIN_CONSENT_DONE = "Accord enregistré"
ADMIN_CONSENT_DONE_HINT = "Toutes les personnes de {organisation} peuvent maintenant se connecter."
DECLINED = "Connexion abandonnée"
DECLINED_HINT = "Rien n’a été autorisé. Vous pouvez fermer cette page."
SIGNED_OUT = "Vous êtes déconnecté"
SIGNED_OUT_HINT = "Fermez cette page, ou revenez à l’application pour vous reconnecter."
SENDING_BACK = "Retour à l’application…"
SENDING_BACK_HINT = "Si rien ne se passe, utilisez le bouton ci-dessous."
NATIVE_CLIENT = "Retour à l’application"
NATIVE_CLIENT_HINT = "L’application a reçu la réponse. Vous pouvez fermer cette page."
WELCOME = "Microsoft 365 local"
WELCOME_HINT = "Ce service de démonstration est en marche. Ouvrez l’application pour l’utiliser."
LATE = "Cette page n’est plus valable"
LATE_HINT = (
    "Trop de temps a passé, ou la connexion est déjà faite. Recommencez depuis l’application."
)

# error word of the request -> (title, sentence)
BAD_REQUEST = {
    50011: (
        "Adresse de retour refusée",
        "L’application demande à être rappelée à une adresse qu’elle n’a pas déclarée : {detail}",
    ),
    700016: (
        "Application inconnue",
        "Aucune application de ce numéro n’est déclarée dans l’organisation : {detail}",
    ),
    70011: ("Droit inconnu", "L’application demande un droit qui n’existe pas : {detail}"),
    90002: ("Organisation inconnue", "Cette organisation n’existe pas ici : {detail}"),
    90014: ("Demande incomplète", "Il manque un renseignement dans la demande : {detail}"),
}

# --- SharePoint ----------------------------------------------------------------------------------
LIBRARY = "Documents"
LIBRARY_ADDRESS = "Documents partages"
RECORD_LABEL = "Pièces comptables (10 ans)"
SYSTEM_ACCOUNT = "Compte système"
COLUMN_TITLE = "Titre"
DOCUMENT = "Document"
WHO_MAY_SEE = "Visible par les membres du groupe. Ici, la démonstration l’ouvre à cet ordinateur."
COLUMN_NAME = "Nom"
COLUMN_DATE = "Modifié le"
COLUMN_BY = "Modifié par"
COLUMN_SIZE = "Taille"
COLUMN_VERSION = "Version"
FOLDER_EMPTY = "Ce dossier est vide."
FOLDER = "Dossier"
FILE = "Fichier"
DOWNLOAD = "Télécharger"
BREADCRUMB = "Fil d’Ariane"
PREPARING = "Espace en préparation"
PREPARING_HINT = "La bibliothèque du groupe « {name} » est en cours de création. Cette page se rafraîchit d’elle-même."
GROUP_DELETED = "Groupe supprimé"
GROUP_DELETED_HINT = "Le groupe « {name} » a été supprimé. Un administrateur peut encore le restaurer pendant trente jours."
NOT_FOUND = "Page introuvable"
NOT_FOUND_HINT = "Ce dossier ou ce fichier n’existe pas, ou n’existe plus."
SITES = "Sites de l’organisation"
SITES_NONE = "Aucun groupe n’a encore été créé."
SIZE_UNITS = ("octets", "Ko", "Mo", "Go")
