"""How every form and list names the facts of a document, and how it asks for a day."""

from __future__ import annotations

from stockage_partage.words.typography import typeset

#: The product's own term, exactly.
NUMBER = "N° pièce"
DAY_HINT = "JJ/MM/AAAA"
DAY_WRONG = typeset("Écrivez la date ainsi : 24/11/2026.")
