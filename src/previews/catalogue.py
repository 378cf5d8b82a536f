"""All the pictures of the product by their names."""

from __future__ import annotations

from previews import (
    Preview,
    assistants_previews,
    attaching_previews,
    classifying_previews,
    companies_previews,
    depositing_previews,
    diagnosis_previews,
    documents_previews,
    fiscal_years_previews,
    journal_previews,
    panel_previews,
    printing_previews,
    third_parties_previews,
)


def all_previews() -> dict[str, Preview]:
    """Name of the picture → what makes its widget."""
    made: dict[str, Preview] = {}
    for room in (
        panel_previews,
        fiscal_years_previews,
        third_parties_previews,
        documents_previews,
        journal_previews,
        depositing_previews,
        classifying_previews,
        assistants_previews,
        printing_previews,
        attaching_previews,
        companies_previews,
        diagnosis_previews,
    ):
        made |= room.previews()
    return made
