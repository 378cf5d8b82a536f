"""A short word for every kind of request, by which faults aim and the journal tells.

token, authorize (every page of a sign-in), me, group.find (list, filter), group.get (one group, by id
or by unique name), group.upsert (PATCH by unique name), group.create, group.update, group.delete,
group.members (owners, members), site.get, drive.get, item.get, item.update, item.delete, folder.create,
children, upload (content by one PUT), download, session.create, session.piece, session.status,
session.cancel, copy, copy.status (how far one is), search, delta, batch, page (a SharePoint page), control, other.
"""

from __future__ import annotations

import re

# In order: the first line that fits a request gives its kind. Empty methods mean any.
_RULES: tuple[tuple[str, str, str], ...] = (
    ("control", "", r"/_emulateur/.*"),
    ("token", "POST", r"/[^/]+/oauth2/v2\.0/token"),
    ("authorize", "", r"/[^/]+/oauth2/v2\.0/authorize|/signin/[^/]+|/[^/]+(/v2\.0)?/adminconsent"),
    ("session.piece", "PUT", r".*/uploadSession"),
    ("session.status", "GET", r".*/uploadSession"),
    ("session.cancel", "DELETE", r".*/uploadSession"),
    ("session.create", "POST", r".*createUploadSession"),
    ("copy", "POST", r".*/copy"),
    ("copy.status", "GET", r".*/_api/v2\.0/monitor/[^/]+"),
    ("batch", "POST", r"/[^/]+/\$batch"),
    ("search", "GET", r".*/search\(.*\)"),
    ("delta", "GET", r".*/delta(\(.*\))?"),
    ("upload", "PUT", r".*[:/]+content"),
    ("download", "GET", r".*/content|.*/download\.aspx|.*/_api/.*"),
    ("folder.create", "POST", r".*/children"),
    ("children", "GET", r".*/children"),
    ("me", "", r"/[^/]+/me(/.*)?"),
    ("site.get", "GET", r".*/sites/root"),
    ("drive.get", "GET", r"/[^/]+/(groups/[^/]+|me)/drives?|/[^/]+/drives/[^/]+"),
    ("group.find", "GET", r"/[^/]+/groups/\$count"),
    ("group.members", "", r"/[^/]+/groups/[^/]+/(owners|members)(/.*)?"),
    ("item.get", "GET", r"/[^/]+/(groups/[^/]+/drive|drives/[^/]+|me/drive)/(root|items).*"),
    ("item.get", "GET", r"/[^/]+/shares/.+"),
    ("item.update", "PATCH", r"/[^/]+/(groups/[^/]+/drive|drives/[^/]+|me/drive)/(root|items).*"),
    ("item.delete", "DELETE", r"/[^/]+/(groups/[^/]+/drive|drives/[^/]+|me/drive)/(root|items).*"),
    ("group.upsert", "PATCH", r"/[^/]+/groups\(.*\)"),
    ("group.get", "GET", r"/[^/]+/groups\(.*\)|/[^/]+/groups/[^/]+"),
    ("group.find", "GET", r"/[^/]+/groups"),
    ("group.create", "POST", r"/[^/]+/groups"),
    ("group.update", "PATCH", r"/[^/]+/groups/[^/]+"),
    ("group.delete", "DELETE", r"/[^/]+/groups/[^/]+"),
    ("page", "GET", r"/sites(/.*)?|/_layouts/.*|/:[a-z]:/s/.*"),
)
_COMPILED = tuple((kind, method, re.compile(rule)) for kind, method, rule in _RULES)
KINDS = (*dict.fromkeys(kind for kind, _, _ in _RULES), "other")


def kind_of(method: str, path: str) -> str:
    """The kind of a request, `path` without its query."""
    for kind, wanted, rule in _COMPILED:
        if wanted in ("", method) and rule.fullmatch(path):
            return kind
    return "other"
