"""Rules for what is heard: music, voice, captions, clips' own sound."""

from __future__ import annotations

import re
from typing import Any

from engine.director.operations.sound import Ducking, FadeSound, Mood, Mute, RemoveMusic, SetMusic, SetVolume
from engine.director.operations.voice import RemoveVoice, SetCaptions, SetCaptionText, SetVoice, SetVoiceLine, Voiceover
from engine.director.understand.clause import Ask, Clause, Decline, Do, Option, View, Wish
from engine.director.understand.references import scenes_of, texts_of
from engine.director.understand.words_after import new_words, spoken_words

LOUDER, QUIETER = 1.4, 0.6
OFF = ("remove", "mute")
MOODS: tuple[Mood, ...] = ("calm", "upbeat", "cinematic", "playful", "romantic")


def factor(clause: Clause, up: float, down: float, is_up: bool) -> float:
    """How much more or less: "half as", "twice", "30%", "a bit", "much"; 1 is unchanged."""
    part = clause.get("part")
    if clause.has("pct"):
        share = clause.get("pct")
        return 1 + share if is_up else max(0.0, 1 - share)
    if clause.has("factor"):
        return clause.get("factor") if is_up else 1 / max(clause.get("factor"), 0.01)
    fixed = {"half": 0.5, "third": 1 / 3 if not is_up else 4 / 3, "quarter": 0.25, "double": 2.0, "triple": 3.0}
    if part in fixed and not (is_up and part == "half"):
        return fixed[part]
    if part == "half":
        return 1.5
    step = {"bit": 0.5, "much": 1.8}.get(part or "", 1.0)
    return 1 + (up - 1) * step if is_up else max(0.1, 1 - (1 - down) * step)


def level(clause: Clause) -> tuple[bool, bool]:
    """Whether something is to be louder, or quieter; "up" and "down" count beside turn, bring, crank, dial."""
    turned = bool(re.search(r"\b(turn|turned|turning|bring|dial|crank|put|take|bump|pump)\b", plain_words(clause)))
    turned = turned or len(clause.tokens) <= 3
    up = clause.has("comp", "louder") or (turned and clause.has("comp", "up"))
    down = clause.has("comp", "quieter") or (turned and clause.has("comp", "down"))
    return up, down


def volume(clause: Clause, role: str, ids: list[str]) -> Wish | None:
    """Louder, quieter, to 30%, half as loud, max, off."""
    values: dict[str, Any] = {"role": role, "segments": ids}
    up, down = level(clause)
    to = clause.index("link", "to") >= 0 or clause.thing("volume") or clause.verb("make", "replace")
    by = any(t.text.lower() == "by" for t in clause.tokens)
    if clause.verb("unmute") or (clause.verb("mute") and clause.negated and _double(clause)):
        return Do([Mute(on=False, **values)], role)
    if clause.verb("mute"):
        return Do([Mute(on=True, **values)], role)
    if clause.has("pct") and not by and (to or not (up or down)):
        return Do([SetVolume(volume=clause.get("pct"), **values)], role)
    if clause.has("comp", "most") and (clause.thing("volume", "sound") or up or role == "music"):
        return Do([SetVolume(volume=1.0, **values)], role)
    if (clause.has("part", "half") and clause.has("link", "to")) or (
        clause.has("num") and clause.thing("volume") and not (up or down)
    ):
        number = clause.get("num")
        return Do(
            [SetVolume(volume=0.5 if number is None else min(number / (100 if number > 1 else 1), 1.0), **values)], role
        )
    if up or down:
        louder = up and not down
        return Do([SetVolume(volume=factor(clause, LOUDER, QUIETER, louder), relative=True, **values)], role)
    if clause.has("part", "half", "double", "third", "quarter") and clause.thing("volume", "music", "sound"):
        return Do(
            [SetVolume(volume=factor(clause, LOUDER, QUIETER, clause.has("part", "double")), relative=True, **values)],
            role,
        )
    return None


def _double(clause: Clause) -> bool:
    return (
        clause.has("neg", "no")
        and clause.has("verb", "mute")
        and not any(t.get("verb") == "mute" and "no" in t.text for t in clause.tokens)
    )


def fades(clause: Clause, view: View) -> tuple[int | None, int | None] | None:
    """(in ms, out ms) of a fade that is asked for; None when none is."""
    words = plain_words(clause)
    wants_in = bool(re.search(r"fade[sd]?[ -]?(it |the music |music )?in\b|fading in|淡入|渐入", words))
    wants_out = bool(
        re.search(
            r"fade[sd]?[ -]?(it |the music |music |the song |out the music )?out\b|fading out|淡出|渐出|fade away",
            words,
        )
    )
    wants_in = wants_in or bool(re.search(r"\bin and out\b", words) and "fad" in words) or "淡入淡出" in words
    wants_out = wants_out or bool(re.search(r"\bin and out\b", words) and "fad" in words) or "淡入淡出" in words
    if clause.has("place", "end") and "fade" in words and not wants_in:
        wants_out = True
    if clause.has("place", "start") and "fade" in words and not wants_out:
        wants_in = True
    if not (wants_in or wants_out):
        return None
    off = clause.verb("remove") or clause.negated
    length = 0 if off else int(clause.get("time") or 2000)
    return (length if wants_in else None, length if wants_out else None)


