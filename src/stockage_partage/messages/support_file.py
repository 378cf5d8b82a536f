"""The file for the support in French: what it is called, what it holds, what is said once it is written."""

from __future__ import annotations

from stockage_partage.messages.typography import typeset

FILE = "Fichier zip à écrire ; il ne doit pas exister."
#: The parts by the names that they have in the file.
READ_ME = "lisez-moi.txt"
VERSIONS = "versions.json"
SETTINGS = "reglages.json"
DIAGNOSIS = "diagnostic.json"
COMPANY = "societe.json"
FAULTS = "anomalies.json"
JOURNAL = "journal-technique.txt"

INTRODUCTION = (
    typeset(
        "Ce fichier est pour l’assistance. Il ne contient ni mot de passe, ni jeton, ni adresse, ni document, ni "
        "nom de société, de tiers, de compte, de dossier ou de document : ouvrez-le et lisez-le avant de l’envoyer."
    )
    + "\n\n"
    + "\n".join(
        typeset(f"{name} : {what}")
        for name, what in (
            (VERSIONS, "le programme, le système et les bibliothèques."),
            (SETTINGS, "quels réglages sont faits, sans leur valeur."),
            (DIAGNOSIS, "ce que le diagnostic a trouvé, point par point."),
            (COMPANY, "où en est la société, en nombres."),
            (FAULTS, "ce que la réparation trouverait, en nombres ; rien n’a été modifié."),
            (JOURNAL, "les erreurs du programme : leur date et leur place dans le code."),
        )
    )
    + "\n"
)


def written(file: str) -> str:
    """Where the file is, and that it can be looked at."""
    return typeset(f"{file} est écrit. Vous pouvez l’ouvrir avant de l’envoyer à l’assistance.")
