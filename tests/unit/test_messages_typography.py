"""Sentences are joined as French joins them."""

from __future__ import annotations

import pytest

from stockage_partage.messages.typography import after_colon


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Le fichier est vide.", "le fichier est vide."),
        ("C’est un dossier, pas un fichier.", "c’est un dossier, pas un fichier."),
        ("À reprendre.", "à reprendre."),
        ("Microsoft\u00a0365 refuse ce document.", "Microsoft\u00a0365 refuse ce document."),
        ("SharePoint refuse le nom.", "SharePoint refuse le nom."),
        ("PDF abîmé.", "PDF abîmé."),
        ("", ""),
    ],
)
def test_after_a_colon_only_names_keep_their_capital(sentence: str, said: str) -> None:
    assert after_colon(sentence) == said
