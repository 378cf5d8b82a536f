"""The folders that a watched print folder holds: names of folders, the same for every user."""

from __future__ import annotations

#: Being taken now; what a killed program left there is taken up by the next.
IN_HAND = "En cours"
#: Kept, by day: on its way, filed, or waiting to be classified. May be emptied.
DONE = "Pris en charge"
#: Prints whose template is never filed, by day.
LEFT_OUT = "Non classés"
#: Refused, each with a text beside that says why.
REFUSED = "À reprendre"
