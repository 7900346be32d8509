"""Telling questions and new videos from edits."""

from __future__ import annotations

import re

from engine.director.understand.answers_about import part_of
from engine.director.understand.clause import Answer, Clause, View

TOPICS: list[tuple[str, str]] = [
    ("export", r"export|download|save (it|the video) (as|to)|导出|下载"),
    (
        "price",
        r"\b(have to|need to|must i) pay\b|credits?|cost(s)?\b|free\b|subscription"
        r"|积分|收费|付费|要钱|免费|多少钱",
    ),
    ("voices", r"which voices|what voices|voices (are|do)|有哪些声音|哪些配音"),
    (
        "music_choices",
        (
            r"(what|which) (kind|kinds|type|types|sort|moods?|music|songs?)\b.*(music|moods?|available"
            r"|have|can|choose|offer)|有哪些音乐|什么音乐可"
        ),
    ),
    ("looks", r"(what|which) (looks|styles|themes|templates)|有哪些风格"),
    ("music", r"music|song|track|soundtrack|bgm|音乐|歌|配乐"),
    ("voice", r"voice|narrat|speak|配音|旁白"),
    ("captions", r"caption|subtitle|字幕"),
    (
        "length",
        r"how long|length|duration|how many (seconds|minutes)|cuánto dura|combien de temps|quelle (est la )?durée"
        r"|wie lange? (ist|dauert)|quanto (tempo )?dura|多长|多久|时长|几秒|多少秒|几分钟",
    ),
    ("scenes", r"how many|scenes?|photos?|clips?|pictures?|slides?|几个|几张|几段|多少(张|个|段)"),
    ("aspect", r"aspect|ratio|vertical|horizontal|square|size|resolution|format|比例|竖屏|横屏|尺寸|分辨率"),
    ("texts", r"title|text|say|written|headline|call to action|标题|文字|写"),
    ("version", r"version|undo|changes?|版本|撤销"),
    ("help", r"what can|help|how (do|does|can|to)|can (you|i)|able to|怎么|如何|能做什么|可以做什么|能不能|帮助"),
]
_OPENS = (
    r"^(?:hey |hi |so |and |but |ok |okay |also |btw )*(?:how (?:long|many|much|do|does|did|is"
    r"|are|can|could|would|come|big|loud|old)|what(?:'s| is| are| does| do| did| was| music| "
    r"song| kind| happens| happened| would| if| can| size| voice| text| version| font| color| "
    r"colour| else| comes)?\b(?! about)"
    r"|which|why(?! not| don't)|when(?! the| she| he| it)|who|where(?:'s)?|whose|is|are|does"
    r"|do you|do i|did|was|were|has|have (?:you|i|we)|should|am i|can i|could i|may i|tell me"
    r"|explain|any idea|i wonder|will|would it|would that|would this|do we|describe|list"
    r"|i(?:'m| am) (?:not sure|wondering|curious)|is there|are there)\b"
)
_SURE_EDIT = (
    r"^(?:(?:can|could) i (?:have|get|see) |can we |could we |is it possible to|would it be "
    r"possible to|do you mind|are you able to|can we please|could we|will you|should be|is too"
    r"|was too|have (?:the|it|a|some|more|no)\b|does not|what about making|how about|which "
    r"should|is (?:too|way))"
)
_CHINESE = (
    r"(?:吗|么|呢)[？?。！!]*$|什么|多长|多久|几[点号][？?。]?$|几[个张段秒分句].{0,5}[？?。]?$|有几[个张段句]"
    r"|多少|为什么|怎么样?|如何|哪[个些里一]|是不是|有没有|能不能告诉|是否|谁"
)
_CHINESE_EDIT = r"^(?:请)?(?:能不能|可不可以|可以|能|能否)(?:请)?(?:帮我|给我|把|再|加|删|换|让|将)"


def question(clause: Clause, view: View) -> Answer | None:
    """The topic of a question; None when the message wants something done."""
    words = _whole_words(re.sub(r"\s+", " ", _bare(clause)).strip().lower())
    if not _asks(words, clause):
        return None
    part = part_of(words, clause, view)
    if part:
        return Answer(*part)
    topic = next((name for name, pattern in TOPICS if re.search(pattern, words)), "help")
    return Answer(topic)


def _bare(clause: Clause) -> str:
    return re.sub(r"\x00\d+\x00", " ", clause.message.raw)


def _whole_words(words: str) -> str:
    """ "whats", "how r u": as they are written elsewhere."""
    words = re.sub(r"\b(what|how|where|who|when|that)s\b", r"\1's", words.replace("’", "'"))
    return re.sub(r"\bu\b", "you", re.sub(r"\br\b", "are", words))


def _asks(words: str, clause: Clause) -> bool:
    words = re.sub(r"^(?:can|could|would) you (?:please )?(?=tell me|explain|describe|list|say how)", "", words)
    if re.search(r"[\u3400-\u9fff]", words):
        if re.search(_CHINESE_EDIT, words) and not re.search(r"吗[？?]?$", words):
            return False
        if re.search(r"(?:可以|能|能不能|可不可以|好|行)(?:吗|么)[？?]?$", words) and clause.has("verb"):
            return _permission(words)
        return bool(re.search(_CHINESE, words)) and not re.search(r"(?:怎么|如何)(?:都|也)", words)
    if re.search(_SURE_EDIT, words):
        return False
    if re.match(_OPENS, words):
        return True
    return (
        words.endswith("?")
        and not clause.has("verb")
        and not re.match(r"(can|could|would|will) (you|u|we)|how about|what about|please|why (not|don't)|mind", words)
        and not clause.has("comp")
    )


