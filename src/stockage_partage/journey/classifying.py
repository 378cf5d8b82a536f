"""« À classer »: an invoice to an unknown customer, placed by one click once the customer is created."""

from __future__ import annotations

from stockage_partage.company.facts import Status
from stockage_partage.journey.printing import UNPLACED, example
from stockage_partage.journey.scene import LICENSED, Scene, expect
from stockage_partage.ui.tiers.classify_dialog import ClassifyDialog


def classified(scene: Scene) -> str:
    """What was read is shown, the customer is created from it, « Classer » does the rest."""
    scene.hands.choose(scene.window, "action_classify")
    dialog = scene.hands.opened(ClassifyDialog)
    expect(dialog.piece.number.text() == "FA00044", "number read in the document")
    scene.stage.picture(dialog, "classer")
    scene.hands.click(dialog, "create_party")
    scene.stage.until(lambda: dialog.picker.party is not None, "created customer")
    scene.stage.picture(dialog, "tiers-cree")
    scene.hands.click(dialog, "classify")
    scene.hands.until_closed(dialog)
    row = scene.document("fa00044", lambda row: row.status is Status.FILED)
    expect(scene.online(row) == example(UNPLACED).read_bytes(), "the same bytes online")
    scene.until(LICENSED, lambda state: state.facts.documents.to_classify == 0, "none to classify")
    return row.path or ""
