"""The journey's steps in French."""

from __future__ import annotations

from stockage_partage.messages.typography import NBSP, plural, typeset

STEPS = {
    "microsoft365": "Microsoft 365 local démarré",
    "societe": "Société d’exemple et sa licence",
    "fenetre": "Panneau affiché, stockage inactif",
    "confirmation": "Activation demandée et confirmée",
    "connexion": "Administrateur connecté dans le navigateur intégré",
    "groupe": "Lien affiché aussitôt",
    "initialisation": "Espace prêt de lui-même",
    "lien": "Page ouverte au lien",
    "modele_obligatoire": typeset("Factures réglées sur « Obligatoire »"),
    "impression": "Facture imprimée en PDF, envoi coché et grisé",
    "facture": "Facture classée, octet pour octet",
    "deja_classee": "La même facture n’est pas classée deux fois",
    "dossier_surveille": "Dossier d’impression surveillé",
    "pdf_incomplet": "PDF incomplet laissé en place",
    "pdf_pris": "PDF complet pris, classé et mis de côté",
    "a_classer": "Facture d’un client inconnu gardée à classer",
    "classement": "Client créé, facture classée en un clic",
    "piece_jointe": "Fichier du poste joint à un tiers",
    "retrouvee": "Facture retrouvée pendant la frappe",
    "apercu": "Aperçu dans la fenêtre",
    "sharepoint": "Facture ouverte dans SharePoint, lien copié",
    "changements_en_ligne": "Fichiers ajouté, renommé et supprimé en ligne",
    "synchronisation": "Changements en ligne reportés par l’assistant",
    "application_limitee": "Application sans l’option : fonctions limitées",
    "collegue_ajoute": "Un collègue ajouté au groupe",
    "deconnexion": "Déconnecté",
    "autre_compte": "Reconnecté avec un autre compte",
    "facture_ubl": "Facture UBL d’un fournisseur, déposée et classée d’elle-même",
    "lue_en_francais": "La même, lue en français dans la vue lisible",
    "desactivation": "Désactivé, vu par l’autre application",
    "consultation_fermee": "Consultation refusée, avec sa raison",
    "rapatriement": "Documents rapatriés et vérifiés d’après leur index",
    "dossier": "Dossier constitué pour un litige",
    "dossier_verifie": "Dossier vérifié par ce qu’il contient",
    "reactivite": "Plus longue attente de la fenêtre",
}

#: What the journey prints to, attaches, and does online: names as people give them.
PRINTED_TO = "Sortie"
WATCHED_FOLDER = "Impressions"
DESK = "Bureau"
BROUGHT_BACK_TO = "Rapatriés"
DISPUTE = "Litige"
ATTACHED = "Conditions 2026.txt"
ATTACHED_TEXT = "Remise de 5 % au-delà de 3 000 € hors taxes.\n"
ADDED = "Bon pour accord.txt"
ADDED_TEXT = "Bon pour accord.\n"
RENAMED = "Facture_FA00043 vérifiée.pdf"
#: In what the window says of a print that was filed before.
ALREADY = "déjà classé"


def checked(files: int, views: int) -> str:
    """« 15 fichiers, dont 4 vues lisibles »."""
    return f"{plural(files, '{n} fichier', '{n} fichiers')}, dont {plural(views, '{n} vue lisible', '{n} vues lisibles')}"


def line(name: str, fine: bool, seconds: float, detail: str) -> str:
    """One line a step; the mark is doubled by a word."""
    mark = "Bien" if fine else "Échec"
    lasted = f"{seconds:.1f}".replace(".", ",")
    return f"{mark}{NBSP}· {STEPS.get(name, name)} ({lasted}{NBSP}s){NBSP}: {detail}"
