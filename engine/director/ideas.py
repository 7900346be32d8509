"""Other openings and calls to action for a film, from what its brief says. Nothing is claimed that nobody gave."""

from __future__ import annotations

from typing import Any

from engine.director.brief import Brief
from engine.director.operations.personal import opening
from engine.director.say import phrase, variants
from engine.director.scripts import capital, with_article
from nemo.draft import Draft

MOST = 3
LONGEST = 70
"""Characters: an opening must be read, and said, in a moment."""


def ideas(draft: Draft) -> dict[str, Any]:
    """`opening` and `call`: the words there are now, empty where there are none; `hooks` and `calls`: at most three
    others of each, as they may be given to `set_hook` and `set_call`."""
    brief = _brief(draft)
    first, last = opening(draft), draft.segments("cta")
    shown = first.meta.text or "" if first else ""
    called = last[-1].meta.text or "" if last else ""
    return {
        "opening": shown,
        "call": called,
        "hooks": _others(_hooks(brief), shown),
        "calls": _others(_calls(brief) if called or brief.kind != "plain" else [], called),
    }


def _brief(draft: Draft) -> Brief:
    kept = Brief.model_validate(draft.meta.brief or {})
    language = draft.meta.language or kept.language
    return kept.model_copy(update={"language": language, "kind": draft.meta.kind or kept.kind})


def _others(found: list[str], present: str) -> list[str]:
    """The first few which fit and differ from what is there."""
    seen, kept = {_plain(present)}, []
    for text in found:
        if text.strip() and len(text) <= LONGEST and _plain(text) not in seen:
            seen.add(_plain(text))
            kept.append(text)
    return kept[:MOST]


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _hooks(brief: Brief) -> list[str]:
    if brief.kind == "wedding":
        return _wedding(brief)
    if brief.kind == "link":
        return [brief.title, *(one.text for one in brief.story), *variants(brief.language, "hook_plain_title")]
    facts = [capital(one) for one in brief.benefits[:1]]
    offer = [capital(one) for one in (brief.offer, _priced(brief)) if one]
    named = _named(brief)
    more = [capital(one) for one in brief.benefits[1:]]
    plain = [line for key in ("hook_plain_title", "look_lines") for line in variants(brief.language, key)]
    return [brief.title, *facts, *offer[:1], *named[:1], *more, *named[1:], *offer[1:], *plain]


def _named(brief: Brief) -> list[str]:
    if not brief.product:
        return []
    product = with_article(brief.product, brief.language)
    return [line.format(product=product) for line in variants(brief.language, "hook_product_title")]


def _priced(brief: Brief) -> str:
    if not (brief.product and brief.price):
        return ""
    return f"{brief.product}{'：' if brief.language == 'zh' else ': '}{brief.price}"


def _wedding(brief: Brief) -> list[str]:
    language = brief.language
    if len(brief.names) < 2:
        return [phrase(language, "copy_we_marry"), phrase(language, "copy_save_date")]
    both = phrase(language, "copy_and_names", first=brief.names[0], second=brief.names[1])
    under = [phrase(language, one) for one in ("copy_save_date", "copy_getting_married")]
    return [f"{both}\n{line}" for line in (*under, *variants(language, "wedding_lines"))]


def _calls(brief: Brief) -> list[str]:
    language = brief.language
    coded = [line.format(code=brief.code) for line in variants(language, "cta_code")] if brief.code else []
    if brief.kind == "wedding":
        return [brief.closing, *variants(language, "wedding_closing")]
    if brief.kind == "link":
        return [brief.cta, phrase(language, "copy_read_more")]
    return [brief.cta, *coded, *variants(language, "cta_plain")]
