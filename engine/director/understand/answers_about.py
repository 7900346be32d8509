"""Answers about one part of the video: what a scene shows and says, the longest one, the facts of an invitation, where
a sentence comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from engine.director.say import label, listed, phrase, quoted, span, term
from engine.director.understand.clause import Clause, View
from engine.director.understand.mentions import SHOWN, scenes_said
from engine.director.understand.references import SCENE_THINGS, scenes_of
from nemo.draft import Draft, Segment

_EXTREME = r"\b(longest|shortest)\b|最(长|短|久)"
_SOURCE = (
    r"\b(who said|who wrote|come from|came from|source|where did|where is that from|says who|who wrote)\b"
    r"|\b(?:correct|accurate|really true)\b"
    r"|谁说的|谁写的|出处|来源|哪来的"
)
_OCCASION = {
    "date": r"\b(what day|which day|when|date)\b|哪天|哪一天|什么时候|几号|日期|星期几|周几",
    "time": r"\b(what time|when|time)\b|几点|什么时候|时间",
    "venue": r"\b(where|venue|place|location|address)\b|在哪|哪里|哪儿|地点|地址|什么地方",
}


def part_of(words: str, clause: Clause, view: View) -> tuple[str, dict[str, Any]] | None:
    """The topic and what it is about, when a question is about one part of the video; None when it is not."""
    if not view.draft.duration:
        return None
    extreme = re.search(_EXTREME, words)
    if extreme:
        return "extreme", {"longest": extreme.group(1) == "longest" or extreme.group(2) in ("长", "久")}
    if clause.thing("disclosure"):
        return "disclosure", {}
    if re.search(_SOURCE, words):
        return "source", {"scenes": _sourced(clause, view)}
    fact = next((name for name in ("price", "code") if clause.thing(name)), None)
    fact = None if re.search(r"export|render|download|credits?|\bpay\b|导出|下载|积分|付", words) else fact
    brief = view.draft.meta.brief or {}
    if fact and brief.get(fact):
        return "fact", {"fact": fact}
    if brief.get("functions") and any(re.search(p, words) for p in _OCCASION.values()):
        return "occasion", {"which": [f.get("name") or "" for f in brief["functions"] if _named(f, words)]}
    found = scenes_of(clause, view)
    spoken_of = clause.thing(*SCENE_THINGS) or clause.has("measure") or clause.has("file")
    if (
        spoken_of
        and found.ids
        and not found.everything
        and len(found.ids) <= 2
        and not re.search(r"\bwhich\b|哪", words)
    ):
        return "scene", {"scenes": found.ids}
    return None


def _named(function: dict[str, Any], words: str) -> bool:
    name = str(function.get("name") or "").lower()
    return bool(name) and name in words


def _sourced(clause: Clause, view: View) -> list[str]:
    """The scenes whose words are asked about: those of the clause, or those with its number."""
    named = scenes_said(clause, view)
    if named:
        return named
    numbers = re.findall(r"\d[\d.,]*\d|\d", clause.text())
    pool = [s for role in SHOWN for s in view.draft.segments(role)]
    hits = [t for t in pool if any(n in (t.meta.text or "") for n in numbers)]
    return [s.meta.id or "" for s in view.draft.segments("main") if any(s.start <= t.start < s.end for t in hits)][:1]


def about(topic: str, values: dict[str, Any], view: View) -> str:
    """The answer; nothing is changed."""
    draft, language = view.draft, view.language
    if topic == "scene":
        return (" " if language != "zh" else "").join(_scene(s, draft, language) for s in _chosen(values, draft))
    if topic == "extreme":
        return _extreme(bool(values["longest"]), draft, language)
    if topic == "disclosure":
        shown = draft.segments("disclosure")
        text = quoted(shown[0].meta.text or "", language) if shown else ""
        return phrase(language, "answer_disclosure" if shown else "answer_no_disclosure", text=text)
    if topic == "fact":
        name = str(values["fact"])
        return phrase(language, "answer_fact", what=term(language, name), value=(draft.meta.brief or {})[name])
    if topic == "occasion":
        return _occasions(list(values["which"]), draft, language)
    return _source(_chosen(values, draft), draft, language)


def _chosen(values: dict[str, Any], draft: Draft) -> list[Segment]:
    return [s for s in draft.segments("main") if s.meta.id in values["scenes"]]


def _over(scene: Segment, role: str, draft: Draft) -> list[Segment]:
    """What a track has in the time of a scene."""
    return [s for s in draft.segments(role) if s.start < scene.end - 50 and s.end > scene.start + 50]


def _scene(scene: Segment, draft: Draft, language: str) -> str:
    name = label(draft, scene, language)
    shown = [quoted(t.meta.text or "", language) for role in SHOWN for t in _over(scene, role, draft)]
    said = [quoted(v.meta.text or "", language) for v in _over(scene, "voice", draft)]
    parts = [phrase(language, "answer_scene_long", what=name, length=span(scene.duration, language))]
    parts += [phrase(language, "answer_scene_shows", texts=listed(shown, language))] if shown else []
    parts += [phrase(language, "answer_scene_says", texts=listed(said, language))] if said else []
    if not shown and not said:
        parts.append(phrase(language, "answer_scene_bare"))
    return ("" if language == "zh" else " ").join(parts)


def _extreme(longest: bool, draft: Draft, language: str) -> str:
    main = [s for s in draft.segments("main") if s.meta.kind != "card"] or draft.segments("main")
    length = max(s.duration for s in main) if longest else min(s.duration for s in main)
    names = listed([label(draft, s, language) for s in main if s.duration == length], language)
    key = "answer_longest" if longest else "answer_shortest"
    return phrase(language, key, what=names, length=span(length, language))


def _occasions(which: Sequence[str], draft: Draft, language: str) -> str:
    functions = (draft.meta.brief or {})["functions"]
    chosen = [f for f in functions if f.get("name") in which] if which else functions
    lines = []
    for function in chosen:
        facts = [str(function.get(field) or "") for field in ("date", "time", "venue", "address")]
        told = (" " if language == "zh" else ", ").join(fact for fact in facts if fact)
        lines.append(f"{function['name']}{'：' if language == 'zh' else ': '}{told}" if function.get("name") else told)
    return phrase(language, "answer_occasion", told=("；" if language == "zh" else "; ").join(lines))


def _source(scenes: list[Segment], draft: Draft, language: str) -> str:
    for scene in scenes or draft.segments("main"):
        for role in (*SHOWN, "voice"):
            for segment in _over(scene, role, draft):
                source = segment.meta.source or scene.meta.source
                if source and source.sentence:
                    values = {"sentence": quoted(source.sentence, language), "url": source.url}
                    return phrase(language, "answer_source", **values)
    url = str((draft.meta.brief or {}).get("url") or "")
    return phrase(language, "answer_source_page", url=url) if url else phrase(language, "answer_no_source")