def plain_words(clause: Clause) -> str:
    """The clause in lower case."""
    return clause.text().lower()


def music(clause: Clause, view: View) -> Wish | None:
    """Music: mood, another, off, volume, fades, ducking, the user's own file."""
    mood_alone = (
        clause.has("mood") and not clause.has("thing") and not clause.has("comp") and not scenes_of(clause, view).ids
    )
    named = clause.thing("music") or mood_alone
    topic = view.last_topic == "music" and not clause.has("thing") and clause.has("pron")
    if clause.thing("ducking") and (
        named or clause.has("comp") or not clause.thing("voice") or clause.thing("ducking")
    ):
        return Do([Ducking(on=not (clause.verb("remove") or clause.negated or clause.has("neg", "dont")))], "music")
    if not (named or topic):
        return None
    fade = fades(clause, view)
    if fade:
        return Do([FadeSound(role="music", in_ms=fade[0], out_ms=fade[1])], "music")
    cut = clause.verb("trim") and not clause.has("time")
    if clause.thing("music") and (clause.verb("remove") or cut or clause.negated) and not any(level(clause)):
        if clause.has("time"):
            return None  # a stretch without music is none of the edits
        return Do([RemoveMusic()], "music")
    changed = volume(clause, "music", []) if not clause.has("mood") or any(level(clause)) else None
    ops: list[Any] = []
    if clause.has("mood") and _too_much(clause):
        options = [Option(f"option_mood_{mood}", [SetMusic(mood=mood)]) for mood in MOODS if mood != clause.get("mood")]
        return Ask("ask_which_mood", options[:4])
    if clause.has("mood"):
        ops.append(SetMusic(mood=clause.get("mood")))
    if isinstance(changed, Do):
        return Do([*ops, *changed.operations], "music")
    if ops:
        return Do(ops, "music")
    return _which_music(clause, view)


def _too_much(clause: Clause) -> bool:
    """ "too happy", "less dramatic", "太欢快" complain of a mood and do not ask for it."""
    place = clause.index("mood")
    before = clause.tokens[place - 1].text.lower() if place > 0 else ""
    return before in ("too", "so", "less", "not", "overly", "太", "不要太", "别太", "不够") or "太" in before


def _which_music(clause: Clause, view: View) -> Wish | None:
    audio = [a for a in view.assets.values() if a.kind == "audio"]
    own = clause.get("file")
    if own:
        hit = next((a for a in view.assets.values() if a.name.lower() == own.lower()), None)
        return Do([SetMusic(asset=hit.id)], "music") if hit else Decline("cannot_asset", {"name": own})
    words = plain_words(clause)
    if re.search(r"\bmy\b|\bi uploaded\b|\bthe uploaded\b|\bmine\b|\bour\b|我的|上传", words):
        if len(audio) == 1:
            return Do([SetMusic(asset=audio[0].id)], "music")
        if audio:
            options = [Option(a.name, [SetMusic(asset=a.id)]) for a in audio[:4]]
            return Ask("ask_which_file", options)
        if re.search(r"upload|my own|my song|my music|上传|我的", words):
            return Decline("cannot_own_music")
    if clause.has("link", "another") or clause.verb("replace", "swap"):
        return Do([SetMusic(another=True)], "music")
    made = any(t.get("verb") == "make" and t.text not in ("把", "将", "让", "使") for t in clause.tokens)
    if clause.thing("music") and (clause.verb("add", "create") or made or clause.tokens[0].text.lower() == "with"):
        return Do([SetMusic()], "music")
    return None


