"""« Documents »: found as it is typed, shown in the window, opened in SharePoint; closed when storage is off."""

from __future__ import annotations

from stockage_partage.journey.scene import LICENSED, Scene, expect
from stockage_partage.session import door_of
from stockage_partage.ui.consult.documents_window import DocumentsWindow
from stockage_partage.words.consulting import CLOSED_TITLE

ASKED = "carat 42"


def found_again(scene: Scene) -> str:
    """« en cas de litige »: two words find it, as they are typed."""
    scene.hands.choose(scene.window, "action_consult")
    window = scene.hands.opened(DocumentsWindow)
    scene.stage.until(lambda: window.model.rowCount() > 1, "all documents")
    scene.stage.picture(window, "documents")
    scene.hands.type(window.filters.search, ASKED)
    scene.stage.until(lambda: _numbers(window) == ["FA00042"], "the one document looked for")
    return window.found.text()


def previewed(scene: Scene) -> str:
    """A click on it shows its pages."""
    window = scene.hands.opened(DocumentsWindow)
    scene.hands.pick(window.table, window.model.index(0, 0))
    scene.stage.until(lambda: window.details.preview.shows_pages, "the pages of the PDF")
    scene.stage.pause(_PAINTED_AFTER_S)
    scene.stage.picture(window, "apercu")
    return window.details.heading.text()


def in_sharepoint(scene: Scene) -> str:
    """« Ouvrir dans SharePoint » and « Copier le lien » give the same address, and the page is there."""
    window, known = scene.hands.opened(DocumentsWindow), len(scene.opened_links)
    scene.hands.click(window, "deed_open_online")
    scene.stage.until(lambda: len(scene.opened_links) > known, "address given to the browser")
    scene.hands.click(window, "deed_copy_link")
    scene.stage.until(window.troubles.isVisible, "copied link told")
    scene.stage.picture(window, "lien-copie")
    url = scene.opened_links[-1]
    expect(scene.hands.clipboard() == url, "the same link copied")
    answer = scene.stage.work(lambda: door_of(scene.settings(LICENSED)).send("GET", url))
    expect(answer.status == 200, f"the page at the link ({answer.status})")
    return url


def closed(scene: Scene) -> str:
    """After the deactivation, the open window and the menu entry refuse, each with its words."""
    window = scene.hands.opened(DocumentsWindow)
    scene.stage.until(lambda: window.is_closed, "closed consulting")
    expect(window.message.title.text() == CLOSED_TITLE, "closed, by its title")
    scene.stage.picture(window, "consultation-fermee")
    why = window.message.text.text()
    scene.hands.escape(window)
    entry = scene.hands.entry(scene.window, "action_consult")
    expect(
        not entry.isEnabled() and entry.toolTip() != entry.text(), "greyed entry, with its reason"
    )
    menu = scene.hands.unfold(scene.window, entry)
    scene.stage.picture(menu, "menu-documents")
    scene.hands.fold(menu)
    return why


#: The pages are painted a little after they are there.
_PAINTED_AFTER_S = 0.3


def _numbers(window: DocumentsWindow) -> list[str]:
    return [row.number for _, row in window.model.known_rows()]
