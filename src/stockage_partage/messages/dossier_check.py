"""The small program that lies in every dossier: it verifies fingerprints and proof with nothing but Python.

The administrators' guide prints the same lines, for whoever does not trust what came with the dossier.
"""

from __future__ import annotations

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
