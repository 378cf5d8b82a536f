"""Proofs, checked without the company: what the commands `preuve` say, and the program in every dossier.

That program verifies fingerprints and proof with nothing but Python. The administrators' guide prints the
same lines, for whoever does not trust what came with the dossier.
"""

from __future__ import annotations

from datetime import UTC, datetime

from stockage_partage.documents.proof.folder_proof import FolderFlaw, FolderFound
from stockage_partage.documents.proof.proof_file import Proof, ProofFlaw
from stockage_partage.messages.typography import NBSP, day, number, plural, typeset

FILE = "Le fichier de preuve à écrire ; il ne remplace aucun fichier."
DOCUMENT = "Le document : son identifiant, ou un texte qui ne désigne que lui."
PROOF_FILE = "Le fichier de preuve à vérifier."
DOCUMENT_FILE = "Le document lui-même, à comparer avec la preuve."

NOT_TOLD = typeset(
    "Le journal de la société ne raconte rien de ce document : il a été conservé avant que le journal n’existe, ou déposé directement en ligne. "
    "Aucune preuve ne peut en être établie."
)
HOLDS_FOR_FILE = typeset("La preuve est intacte, et le fichier est bien celui qui a été conservé.")
HOLDS = typeset(
    "La preuve est intacte. Indiquez aussi le document (--document) pour savoir s’il est celui qui a été conservé."
)

FLAWS: dict[ProofFlaw, str] = {
    ProofFlaw.NOT_A_PROOF: "Ce fichier n’est pas une preuve établie par ce programme, ou il a été abîmé. Demandez-en une autre à qui l’a établie.",
    ProofFlaw.ENTRY_CHANGED: "Une ligne du journal a été modifiée dans cette preuve : elle ne prouve rien. Demandez-en une autre à qui l’a établie.",
    ProofFlaw.UNLINKED: "Les lignes de cette preuve ne se suivent pas jusqu’à la fin annoncée : elle ne prouve rien. Demandez-en une autre à qui "
    "l’a établie.",
    ProofFlaw.NOT_TOLD: "Aucune ligne du journal ne parle de ce document dans cette preuve : elle ne prouve rien.",
    ProofFlaw.TIMESTAMP: "Un horodatage de cette preuve a été modifié, ou n’est pas celui de son journal : ne vous y fiez pas. Demandez-en une autre "
    "à qui l’a établie.",
    ProofFlaw.OTHER_BYTES: "La preuve est intacte, mais ce fichier n’est pas celui qui a été conservé : ses octets sont différents.",
    ProofFlaw.OTHER_HEAD: "La preuve est intacte en elle-même, mais la fin du journal que vous avez gardée est une autre : l’un des deux a été "
    "écrit de nouveau.",
}


def written(name: str, proof: Proof) -> str:
    """A proof that was just made, with the end of the journal to keep elsewhere."""
    return typeset(
        f"Preuve écrite dans « {name} ». Gardez ailleurs la fin du journal : n° {number(proof.head.number)}, {proof.head.hash}."
    )


FOLDER_FLAWS: dict[FolderFlaw, str] = {
    FolderFlaw.NOT_A_PROOF: "Ce fichier n’est pas une preuve établie par ce programme, ou il a été abîmé.",
    FolderFlaw.ENTRY_CHANGED: "Une ligne du journal a été modifiée dans cette preuve.",
    FolderFlaw.UNLINKED: "Les lignes de cette preuve ne se suivent pas jusqu’à la fin annoncée.",
    FolderFlaw.TIMESTAMP: "Un horodatage a été modifié, ou n’est pas celui de ce journal.",
    FolderFlaw.NOT_TOLD: "Aucune ligne du journal ne parle de ce document.",
    FolderFlaw.OTHER_BYTES: "Ce fichier n’est plus celui qui a été conservé.",
    FolderFlaw.FILE_GONE: "Ce fichier n’est pas dans le dossier.",
}


def folder_flaw(found: FolderFound) -> str:
    """One thing that is not as the proof of a folder tells."""
    said = FOLDER_FLAWS[found.flaw]
    return typeset(f"{found.path} : {said}" if found.path else said)


