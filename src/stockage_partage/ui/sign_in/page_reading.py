"""What a page of the sign-in turned out to be, once loaded: fit to be used, or to be said in our words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

from stockage_partage.messages.sign_in import DEVICE_BOUND_NUMBERS, POLICY_NUMBERS, POLICY_SENTENCES

_FIRST_ERROR = 400
_FIRST_SERVER_ERROR = 500

#: Asked of the page in a world of scripts apart, which a page's own rules about scripts leave alone.
#: A frame as large as a form may hold one, and cannot be looked into.
LOOK = """(() => {
  const seen = each => { const box = each.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
  const all = what => [...document.querySelectorAll(what)];
  const buttons = ['hidden', 'submit', 'button', 'image', 'reset', 'checkbox', 'radio'];
  const fields = all('input, textarea, select').filter(
    each => seen(each) && !each.disabled && !each.readOnly && !buttons.includes(each.type));
  const large = all('iframe, frame').filter(
    each => each.clientWidth >= 100 && each.clientHeight >= 100);
  return JSON.stringify({
    title: document.title,
    text: document.body ? document.body.innerText : '',
    fields: fields.length + large.length,
    things: all('input, button, select, textarea, img, svg, canvas, iframe, frame, object, video').filter(seen).length,
    works: all('script, form, meta[http-equiv]').length,
  });
})()"""


class PageVerdict(StrEnum):
    """What to do with the page."""

    USABLE = "usable"
    TOKEN_PROTECTION = "token_protection"  # noqa: S105  # a rule's name
    POLICY = "policy"
    EMPTY = "empty"
    NOT_FOR_US = "not_for_us"  # empty, and refused to this browser


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What can be seen of a page. `works`: it does something by itself, a form that sends itself for one."""

    title: str = ""
    text: str = ""
    fields: int = 0
    things: int = 0
    works: int = 0

    @classmethod
    def told(cls, answer: object) -> SeenPage | None:
        """What was seen of a page, out of the answer to `LOOK`; None when the page could not be asked."""
        if not isinstance(answer, str) or not answer:
            return None
        return cls(**json.loads(answer))


def judge(page: SeenPage, status: int) -> PageVerdict:
    """`status`: of the page's HTTP answer. A page where something can be filled in refuses nobody."""
    if page.fields:
        return PageVerdict.USABLE
    if any(DEVICE_BOUND_NUMBERS.search(said) for said in (page.title, page.text)):
        return PageVerdict.TOKEN_PROTECTION
    if _refuses(page):
        return PageVerdict.POLICY
    if page.text.strip() or page.things:
        return PageVerdict.USABLE
    if status >= _FIRST_SERVER_ERROR:
        return PageVerdict.EMPTY
    if status >= _FIRST_ERROR:
        return PageVerdict.NOT_FOR_US
    return PageVerdict.USABLE if page.works else PageVerdict.EMPTY


def _refuses(page: SeenPage) -> bool:
    """True for a page that refuses, by a number of Microsoft's or a sentence; never by words of a link."""
    if any(POLICY_NUMBERS.search(said) for said in (page.title, page.text)):
        return True
    lines = (page.title, *page.text.splitlines())
    return any(POLICY_SENTENCES.fullmatch(re.sub(r"\s+", " ", line).strip()) for line in lines)