def voice(clause: Clause, view: View) -> Wish | None:
    """Voiceover: on, off, its words, its voice, its pace, its volume."""
    by_name = voice_called(clause)
    if by_name:
        return Do([SetVoice(voice=by_name) if view.draft.segments("voice") else Voiceover(voice=by_name)], "voice")
    gendered = clause.has("gender") and set(clause.all("thing")) <= {"sound"}
    named = clause.thing("voice") or clause.verb("speak") or gendered
    topic = (
        view.last_topic == "voice"
        and clause.has("pron")
        and clause.has("comp", "faster", "slower", "louder", "quieter")
    )
    if not (named or topic):
        return None
    cut = clause.verb("trim") and not clause.has("time")
    if (clause.verb("remove", "mute") or cut or clause.negated) and not any(level(clause)):
        found = texts_of(clause, view, ("voice",)).ids
        lines = view.draft.segments("voice")
        if not found and lines and clause.has("place", "start", "end") and not clause.has("link", "from"):
            found = [lines[-1 if clause.has("place", "end") else 0].meta.id or ""]
        over = scenes_of(clause, view)
        if not found and over.ids and not over.everything and not over.by_pronoun:
            on = [s for s in view.draft.segments("main") if s.meta.id in over.ids]
            found = [v.meta.id or "" for v in lines if any(s.start <= v.start < s.end for s in on)]
            if not found:
                return Decline("cannot_no_voice")
        return Do([RemoveVoice(segments=found)], "voice")
    if clause.has("gender"):
        name = voice_name(clause.get("gender"), view.draft.meta.language or view.language)
        if view.draft.segments("voice"):
            return Do([SetVoice(voice=name)], "voice") if name else Decline("cannot_gender")
        return Do([Voiceover(voice=name)], "voice")
    if clause.has("comp", "faster", "slower", "longer", "shorter") or clause.has("factor"):
        faster = clause.has("comp", "faster")
        if clause.has("factor") and not clause.has("comp"):
            return Do([SetVoice(speed=min(2.0, max(0.5, clause.get("factor"))))], "voice")
        return Do([SetVoice(speed=min(2.0, max(0.5, factor(clause, 1.15, 0.87, faster))), relative=True)], "voice")
    changed = volume(clause, "voice", [])
    if changed:
        return changed
    return _voice_words(clause, view)


def _voice_words(clause: Clause, view: View) -> Wish | None:
    text = spoken_words(clause)
    numbered = texts_of(Clause([t for t in clause.tokens if "quote" not in t.means], clause.message), view, ("voice",))
    if text and len(numbered.ids) == 1 and not numbered.by_pronoun:
        return Do([SetVoiceLine(segments=numbered.ids, text=text)], "voice")
    if text and len(clause.all("quote")) >= 2:
        old = texts_of(Clause(clause.tokens[: clause.index("quote") + 1], clause.message), view, ("voice",))
        if old.ids:
            return Do([SetVoiceLine(segments=old.ids[:1], text=clause.all("quote")[-1])], "voice")
    spoken = view.draft.segments("voice")
    if text and spoken and clause.has("place", "end", "start"):
        line = spoken[-1 if clause.has("place", "end") else 0].meta.id or ""
        return Do([SetVoiceLine(segments=[line], text=text)], "voice")
    if text:
        return Do([Voiceover(text=text)], "voice")
    if clause.has("link", "another") or (clause.verb("replace") and not clause.has("quote")):
        other = other_voice(view)
        return Do([SetVoice(voice=other)], "voice") if other else Decline("cannot_gender")
    if clause.verb("add", "make", "create", "speak") or clause.has("link", "with"):
        return Do([Voiceover()], "voice")
    return None


def voice_called(clause: Clause) -> str | None:
    """The voice whose name ends what is said of the voice: "change the voice to June", "June's voice"."""
    from engine.sound.voice import voices

    words = plain_words(clause).strip(" .!。！")
    for one in voices():
        name = rf"(?:{re.escape(one.title.lower())}|{re.escape(one.name.lower())})"
        after = (
            rf"\b(?:voice(?:[- ]?over)?|narrator|narration|speaker)(?: (?:to|by|of|called|named|from|with|is))? {name}$"
        )
        before = rf"\b{name}['’]s voice\b|(?:换成|改成|改为|换为|用|使用){name}(?:的(?:声音|配音|嗓音))?$"
        if re.search(f"{after}|{before}", words):
            return one.name
    return None


def voice_name(gender: str, language: str) -> str | None:
    """The first installed voice of this gender for the language."""
    from engine.sound.voice import voices

    return next((voice.name for voice in voices(language) if voice.gender == gender), None)


def other_voice(view: View) -> str | None:
    """Another installed voice of the draft's language than the one that speaks."""
    from engine.sound.voice import voices

    names = [voice.name for voice in voices(view.draft.meta.language or "en")]
    spoken = view.draft.segments("voice")
    now = (spoken[0].meta.voice if spoken else None) or (names[0] if names else None)
    return next((name for name in names if name != now), None)


