"""Redraws every picture of the documentation.

    python scripts/captures.py docs/images

Light, at 100 %; a few in dark as well. The pictures of the window are drawn from made-up states; the
sign-in page comes from the local Microsoft 365 in a real embedded browser. A picture that nothing
draws any more is removed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from stockage_partage.graph.auth.account import SignInAttempt

#: Drawn in dark as well: `<name>-dark.png`.
DARK = ("active", "preparing", "trouble-consent", "dialog-deactivation")
SIGN_IN_PAGE = "sign-in-page"
#: The one font of the pictures, whatever this computer has.
FONTS = Path(__file__).resolve().parents[1] / "src" / "previews" / "fonts" / "fonts.conf"
#: Shown above the page, so that it must not change from one drawing to the next.
PORT = 24_430
#: Web content reaches the screen a little after its page says that it is loaded.
PAINTED_AFTER_S = 0.6
#: Two colours nobody tells apart, in steps of 255 of red, green or blue.
CLOSE = 6


def names() -> tuple[str, ...]:
    """Every picture that `draw_all` makes, without `.png`."""
    from previews.catalogue import all_previews

    return (*all_previews(), *(f"{name}-dark" for name in DARK), SIGN_IN_PAGE)


def draw_all(folder: Path) -> None:
    """Draws every picture into `folder`."""
    from previews.catalogue import all_previews
    from stockage_partage.ui.widgets.theme import dress
    from stockage_partage.ui.window.program import the_application

    application = the_application()
    application.setCursorFlashTime(0)
    folder.mkdir(parents=True, exist_ok=True)
    dress(application, dark=False)
    for name in all_previews():
        _draw(name, folder / f"{name}.png")
    _draw_sign_in_page(folder / f"{SIGN_IN_PAGE}.png")
    dress(application, dark=True)
    for name in DARK:
        _draw(name, folder / f"{name}-dark.png")
    for file in folder.glob("*.png"):
        if file.stem not in names():
            file.unlink()


def _draw(name: str, file: Path) -> None:
    from PySide6.QtGui import QImage

    from previews.capture import capture

    capture(name, file)
    _save(QImage(str(file)), file)


def _save(picture: QImage, file: Path) -> None:
    """With 256 colours: a third of the size, the same to the eye."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    used: Counter[int] = Counter(memoryview(plain.constBits()).cast("I"))
    colours = _palette(used)
    small = plain.convertToFormat(
        QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.AvoidDither
    )
    # 0: as small as it gets. The format follows the suffix; naming it fails at run time as bytes
    # and in the types as text.
    if not small.save(str(file), quality=0):
        raise OSError(f"cannot write {file}")


def _palette(used: Counter[int]) -> list[int]:
    """The colours used most, none close to another: a rare green bar must not turn grey."""
    chosen: list[int] = []
    # Two colours used equally often must not change places from one drawing to the next.
    for colour in sorted(used, key=lambda each: (-used[each], each)):
        if all(_distance(colour, other) > CLOSE for other in chosen):
            chosen.append(colour)
    return chosen[:256]


def _distance(one: int, other: int) -> int:
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (0, 8, 16))


def _draw_sign_in_page(file: Path) -> None:
    """The embedded browser on the first page of the local Microsoft 365."""
    from stockage_partage.journey.window_driver import WindowDriver
    from stockage_partage.ui.sign_in.sign_in_window import SignInWindow

    with (
        tempfile.TemporaryDirectory(prefix="captures-") as made,
        _local_microsoft365(Path(made)) as described,
    ):
        window = SignInWindow(
            _attempt(described, Path(made)),
            ca_file=Path(described["ca_file"]),
            demonstration=True,
        )
        window.show()
        window.start()
        loaded: list[bool] = []
        page = window.browser.page if window.browser else None
        if page is None:
            raise RuntimeError("no embedded browser on this computer")
        page.loadFinished.connect(loaded.append)
        stage = WindowDriver()
        stage.until(lambda: bool(loaded), "the sign-in page")
        stage.pause(PAINTED_AFTER_S)
        _save(window.grab().toImage(), file)
        window.close()


def _attempt(described: dict[str, Any], folder: Path) -> SignInAttempt:
    from stockage_partage.session import sign_in_of
    from stockage_partage.settings import Settings

    settings = Settings(
        data_dir=folder,
        client_id=described["client_id"],
        authority=described["authority"],
        graph_url=described["graph_url"],
        ca_file=Path(described["ca_file"]),
    )
    return sign_in_of(settings).begin()


@contextmanager
def _local_microsoft365(folder: Path) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "stockage_partage", "emulateur"]
    command += ["--port", str(PORT), "--donnees", str(folder / "microsoft365")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as child:
        try:
            line = child.stdout.readline() if child.stdout else ""
            if not line:
                raise RuntimeError("the local Microsoft 365 did not start")
            yield json.loads(line)
        finally:
            child.terminate()


def main() -> int:
    """The command."""
    if len(sys.argv) != 2:
        print("usage: python scripts/captures.py FOLDER", file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    draw_all(Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
