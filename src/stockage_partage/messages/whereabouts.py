"""A company that is elsewhere than it was, or has another name: the question, and what each answer does."""

from __future__ import annotations

from stockage_partage.messages.typography import quoted, typeset

COMMAND_MOVED = "C’est la société elle-même, qui a changé d’emplacement."
COMMAND_COPY = (
    "C’est une copie pour des essais : elle devient une société à part, stockage désactivé."
)
ONE_ANSWER = "Donnez l’une des deux options : --deplacee ou --copie."

TRANSFER_TARGET = "La base à créer : un fichier, ou une adresse postgresql+psycopg://…"

TITLE = "La base de la société a changé d’emplacement"
QUESTION = typeset(
    "Elle n’est plus à l’endroit où elle a été ouverte jusqu’ici. Est-ce la société elle-même, ou une copie de "
    "sa base ?"
)
POINTS = (
    typeset(
        "La société elle-même : tout continue ici, avec le même groupe Microsoft 365. Mettez de côté l’ancien "
        "fichier, s’il existe encore : une société ne sert que d’une seule base."
    ),
    typeset(
        "Une copie pour des essais : elle devient une société à part. Le stockage y est désactivé, et ce qu’elle "
        "classera ira dans un groupe à elle. La société d’origine n’est pas touchée."
    ),
)
MOVED = "C’est la société"
COPY = "C’est une copie"

SAID_MOVED = "La société est désormais à cet emplacement."
SAID_COPY = (
    "Cette copie est désormais une société à part. Le stockage y est désactivé ; activez-le si vous voulez "
    "essayer, dans un groupe à elle."
)


def before_transfer(place: str) -> str:
    """The question before a company moves to `place`."""
    return typeset(
        f"La société sera copiée dans « {place} » et ne servira plus que de là : indiquez ensuite cette adresse à "
        "chaque poste. Fermez d’abord les applications ; l’ancienne base n’est pas effacée."
    )


def transferred(place: str) -> str:
    """The company is at `place` now."""
    return typeset(
        f"La société est désormais dans « {place} ». L’ancienne base est intacte ; mettez-la de côté."
    )


RENAME_GROUP = "Renommer le groupe"
NEW_NAME = "La nouvelle raison sociale."


def before(old_group: str, *, has_siren: bool) -> str:
    """The warning before the raison sociale changes while storage is active."""
    # A licence is recognised by the SIREN, and by the name where there is none.
    sentences = [
        f"Le stockage est activé. Le groupe {quoted(old_group)} gardera ce nom en ligne tant que vous ne "
        "l’aurez pas renommé.",
        "Rien n’est perdu : les documents continuent d’être classés, consultés et envoyés dans ce même groupe.",
    ]
    if not has_siren:
        sentences.append(
            "La licence de l’option est au nom de la société, qui n’a pas de SIREN enregistré : demandez-en "
            "une nouvelle à votre revendeur, sans quoi l’option ne sera plus reconnue."
        )
    return typeset(" ".join(sentences))


def after(new_group: str) -> str:
    """What is left to do once the raison sociale has changed."""
    return typeset(
        f"La raison sociale est changée. Lancez la commande {quoted('renommer-groupe')} pour que le groupe "
        f"s’appelle {quoted(new_group)} en ligne aussi."
    )


def renamed(group: str) -> str:
    """The group has its new name."""
    return f"Le groupe s’appelle maintenant {quoted(group)}."


def already(group: str) -> str:
    """Said when the group has the wanted name already: nothing is to be done."""
    return typeset(f"Le groupe s’appelle déjà {quoted(group)} : rien n’est à faire.")
