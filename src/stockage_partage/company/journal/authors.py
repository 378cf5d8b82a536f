"""Who acts, as the journal tells it: an application, a workstation, an account."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from stockage_partage.company.database_file import computer


@dataclass(frozen=True, slots=True)
class Author:
    """From where something is done. `account`: of Microsoft 365, or of this computer while nobody is signed in."""

    application: str
    workstation: str
    account: str


#: Asked when a change begins, before anything is locked.
WhoActs = Callable[[], Author]


def of_this_computer(application: str = "") -> Author:
    """Who is in front of this computer, for what is done without Microsoft 365."""
    return Author(application, computer(), account_of_computer())


@cache
def account_of_computer() -> str:
    """The name under which this person uses the computer; empty where the system tells none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account that is in no list, as in containers
        return ""
