"""The program's window while documents leave: how long its event loop was silent, at worst.

    python sending_window.py FOLDER DOCUMENTS

The local Microsoft 365 is elsewhere; its description is read from standard input.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.company import keep
from person import Person  # of the tests: somebody at the sign-in pages
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.activation.states import PanelState, Phase
from stockage_partage.app import CompanyOpener, make_program
from stockage_partage.applications import Application
from stockage_partage.company.instants import utc_now
from stockage_partage.documents.context import AppContext
from stockage_partage.example_company import make_example
from stockage_partage.graph.auth.account import DeviceCode
from stockage_partage.journey.window_driver import WindowDriver
from stockage_partage.settings import Settings
from stockage_partage.ui.documents.documents_page import DocumentsPage
from stockage_partage.ui.window.program import Program, the_application

SIZE = 100_000
LONG_S = 90.0


def settings_at(folder: Path, told: dict[str, object]) -> Settings:
    """As a person of « Comptabilité » has them."""
    return Settings(
        folder / "donnees",
        str(told["client_id"]),
        str(told["authority"]),
        str(told["graph_url"]),
        Path(str(told["ca_file"])),
        str(folder / "BIJOU.db"),
        Application.COMPTABILITE,
    )


def approving(person: Person) -> Callable[[DeviceCode], None]:
    """Types the code on another device."""

    def approve(code: DeviceCode) -> None:
        person.approve_device(code.verification_uri, code.user_code)

    return approve


def activate(app: AppContext, person: Person) -> None:
    """Signs in and turns storage on."""
    app.service.sign_in_with_device_code(approving(person), lambda: False)
    app.service.ask_activation()
    app.service.activate()
    app.service.find_library()


def fill(app: AppContext, documents: int) -> None:
    """Documents that wait for a pause to end."""
    app.database.outbox.pause(utc_now() + timedelta(hours=1), "Throttled")
    for number in range(documents):
        keep(app.database, number, SIZE)


def look_at_documents(program: Program, stage: WindowDriver) -> DocumentsPage:
    """The page « Documents », which follows what leaves as the panel behind it does."""
    action = program.window.body.menus.works[DocumentWork.CONSULT]
    stage.until(action.isEnabled, "consulting")
    action.trigger()
    page = program.window.body.documents
    stage.until(page.isVisible, "the page of documents")
    return page


def shown(state: PanelState | None) -> int:
    """How many filed documents the panel tells of."""
    return state.facts.documents.filed if state is not None else 0


def watched(
    stage: WindowDriver, program: Program, app: AppContext, documents: int
) -> dict[str, float]:
    """From the end of the pause until the panel tells of the last document."""
    controller = stage.until(lambda: program.controller, "a controller")
    stage.latency.begin()
    stage.work(app.database.outbox.resume)
    started = utc_now()
    stage.until(lambda: controller.context, "an open company").wakeup.ring()
    stage.until(lambda: shown(controller.state) == documents, "the last count", LONG_S)
    took = (utc_now() - started).total_seconds()
    return {"gap_ms": stage.latency.lately_ms, "seconds": took, "filed": shown(controller.state)}


def main(folder: Path, documents: int) -> None:
    """One JSON object: the worst gap in milliseconds, and in how many seconds all had left."""
    told = json.loads(sys.stdin.readline())
    account = next(each for each in told["accounts"] if each["role"] == "administrateur")
    person = Person(account["username"], account["password"], Path(told["ca_file"]))
    settings = settings_at(folder, told)
    make_example(settings, Path(settings.company))
    the_application()
    opening, stage = CompanyOpener(settings), WindowDriver()
    program = make_program(settings, opening)
    program.show()
    session = stage.until(lambda: opening.session, "an open company")
    controller = stage.until(lambda: program.controller, "a controller")
    work = stage.until(lambda: controller.work, "what goes on in the window")
    stage.until(lambda: work.sending, "a sending worker")
    app = session
    stage.work(lambda: activate(app, person))
    stage.until(lambda: controller.state and controller.state.phase is Phase.READY, "storage on")
    stage.work(lambda: fill(app, documents), LONG_S)
    look_at_documents(program, stage)
    stage.pause(1.0)

    print(json.dumps(watched(stage, program, app, documents)))
    program.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
