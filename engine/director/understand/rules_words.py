"""The last rule: words to be shown that stand in no quotes ("add limited time on the first pic", "最后加上立即下单").

Words which plainly call to something or are announced as words are shown; for others one question is asked first."""

from __future__ import annotations

import re

from engine.director.operations.scenes import AddCard
from engine.director.operations.texts import AddText
from engine.director.understand.clause import Ask, Clause, Do, Option, View, Wish
from engine.director.understand.references import scenes_of

_WHERE = (
    r"(?P<where>(?:at|in|on|to|over|onto) (?:the |my )?(?:very )?(?:end|start|beginning|last|first|second|third|fourth"
    r"|fifth|photo|pic|picture|clip|scene|slide|\S+ (?:one|photo|pic|picture|clip|scene|slide)|bottom|top|middle)\b.*)?"
)
LATIN = re.compile(
    r"(?i)^(?:please |pls |can you |could you |also |and |then |now )*(?:add|put|write|show|insert|include|slap)\s+"
    rf"(?:in |on |up )?(?P<words>.+?)\s*{_WHERE}$"
)
WIDE = re.compile(
    r"^(?:请|帮我|再|然后|麻烦)*(?:在|给)?(?P<where>开头|结尾|最后|片尾|片头|末尾|最前面|第.{1,2}[张段个页](?:上|里)?)?(?:的时候|处)?(?:请|帮我|再|也)*"
    r"(?:加上|加个|加一句|加一行|加|写上|写|放上|打上|添加|显示)(?:上|个)?(?P<told>一?[句行段](?:话|文字|字)?|文字|几个字)?(?:[:：,，])?"
    r"(?P<words>[^，,。]{2,40})$"
)
_CALLS = re.compile(
    r"(?i)^(?:buy|shop|order|get (?:yours|it|one)|tap|click|visit|book|call|follow|subscribe|sign up|save \d|save the"
    r"|free\b|only|limited|sale|now|new|hurry|last chance|don't miss|link in bio|use code|coming soon|thank you"
    r"|thanks for|rsvp|\d+ ?% off|\d+ off)"
    r"|(?:立即|马上|赶快|赶紧|点击|点这里|下单|抢购|限时|限量|包邮|关注|扫码|咨询|预约|免费|优惠|特价|谢谢|感谢|敬请|诚邀|欢迎)"
)
_NOT_WORDS = (
    "thing", "file", "mood", "filter", "trans", "motion", "aspect", "platform", "lookname", "capstyle", "time", "comp",
    "gender", "url", "pct",
)  # fmt: skip


def unquoted(clause: Clause, view: View) -> Wish | None:
    """Show words that were given without quotes."""
    if clause.has("quote") or not view.draft.duration or not clause.verb("add", "create", "make"):
        return None
    text = clause.text().strip(" .。!！")
    found = WIDE.match(text) if view.language == "zh" or re.search(r"[\u3400-\u9fff]", text) else LATIN.match(text)
    if found is None:
        return None
    words = found.group("words").strip(" ,，:：")
    labelled = re.match(r"(?i)^[\w ]{2,24}[:：]\s?\S", words)
    told = bool(found.groupdict().get("told")) or bool(_CALLS.search(words)) or bool(labelled)
    meant = [t for t in clause.tokens if t.text.lower() in words.lower() and any(k in t.means for k in _NOT_WORDS)]
    if not told and (meant or len(words) < 3):
        return None
    inside = Clause([t for t in clause.tokens if t.text.lower() in words.lower()], clause.message)
    if not told and scenes_of(inside, view).ids:
        return None
    wish = _shown(words, clause, view, bool(labelled))
    if told:
        return wish
    return Ask("ask_show_words", [Option(words[:60], wish.operations)], {"text": words})


def _shown(words: str, clause: Clause, view: View, labelled: bool) -> Do:
    main = view.draft.segments("main")
    if labelled and view.draft.meta.kind == "wedding" and not clause.has("place") and not scenes_of(clause, view).ids:
        label, _, rest = re.sub("：", ":", words, count=1).partition(":")
        last = main[-1].meta.kind == "card" and len(main) > 1
        card = AddCard(
            text=f"{label.strip()[:1].upper()}{label.strip()[1:]}\n{rest.strip()}", position=len(main) if last else None
        )
        return Do([card], "card")
    if clause.has("place", "end") or re.search(r"最后|结尾|片尾|末尾", clause.text()):
        call = bool(_CALLS.search(words)) and not view.draft.segments("cta")
        return Do([AddText(text=words, role="cta" if call else "text", from_end=True)], "text")
    found = scenes_of(clause, view)
    on = [s for s in main if s.meta.id in found.ids and not found.everything and not found.by_pronoun]
    if on:
        return Do([AddText(text=words, start_ms=on[0].start, duration_ms=max(200, on[0].duration))], "text")
    return Do([AddText(text=words, start_ms=0)], "text")
