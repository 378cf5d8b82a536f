"""« Documents »: found as it is typed, shown in the window, opened in SharePoint; closed when storage is off."""

from __future__ import annotations

from PySide6.QtCore import QSize

from stockage_partage.journey.context import LICENSED, JourneyContext, expect
from stockage_partage.messages.documents_page import CLOSED_TITLE, COPIED
from stockage_partage.session import http_client_of
from stockage_partage.ui.documents.documents_page import DocumentsPage
from stockage_partage.ui.pages.page_ids import NAMES, PageId
from stockage_partage.ui.widgets.toast import toasts_of

ASKED = "carat 42"


def found_again(context: JourneyContext) -> str:
    """« en cas de litige »: two words find it, as they are typed."""
    context.window.resize(SCREEN)
    context.input.choose(context.window, "action_consult")
    page = context.window.body.documents
    context.window_driver.until(page.isVisible, "the page of documents")
    context.window_driver.until(lambda: page.model.rowCount() > 1, "all documents")
    context.window_driver.picture(context.window, "documents")
    context.input.type(page.filters.search, ASKED)
    context.window_driver.until(lambda: numbers(page) == ["FA00042"], "the one document looked for")
    return page.found.text()


def previewed(context: JourneyContext) -> str:
    """A click on it shows its pages."""
    page = context.window.body.documents
    context.input.pick(page.table, page.model.index(0, 0))
    context.window_driver.until(lambda: page.details.preview.shows_pages, "the pages of the PDF")
    context.window_driver.pause(_PAINTED_AFTER_S)
    context.window_driver.picture(context.window, "apercu")
    return page.details.heading.text()


def in_sharepoint(context: JourneyContext) -> str:
    """« Ouvrir dans SharePoint » and « Copier le lien » give the same address, and the page is there."""
    page, known = context.window.body.documents, len(context.opened_links)
    context.input.click(page, "deed_open_online")
    context.window_driver.until(
        lambda: len(context.opened_links) > known, "address given to the browser"
    )
    context.input.click(page, "deed_copy_link")
    context.window_driver.until(
        lambda: any(COPIED in each.words.text() for each in toasts_of(context.window).toasts),
        "copied link told",
    )
    context.window_driver.picture(context.window, "lien-copie")
    url = context.opened_links[-1]
    expect(context.input.clipboard() == url, "the same link copied")
    answer = context.window_driver.work(
        lambda: http_client_of(context.settings(LICENSED)).send("GET", url)
    )
    expect(answer.status == 200, f"the page at the link ({answer.status})")
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.EXCHANGES])
    return url


def closed(context: JourneyContext) -> str:
    """After the deactivation, the page and the menu entry refuse, each with its words."""
    page = context.window.body.documents
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.DOCUMENTS])
    context.window_driver.until(lambda: page.is_closed, "closed consulting")
    expect(page.message.what.text() == CLOSED_TITLE, "closed, by its title")
    context.window_driver.picture(context.window, "consultation-fermee")
    why = page.message.advice.text()
    context.input.pick_named(context.window.body.navigation, NAMES[PageId.EXCHANGES])
    entry = context.input.entry(context.window, "action_consult")
    expect(
        not entry.isEnabled() and entry.toolTip() != entry.text(), "greyed entry, with its reason"
    )
    menu = context.input.unfold(context.window, entry)
    context.window_driver.picture(menu, "menu-documents")
    context.input.fold(menu)
    return why


#: List and document side by side; a screen that does not exist is smaller.
SCREEN = QSize(1280, 720)
#: The pages are painted a little after they are there.
_PAINTED_AFTER_S = 0.3


def numbers(page: DocumentsPage) -> list[str]:
    """The numbers of the documents in the list."""
    return [row.number for _, row in page.model.known_rows()]