def _permission(words: str) -> bool:
    return bool(re.search(r"^(?:我|我们)(?:可以|能)", words))


_NEW = (
    r"\b(video|videos|promo|reel|ad|advert|advertisement|invitation|invite|slideshow|montage"
    r"|movie|clip|short|tiktok|commercial|teaser|trailer|vlog|film|story|explainer"
    r"|presentation|spot|post|save[- ]the[- ]date|vid|one|explainers?|summary|recap"
    r"|highlight)\b|视频|短片|宣传片|请柬|邀请函|广告片?|短视频|片子|幻灯片|相册|影片"
)
_ABOUT = (
    r"\b(video|vid|promo|reel|ad|advert|invitation|invite|slideshow|montage|movie|short"
    r"|commercial|teaser|trailer|film|explainer|spot|save[- ]the[- ]date)\b"
)


_AGAIN = (
    r"(?:please |ok |let's |lets )*(?:start (?:over|again|from scratch|fresh)|from scratch"
    r"|重新开始|从头(?:再)?来|重来)\W*"
)


def again(clause: Clause, view: View) -> bool:
    """Whether all is to begin anew, without a word of what it should become."""
    return bool(view.draft.duration) and bool(re.fullmatch(_AGAIN, _bare(clause).strip().lower()))


def create_wanted(clause: Clause, view: View) -> bool:
    """Whether a new video is asked for."""
    words = re.sub(r"\s+", " ", _bare(clause)).strip().lower()
    if _form(clause.message.raw):
        return True
    if not view.draft.duration:
        return _first_video(words, clause)
    if re.search(
        (
            r"start over|from scratch|start again|new video|another video|brand new|fresh video|whole "
            r"new|different video|重新(?:做|制作|生成|开始|来)|新(?:做|建|的)?(?:一个|一条)?视频|再做一(?:个|条)"
        ),
        words,
    ):
        return True
    if (
        clause.has("url")
        and (clause.verb("create", "make") or len(clause.tokens) <= 3)
        and not clause.thing("cta", "link", "qr")
    ):
        return bool(re.search(_NEW, words)) or len(clause.tokens) <= 3
    if not re.match(
        (
            r"^(?:please |pls |hey |hi |ok |now |can you |could you |i want you to |i need you to "
            r"|i'd like you to )*(?:create|generate|produce|build|design|craft|compose|make(?: me)?"
            r"|creating|i (?:want|need)|i'd like|give me|put together|do(?: me)?)\b(?: me| us)? "
            r"?(?:an?|another|some|one|\d+|the|my|our|five|three|four|two)?"
        ),
        words,
    ):
        return bool(
            re.match(
                r"^(?:请|帮我|给我|请帮我|麻烦|麻烦你|帮忙)*(?:用.{0,12})?(?:做|制作|生成|创建|创作|剪|剪辑)(?:一个|一条|一段|个|条|一部|一支|一份|一张)",
                words,
            )
        ) and bool(re.search(_NEW, words))
    strong = re.match(r".*?\b(?:create|generate|produce|build|design|craft|compose|creating|put together)\b", words)
    fresh = re.search(rf"\b(?:make|give|do|want|need|like)(?: me| us)? (?:an?|another) (?:\S+ ){{0,5}}?{_ABOUT}", words)
    again = re.search(r"\b(?:make|turn|change) (?:it|this|that|the video) ", words)
    small = re.search(
        (
            r"\b(?:create|generate|design|build|produce|craft|compose) (?:an? |some |the |another |me "
            r")*(?:new )?(?:\w+ )?(?:title|text|caption|captions|subtitles|call[- ]to[- ]action|cta"
            r"|transition|transitions|voice ?over|narration|music|intro|outro|logo|card|end card|qr"
            r"|headline|copy|duplicate|fade)\b"
        ),
        words,
    )
    return bool((strong and re.search(_NEW, words) and not small) or fresh) and not again


def _form(raw: str) -> bool:
    """Several "Label: value" lines: a form's request, or a pasted brief."""
    labels = re.findall(
        (
            r"(?mi)^\s*[-•*]?\s*(product|price|benefits?|link|code|names?|couple|date|time|venue|rsvp"
            r"|产品|价格|卖点|链接|优惠码|姓名|新人|新郎|新娘|日期|时间|地点|场地)\s*[:：]"
        ),
        raw,
    )
    return len(labels) >= 2


def _first_video(words: str, clause: Clause) -> bool:
    """With nothing made yet, anything that describes a video asks for one."""
    if clause.verb("undo", "redo", "restore"):
        return False
    if clause.has("url") or re.search(_NEW, words) or clause.verb("create"):
        return True
    if clause.thing("photo", "clip", "scene", "card", "caption", "transition", "logo") and clause.verb(
        "remove", "trim", "split", "swap", "move", "replace", "mute", "rotate", "duplicate", "merge"
    ):
        return False
    return len(clause.tokens) >= 6 or (clause.verb("make") and clause.has("time"))