def captions(clause: Clause, view: View) -> Wish | None:
    """Captions on and off, their style, place and words."""
    recent = (
        view.last_topic == "caption"
        and re.search(r"\b(them|they|it|those)\b|它|这些", plain_words(clause))
        and not set(clause.all("thing")) - {"look"}
        and not clause.has("quote")
        and not clause.has("time")
        and (any(map(clause.has, ("capstyle", "pos", "hex", "comp"))) or clause.verb("remove", "add"))
    )
    if not (
        clause.thing("caption")
        or recent
        or (clause.has("capstyle", "karaoke") and not set(clause.all("thing")) - {"look"})
    ):
        return None
    off = clause.verb("remove", "mute") or clause.negated or clause.has("link", "off")
    if off and not clause.has("quote"):
        some = scenes_of(clause, view)
        partly = (
            some.ids and not some.everything and not some.by_pronoun and clause.thing("photo", "clip", "scene", "card")
        )
        return Decline("cannot_caption_part") if partly else Do([SetCaptions(on=False)], "caption")
    style, position = clause.get("capstyle"), clause.get("pos")
    if style is None and clause.has("lookname", "bold", "clean"):
        style = {"bold": "pop", "clean": "clean"}[clause.get("lookname")]
    words = new_words(clause)
    found = texts_of(Clause(list(clause.tokens), clause.message), view, ("caption",))
    if words and found.ids and clause.verb("replace", "make"):
        return Do([SetCaptionText(segments=found.ids[:1], text=words)], "caption")
    colour = clause.get("hex")
    size = None
    if clause.has("comp", "bigger", "smaller"):
        size = min(3.0, max(0.4, factor(clause, 1.25, 0.8, clause.has("comp", "bigger"))))
    if style or position or colour or size:
        return Do([SetCaptions(on=True, style=style, position=position, color=colour, size=size)], "caption")
    if clause.verb("add", "make", "create") or clause.has("link", "with", "on"):
        return Do([SetCaptions(on=True)], "caption")
    return None


def own_sound(clause: Clause, view: View) -> Wish | None:
    """The sound of clips: mute, volume, fades."""
    sounding = clause.thing("sound", "volume") or clause.verb("mute", "unmute") or any(level(clause))
    if not sounding or clause.thing("title", "text", "cta"):
        return None
    if (
        clause.has("time")
        and not clause.thing("sound", "volume")
        and not clause.verb("mute", "unmute")
        and not fades(clause, view)
    ):
        return None
    found = scenes_of(clause, view)
    if found.missing:
        thing, number, count = found.missing
        return Decline("cannot_number", {"thing": thing, "number": number, "count": count})
    silent = _silence(clause, view, found.ids if not found.everything else [])
    if silent:
        return silent
    if not found.ids and not clause.thing("sound", "clip", "video") and not clause.verb("mute", "unmute"):
        return _loose_volume(clause, view)
    ids = [] if found.everything else found.ids
    fade = fades(clause, view)
    if fade:
        return Do(
            [FadeSound(role="main" if clause.thing("clip") else "music", segments=ids, in_ms=fade[0], out_ms=fade[1])],
            "sound",
        )
    if clause.thing("sound") and clause.verb("add") and not any(level(clause)):
        return Do([Mute(role="main", segments=ids, on=False)], "sound")
    if clause.thing("sound") and (clause.verb("remove") or clause.negated):
        return Do([Mute(role="main", segments=ids)], "sound")
    of_clips = any(t.get("thing") == "sound" and len(t.text) > 5 for t in clause.tokens)
    if not ids and not of_clips and not clause.thing("clip", "photo", "scene") and not clause.verb("mute", "unmute"):
        return _loose_volume(clause, view)
    return volume(clause, "main", ids)


def _silence(clause: Clause, view: View, ids: list[str]) -> Wish | None:
    """ "mute everything": clips, voice and music, whichever there are; without clips "mute it" means that too."""
    off = clause.verb("mute") or (clause.thing("sound") and (clause.verb("remove") or clause.negated))
    if not off or ids or clause.thing("clip", "photo", "scene") or any(level(clause)):
        return None
    clips = any(s.meta.kind == "clip" for s in view.draft.segments("main"))
    every = clause.has("link", "all") or re.search(r"\b(everything|all|completely|totally)\b|全", plain_words(clause))
    if clips and not every:
        return None
    roles = [role for role in ("main", "voice", "music") if (clips if role == "main" else view.draft.segments(role))]
    return Do([Mute(role=role) for role in roles], "sound") if roles else None  # type: ignore[arg-type]


def _loose_volume(clause: Clause, view: View) -> Wish | None:
    """ "make it louder": the music when there is only music, else what was spoken of last; else ask."""
    roles = [role for role in ("music", "voice") if view.draft.segments(role)]
    if view.last_topic in roles:
        return volume(clause, view.last_topic, [])
    if any(s.meta.kind == "clip" for s in view.draft.segments("main")):
        roles.append("main")
    if len(roles) == 1:
        return volume(clause, roles[0], [])
    wishes = [(role, volume(clause, role, [])) for role in roles]
    options = [Option("option_" + role, wish.operations) for role, wish in wishes if isinstance(wish, Do)]
    return Ask("ask_which_sound", options) if options else None
