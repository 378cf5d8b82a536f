"""What a name from outside cannot do to a terminal, a log or a label."""

from __future__ import annotations

import unicodedata

import pytest
from PySide6.QtGui import QTextDocument

from stockage_partage.cli.exits import say
from stockage_partage.cli.options import print_lines
from stockage_partage.messages.documents import shown
from stockage_partage.messages.typography import NBSP, THIN, unbroken
from stockage_partage.plain_text import harmless, one_line, some_lines
from stockage_partage.ui.widgets.widget_updates import plain_tip

#: A false line, a cleared screen, a title, a C1 sequence, a name read backwards, a hidden tag.
EVIL = "a\r\nClassé\x1b[2J\x1b]0;x\x07\x9b31m\u202efdp.exe\u2066\u2028b\x00\x7f\U000e0041\ud800"


@pytest.mark.parametrize("told", [one_line, shown, harmless])
def test_a_name_from_outside_stays_on_its_line_and_commands_nothing(told: object) -> None:
    assert callable(told)
    text = told(EVIL)
    assert {unicodedata.category(c) for c in text}.isdisjoint({"Cc", "Cf", "Zl", "Zp", "Cs"})
    assert text.startswith("a Classé\ufffd[2J")


def test_what_is_said_to_a_person_is_one_harmless_line_each(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say(EVIL)
    print_lines("un", EVIL)
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == 1
    assert len(out.splitlines()) == 2
    assert "\x1b" not in out + err
    assert "\u202e" not in out + err


def test_lines_that_are_meant_stay_lines() -> None:
    assert some_lines("un\ndeux\x1b[0m\r") == "un\ndeux\ufffd[0m\ufffd"
    assert unbroken("un\n\u202edeux") == "un\n\ufffddeux"


@pytest.mark.parametrize(
    "text",
    ["Société générale – « L’Été »", f"3{NBSP}000{THIN}€", "emoji 👩\u200d💻", "a_\u200bb", "日本"],
)
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert one_line(text) == text == some_lines(text)


@pytest.mark.parametrize("name", ["<img src='file:///etc/passwd'>.pdf", "<b>a</b>.pdf", "a<br>b"])
def test_a_name_that_looks_like_a_page_is_shown_as_it_is_written(name: str) -> None:
    shown = QTextDocument()
    shown.setHtml(plain_tip(name))
    assert shown.toPlainText() == name
    assert plain_tip("Facture_FA00042.pdf") == "Facture_FA00042.pdf"