def folder_result(count: int) -> str:
    """What the check of a folder came to."""
    if not count:
        return typeset(
            "La preuve est intacte, et tous ses documents sont ceux qui ont été conservés."
        )
    return plural(
        count,
        "{n} chose ne correspond pas à la preuve.",
        "{n} choses ne correspondent pas à la preuve.",
    )


def flaw(found: ProofFlaw) -> str:
    """Why a proof proves nothing, or not this."""
    return typeset(FLAWS[found])


def lines(proof: Proof) -> tuple[str, ...]:
    """What a proof tells, once it holds: which document, its bytes, and since when."""
    document = proof.document
    first = datetime.fromtimestamp(proof.entries[0].at / 1_000_000, UTC).astimezone()
    name = (
        " ".join(each for each in (document.type, document.number) if each)
        or (document.path or "").rpartition("/")[2]
    )
    return (
        f"Société{NBSP}: {proof.company_name}",
        f"Document{NBSP}: {name or document.id}",
        f"SHA-256{NBSP}: {document.sha256}",
        f"Conservé le {day(first)} à {first:%H:%M}, par {proof.entries[0].account}",
        f"Fin du journal{NBSP}: n°{NBSP}{number(proof.head.number)}, {proof.head.hash}",
    )


# --- the program in a dossier ---------------------------------------------------------------------

CHECKER = """\
# Vérifier un dossier, dans son dossier : python3 verifier.py
import hashlib, json, pathlib, sys

dossier = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
ecarts = []


def empreinte(octets):
    return hashlib.sha256(octets).hexdigest()


def empreinte_du_fichier(chemin):
    calcul = hashlib.sha256()
    try:
        with open(dossier / chemin, "rb") as fichier:
            while morceau := fichier.read(1 << 20):
                calcul.update(morceau)
    except OSError:
        return None
    return calcul.hexdigest()


fichiers = 0
for ligne in open(dossier / "empreintes.sha256", encoding="utf-8"):
    attendue, chemin = ligne.rstrip("\\n").split("  ", 1)
    fichiers += 1
    if empreinte_du_fichier(chemin) != attendue:
        ecarts.append(f"{chemin} : absent ou modifié")

prouves, suite, numero, racontees, tete = 0, None, 0, {}, None
if (dossier / "preuve.jsonl").exists():
    for ligne in open(dossier / "preuve.jsonl", encoding="utf-8"):
        dit = json.loads(ligne)
        if "format" in dit:
            suite, numero = dit["precedente"], dit["premier"] - 1
        elif "document" in dit:
            document, prouves = dit["document"], prouves + 1
            if document["sha256"] not in racontees.get(document["id"], ()):
                ecarts.append(f"{document['fichier']} : aucune ligne du journal n’en parle")
            if empreinte_du_fichier(document["fichier"]) != document["sha256"]:
                ecarts.append(f"{document['fichier']} : autre que le document conservé")
        elif "tete" in dit:
            tete = dit["tete"]
        else:
            partie, numero = dit.get("empreinte"), numero + 1
            if "entree" in dit:
                entree = dit["entree"]
                reste = {nom: entree[nom] for nom in entree if nom not in ("previous", "hash")}
                texte = json.dumps(reste, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                partie = empreinte(texte.encode())
                if (entree["number"], entree["previous"]) != (numero, suite):
                    ecarts.append(f"ligne {numero} du journal : elle n’est pas à sa place")
                sha256 = json.loads(entree["subject"]).get("sha256")
                racontees.setdefault(entree["document"], set()).add(sha256)
            suite = empreinte((suite + partie).encode())
    if tete != {"numero": numero, "empreinte": suite}:
        ecarts.append("preuve.jsonl : les lignes ne se suivent pas jusqu’à la fin")

print(f"{fichiers} fichiers, {prouves} documents prouvés.")
if tete:
    print(f"Fin du journal : n° {tete['numero']}, {tete['empreinte']}")
for ecart in ecarts:
    print("ÉCART :", ecart)
print("Le dossier est intact." if not ecarts else f"{len(ecarts)} écarts.")
sys.exit(1 if ecarts else 0)
"""
