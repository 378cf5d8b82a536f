"""Text from outside, made harmless before it reaches a terminal, a log or a label.

A file's name, a document's number or a path told by the service may hold an escape sequence (which a
terminal obeys), a line break (which makes a false line) or a direction mark (which shows `fdp.exe` as
`exe.pdf`). They are replaced where text leaves the program, not where it enters: what is kept and what
`--json` tells stays exact.
"""

from __future__ import annotations

import re

#: Control characters, direction and format marks, line separators, halves of characters. Joiners and
#: soft breaks stay: they change nothing but how letters join and lines wrap.
_UNSAFE = (
    "\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2061-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f"
)
_BREAKS = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
_UNSAFE_ON_A_LINE = re.compile(f"[{_UNSAFE}]")
_UNSAFE_ON_LINES = re.compile(f"(?!\n)[{_UNSAFE}]")
_INSTEAD = "\ufffd"


def one_line(text: str) -> str:
    """The text on one line: breaks become spaces, what is unsafe the replacement character."""
    if not _UNSAFE_ON_A_LINE.search(text):
        return text
    return _UNSAFE_ON_A_LINE.sub(_INSTEAD, _BREAKS.sub(" ", text))


def some_lines(text: str) -> str:
    """The text with its own line feeds, what is unsafe replaced: for text that is meant to have lines."""
    return _UNSAFE_ON_LINES.sub(_INSTEAD, text)
