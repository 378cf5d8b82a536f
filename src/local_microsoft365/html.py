"""The look that every page shares: one card under a band that says what this is.

Deliberately nobody else's look: a page here must not be taken for Microsoft's. No script runs in a
page; the policy sent with each says so. Styles come from `assets/style.css`.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from local_microsoft365 import texts

ASSETS = Path(__file__).with_name("assets")
ASSETS_PATH = "/_emulateur"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def page(
    title: str,
    body: str,
    *,
    status: int = 200,
    form_targets: str = "",
    wide: bool = False,
    refresh_s: int = 0,
    script: str = "",
) -> HTMLResponse:
    """A whole page. `body` is HTML already escaped; `form_targets` are origins that answers go to."""
    refresh = f'<meta http-equiv="refresh" content="{refresh_s}">' if refresh_s else ""
    loaded = f'<script src="{ASSETS_PATH}/{script}" defer></script>' if script else ""
    html = f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">{refresh}
<title>{escape(title)} – {escape(texts.BAND)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{ASSETS_PATH}/style.css">{loaded}
</head>
<body>
<div class="band" role="note"><strong>{escape(texts.BAND)}</strong>
<span>{escape(texts.BAND_HINT)}</span></div>
<main class="{"wide" if wide else "card"}">
{body}
</main>
</body>
</html>
"""
    return HTMLResponse(html, status_code=status, headers=_headers(form_targets, bool(script)))


def notice(title: str, sentence: str, **options: int) -> HTMLResponse:
    """A page that says one thing."""
    return page(title, heading(title) + paragraph(sentence), **options)  # type: ignore[arg-type]  # status, refresh_s


def heading(title: str, hint: str = "") -> str:
    """The page's title with the line under it."""
    below = f'<p class="hint">{escape(hint)}</p>' if hint else ""
    return f'<div class="mark" aria-hidden="true"></div><h1>{escape(title)}</h1>{below}'


def paragraph(text: str, css: str = "") -> str:
    return f'<p class="{css}">{escape(text)}</p>' if css else f"<p>{escape(text)}</p>"


def alert(text: str) -> str:
    """A sentence read aloud at once; nothing when there is none."""
    return f'<p id="error" class="alert" role="alert">{escape(text)}</p>' if text else ""


def button(label: str, element_id: str, name: str = "", value: str = "", css: str = "") -> str:
    """A submit button. Only the main one, of class `main`, insists on the fields being filled in."""
    sent = f' name="{name}" value="{escape(value)}"' if name else ""
    free = "" if css == "main" else " formnovalidate"
    return f'<button type="submit" id="{element_id}" class="{css}"{sent}{free}>{escape(label)}</button>'


def field(label: str, name: str, value: str = "", kind: str = "text", **attributes: str) -> str:
    """A labelled input whose element id is its name."""
    more = "".join(f' {key}="{escape(text)}"' for key, text in attributes.items())
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}"'
        f" required autofocus{more}>"
    )


async def asset(request: Request) -> Response:
    """Serves one of our files, by its exact name."""
    wanted = ASSETS / Path(request.path_params["name"]).name
    if wanted.suffix not in _TYPES or not wanted.is_file():
        return Response(status_code=404)
    headers = {"Content-Type": _TYPES[wanted.suffix], "Cache-Control": "max-age=300"}
    return Response(wanted.read_bytes(), headers=headers)


def _headers(form_targets: str, has_script: bool) -> dict[str, str]:
    script = " script-src 'self';" if has_script else ""
    policy = (
        f"default-src 'none'; style-src 'self'; img-src 'self' data:;{script} "
        # Browsers apply form-action to the redirects that follow a form too.
        f"form-action 'self' {form_targets}".rstrip()
        + "; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
