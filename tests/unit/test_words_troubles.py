"""No trouble is mute, and every sentence respects its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from stockage_partage import errors
from stockage_partage.licensing.entitlement import Standing
from stockage_partage.words.troubles import (
    KEPT,
    OPTION_REASONS,
    Words,
    action_label,
    explain,
    explained_kinds,
)
from stockage_partage.words.usage import sentence

FAMILY_HEADS = {
    errors.Trouble,
    errors.Passing,
    errors.AccountTrouble,
    errors.NotAllowed,
    errors.DocumentTrouble,
    errors.SetupTrouble,
}
SAMPLES: dict[type[errors.Trouble], errors.Trouble] = {
    errors.ActivatingElsewhere: errors.ActivatingElsewhere("POSTE-2"),
    errors.WrongAccount: errors.WrongAccount("marie@bijou.example", "paul@bijou.example"),
    errors.GroupGone: errors.GroupGone(restorable=True),
    errors.GroupNameTaken: errors.GroupNameTaken((("g", "Sage – BIJOU SA", "sage-bijou"),)),
    errors.DetailsMissing: errors.DetailsMissing(("third_party", "date")),
    errors.FileTooLarge: errors.FileTooLarge(10_000_000),
    errors.LicenceRefused: errors.LicenceRefused("tampered"),
    errors.ThirdPartyRefused: errors.ThirdPartyRefused(3, "kind"),
    errors.SettingsRefused: errors.SettingsRefused("CA_FILE"),
}


def subclasses(kind: type[errors.Trouble]) -> Iterator[type[errors.Trouble]]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


KINDS = sorted(set(subclasses(errors.Trouble)) - FAMILY_HEADS, key=lambda kind: kind.__name__)


def sample(kind: type[errors.Trouble]) -> errors.Trouble:
    return SAMPLES.get(kind) or kind()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_trouble_says_what_happened_and_what_to_do(kind: type[errors.Trouble]) -> None:
    words = explain(sample(kind))
    assert_readable(words, kind.__name__)


def assert_readable(words: Words, name: str) -> None:
    for text in (words.what, words.advice):
        assert text.strip().endswith((".", "!")), text
        assert not re.search(r"\b[1-5]\d\d\b", text.replace("Microsoft 365", "")), (
            f"a status code in {text!r}"
        )
        assert "erreur" not in text.lower(), text
        assert "None" not in text, text
        assert name not in text, text
        assert "'" not in text, f"a straight apostrophe in {text!r}"
        assert not re.search(r"[^\u00a0\u202f][;:?!»]", text.replace("://", "")), repr(text)


def test_nothing_has_words_that_is_not_a_trouble() -> None:
    assert explained_kinds() == set(KINDS)


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.GRANTED])
def test_each_licence_verdict_has_its_own_words(standing: Standing) -> None:
    assert_readable(OPTION_REASONS[standing], standing.name)
    assert len({words.what for words in OPTION_REASONS.values()}) == len(OPTION_REASONS)


def test_a_group_gone_for_good_is_not_promised_back() -> None:
    assert "restaurer" in explain(errors.GroupGone(restorable=True)).advice
    assert "restaurer" not in explain(errors.GroupGone(restorable=False)).advice


def test_throttling_says_when_sending_resumes() -> None:
    assert "2\u00a0min" in explain(errors.Throttled(retry_after=120)).advice
    assert "lui-même" in explain(errors.Throttled()).advice


@pytest.mark.parametrize(
    "trouble", [errors.Offline(), errors.ServiceUnavailable(), errors.SignInNeeded()]
)
def test_what_stops_any_work_says_of_each_what_becomes_of_it(trouble: errors.Trouble) -> None:
    alone = explain(trouble, "").advice
    assert explain(trouble).advice == f"{alone} Rien n’a été modifié."
    assert explain(trouble, KEPT).advice == f"{alone} {KEPT}"
    assert "document" not in sentence(trouble)
    assert "modifié" not in sentence(trouble)
    assert sentence(trouble, KEPT) == f"{sentence(trouble)} {KEPT}"


def test_a_clock_says_which_way_it_is_wrong() -> None:
    assert "en retard de 24" in explain(errors.ClockWrong(-24 * 3600)).what
    assert "en avance" in explain(errors.ClockWrong(3600)).what


def test_going_on_with_an_activation_is_not_called_by_the_panels_greyed_button() -> None:
    cancelled = errors.SignInCancelled()
    assert action_label(cancelled) == "Me connecter"
    assert action_label(cancelled, resuming=True) == "Reprendre l’activation"
    assert action_label(errors.CompanyNotNamed(), resuming=True) == ""


def test_another_account_than_the_expected_one_leads_back_to_the_expected_one() -> None:
    wrong = errors.WrongAccount("admin@bijou.fr", "marie@bijou.fr")
    assert explain(wrong).what == (
        "Le compte attendu était admin@bijou.fr, mais la connexion a été faite avec marie@bijou.fr."
    )
    assert "« Me connecter », à la ligne Compte" in explain(wrong).advice.replace("\u00a0", " ")
    assert action_label(wrong) == "Recommencer"


@pytest.mark.parametrize("resuming", [False, True])
def test_an_account_that_would_be_refused_again_is_to_be_changed(resuming: bool) -> None:
    forbidden = errors.GroupCreationForbidden()
    assert action_label(forbidden, resuming=resuming) == "Changer de compte"


@pytest.mark.parametrize(
    "trouble", [errors.GroupCreationForbidden(), errors.DirectoryQuotaReached()]
)
def test_a_terminal_says_how_to_change_an_account_that_cannot_create_groups(
    trouble: errors.Trouble,
) -> None:
    assert "« deconnecter », puis « activer »" in sentence(trouble).replace("\u00a0", " ")


def test_who_may_not_create_groups_can_also_ask_somebody_who_may() -> None:
    advice = explain(errors.GroupCreationForbidden()).advice
    assert advice.endswith("ou demandez à votre administrateur d’activer le stockage.")


def test_a_message_for_the_administrator_is_spoken_of_only_where_there_is_one() -> None:
    address = "https://login.example/adminconsent"
    prepared = explain(errors.ConsentMissing(address)).advice
    assert prepared.startswith("Copiez le message préparé et envoyez-le-lui. Recommencez quand ")
    assert "message" not in explain(errors.ConsentMissing()).advice
    assert "message" not in sentence(errors.ConsentMissing(address))
    assert sentence(errors.ConsentMissing(address)).endswith(address)


def test_a_missing_database_says_where_it_was_looked_for() -> None:
    assert "//serveur/bijou.db" in sentence(errors.DatabaseMissing(place="//serveur/bijou.db"))


def test_a_setting_says_what_it_expects() -> None:
    assert "https://" in sentence(errors.SettingsRefused("GRAPH_URL", "http://x"))
    assert "certificat" in sentence(errors.SettingsRefused("CA_FILE", "/x"))
