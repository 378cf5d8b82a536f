"""The journey's steps in French."""

from __future__ import annotations

from stockage_partage.words.typography import NBSP

STEPS = {
    "microsoft365": "Microsoft 365 local démarré",
    "societe": "Société d’exemple et sa licence",
    "fenetre": "Panneau affiché, stockage inactif",
    "confirmation": "Activation demandée et confirmée",
    "connexion": "Administrateur connecté dans le navigateur intégré",
    "groupe": "Lien affiché aussitôt",
    "initialisation": "Espace prêt de lui-même",
    "lien": "Page ouverte au lien",
    "facture": "Facture classée, octet pour octet",
    "retrouvee": "Facture retrouvée",
    "deja_classee": "La même facture n’est pas classée deux fois",
    "application_limitee": "Application sans l’option : fonctions limitées",
    "collegue_ajoute": "Un collègue ajouté au groupe",
    "deconnexion": "Déconnecté",
    "autre_compte": "Reconnecté avec un autre compte",
    "desactivation": "Désactivé, vu par l’autre application",
    "reactivite": "Plus longue attente de la fenêtre",
}


def line(name: str, fine: bool, seconds: float, detail: str) -> str:
    """One line a step; the mark is doubled by a word."""
    mark = "Bien" if fine else "Échec"
    return f"{mark}{NBSP}· {STEPS.get(name, name)} ({seconds:.1f}{NBSP}s){NBSP}: {detail}"
