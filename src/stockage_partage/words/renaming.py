"""The raison sociale changes, and the group online with it or not."""

from __future__ import annotations

from stockage_partage.words.typography import quoted, typeset

RENAME_GROUP = "Renommer le groupe"
COMPANY_RENAME = "Changer la raison sociale d’une société."
NEW_NAME = "La nouvelle raison sociale."
GROUP_RENAME = "Donner au groupe en ligne le nom de la raison sociale d’aujourd’hui."


def before(old_group: str, *, has_siren: bool) -> str:
    """The warning before the raison sociale changes while storage is active."""
    # A licence is recognised by the SIREN, and by the name where there is none.
    licence = (
        ""
        if has_siren
        else (
            " La licence de l’option est au nom de la société, qui n’a pas de SIREN enregistré : demandez-en "
            "une nouvelle à votre revendeur, sans quoi l’option ne sera plus reconnue."
        )
    )
    return typeset(
        f"Le stockage est activé. Le groupe {quoted(old_group)} gardera ce nom en ligne tant que vous ne "
        "l’aurez pas renommé. Rien n’est perdu : les documents continuent d’être classés, consultés et "
        f"envoyés dans ce même groupe.{licence}"
    )


def after(new_group: str) -> str:
    """What is left to do then."""
    return typeset(
        f"La raison sociale est changée. Lancez la commande {quoted('renommer-groupe')} pour que le groupe "
        f"s’appelle {quoted(new_group)} en ligne aussi."
    )


def renamed(group: str) -> str:
    """The group has its new name."""
    return f"Le groupe s’appelle maintenant {quoted(group)}."


def already(group: str) -> str:
    """Nothing to do."""
    return typeset(f"Le groupe s’appelle déjà {quoted(group)} : rien n’est à faire.")
