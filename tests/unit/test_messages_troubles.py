"""No trouble is mute, and every sentence respects its reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from stockage_partage import errors
from stockage_partage.graph.auth.sign_in import SCOPES
from stockage_partage.graph.auth.tokens import trouble_of
from stockage_partage.licensing.entitlement import Standing
from stockage_partage.messages.message import KEPT, Message, MessageAction
from stockage_partage.messages.plain_troubles import OPTION_REASONS, PLAIN
from stockage_partage.messages.sign_in import CONSENT_SCOPES, consent_message
from stockage_partage.messages.troubles import _TOLD, action_label, explain
from stockage_partage.messages.usage import in_a_terminal, sentence

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
    errors.SettingsFileRefused: errors.SettingsFileRefused("reglages.toml", line=3),
    errors.SettingUnknown: errors.SettingUnknown("couleur", ("societe", "application")),
    errors.DateKeptWrong: errors.DateKeptWrong(
        datetime(2028, 1, 4, 12, tzinfo=UTC), datetime(2026, 11, 30, 12, tzinfo=UTC)
    ),
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


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_window_names_no_option_and_no_setting(kind: type[errors.Trouble]) -> None:
    words = explain(sample(kind))
    for text in (words.what, words.advice):
        assert not re.search(r"(?<!\w)--?[a-z]{2}|\b[A-Z]+_[A-Z]+\b|réglage «", text), text


def assert_readable(words: Message, name: str) -> None:
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
    assert frozenset(PLAIN) | frozenset(_TOLD) == set(KINDS)


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


def test_a_false_date_is_put_right_by_a_command_or_by_opening_again() -> None:
    wrong = SAMPLES[errors.DateKeptWrong]
    assert "04/01/2028" in explain(wrong).what
    assert "30/11/2026" in explain(wrong).what
    assert "licence verifier-date" in sentence(wrong)
    assert "commande" not in explain(wrong).advice


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


def test_the_message_for_the_administrator_names_what_is_asked_for_and_who_must_allow_it() -> None:
    message = consent_message("https://login.example/adminconsent").replace("\u00a0", " ")
    assert "https://login.example/adminconsent\n" in message
    assert tuple(scope for scope, _ in CONSENT_SCOPES) == SCOPES
    assert all(f"- {scope} : {why}" in message for scope, why in CONSENT_SCOPES)
    assert "août 2025" in message


@pytest.mark.parametrize(
    ("number", "what", "advice"),
    [
        (500200, "un compte personnel", "votre compte professionnel"),
        (50020, "n’appartient pas à l’organisation", "un compte de cette organisation"),
        (50105, "ne fait pas partie des personnes autorisées", "l’ajouter aux utilisateurs"),
        (
            530036,
            "n’accepte pas la connexion par code",
            "avec «\N{NO-BREAK SPACE}--navigateur\N{NO-BREAK SPACE}»",
        ),
        (530084, "ni cette fenêtre ni un navigateur", "exclure Stockage et partage de cette règle"),
        (
            53000,
            "n’accepte pas cette manière",
            "avec «\N{NO-BREAK SPACE}--navigateur\N{NO-BREAK SPACE}»",
        ),
    ],
)
def test_a_refused_sign_in_is_told_as_what_it_is_with_the_way_that_works(
    number: int, what: str, advice: str
) -> None:
    refused = trouble_of({"error": "invalid_grant", "error_codes": [number]})
    said = in_a_terminal(refused)
    assert what in said.what
    assert advice in said.advice
    assert "ne connaît pas Stockage et partage" not in said.sentence


def test_token_protection_never_sends_to_a_browser_that_would_be_refused_too() -> None:
    words = explain(errors.TokenProtectionRequired())
    assert words.action is not MessageAction.OPEN_BROWSER
    assert "navigateur" not in words.advice


def test_a_missing_database_says_where_it_was_looked_for() -> None:
    assert "//serveur/bijou.db" in sentence(errors.DatabaseMissing(place="//serveur/bijou.db"))


def test_a_setting_says_what_it_expects() -> None:
    assert "https://" in sentence(errors.SettingsRefused("GRAPH_URL", "http://x"))
    assert "certificat" in sentence(errors.SettingsRefused("CA_FILE", "/x"))
