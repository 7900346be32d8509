"""What this engine cannot do, recognised so that it can say so and offer the nearest thing instead."""

from __future__ import annotations

import re

from engine.director.understand.clause import Clause

_PICTURE = (
    r"(?:photo|picture|pic|image|clip|video|footage|shot|scene|product|bottle|couple|person"
    r"|people|man|woman|dog|cat|face|bride|groom)s?"
)
PATTERNS: list[tuple[str, str]] = [
    (
        "refuse_lipsync",
        (
            r"lip[ -]?sync|make (?:him|her|them|(?:the|my) (?!voice|narrat|speaker|music)\w+) (?:talk"
            r"|speak|sing)|talking (?:head|avatar|photo)|\bavatars?\b|对口型|数字人|让(?:他|她|照片|人物)(?:说话|唱歌"
            r"|开口)"
        ),
    ),
    (
        "refuse_face",
        r"face[ -]?swap|swap (?:the |my |her |his )?faces?|deep ?fake|put my face|change (?:his|her|my) face|换脸",
    ),
    (
        "refuse_background",
        (
            rf"(?:remove|erase|replace|change|cut out|swap|delete|take out|get rid of|lose|kill) (?:the )?"
            rf"(?:background|bg|backdrop) (?:of|from|in|on|behind)"
            rf"|(?:remove|erase|delete|cut out|get rid of) (?:the )?(?:photo |image |picture )?(?:background|bg)"
            rf"(?! music| sound| noise| track| song)|(?:transparent|white|plain|different|new) (?:background|bg) "
            rf"(?:on|for|behind) (?:the )?(?:\w+ )?{_PICTURE}|background removal|green ?screen|(?:change|replace) the "
            rf"background (?:of|in|behind) (?:the )?{_PICTURE}|抠图|去(?:掉)?背景(?!音)|换(?:掉|个)?背景(?!音)|删(?:除"
            rf"|掉)背景(?!音)"
        ),
    ),
    (
        "refuse_object",
        (
            r"(?:remove|erase|delete|get rid of|take out) (?:the |that |a |an |those )?(?:person"
            r"|people|man|woman|guy|girl|car|tourists?|stranger|object|watermark from|wrinkles?"
            r"|pimples?|reflection|shadow|tree|wire)s?\b|(?:blur|pixelate) (?:the |his |her |my "
            r")?(?:faces?|licen[cs]e plate|background|number plate)|photoshop|retouch|smooth (?:the "
            r"|her |his |my )?skin|去水印|去掉.{0,6}(?:路人|行人|人物)|消除|美颜|磨皮|打码|马赛克"
        ),
    ),
    (
        "refuse_stock",
        (
            r"stock (?:footage|video|photo|clip|image|music)s?|(?:find|search|get|download|fetch|look "
            r"for|grab) (?:me )?(?:some |a |an )?(?:\w+ ){0,3}(?:footage|videos?|photos?|images?"
            r"|pictures?|clips?|songs?) (?:online|from (?:the )?(?:internet|web|google|pexels|unsplash"
            r"|youtube|shutterstock))|from (?:pexels|unsplash|shutterstock|getty|google images)"
            r"|(?:spotify|apple music)|网上.{0,4}(?:找|搜|下载)|素材库|搜(?:索)?(?:一些|几张)?(?:图片|素材|视频)"
        ),
    ),
    (
        "refuse_generate",
        (
            r"(?:generate|create|make|draw|imagine|render|produce) (?:me )?(?:a |an |some |new |ai "
            r")*(?:new |ai |3d |realistic )*(?:footage|drone shot|picture|image|photo|scene|animation"
            r"|clip|shot)s? (?:of|where|with|showing|in which) (?!text|the text)"
            r"|(?:generate|create|make|film|shoot) (?:me )?(?:a |an |some )?(?:video|clip|footage|movie|film)s? "
            r"(?:of|with|showing) (?:someone|somebody|people|(?:an?|two|some) (?:\w+ )?"
            r"(?:man|woman|person|girl|boy|guy|kid|child|baby|dog|cat|model|actor|hand|hands"
            r"|family|couple))\b (?:\w+ )?\w+ing\b|text[ -]to[ -]video"
            r"|ai[ -]?generated? (?:footage|clip|video of|image|picture|scene)|(?:drone|aerial) "
            r"(?:shot|footage)|make (?:him|her|them|the \w+(?: in the (?:photo|picture|image|clip))?) "
            r"(?:smile|dance|walk|run|jump|wave|fly|blink)|bring (?:the |this |my )?(?:photo"
            r"|picture)s? to life|animate (?:the |this |my )?(?:dog|cat|bottle|product|man|woman|bride"
            r"|groom|baby|car|sky|water|person|people|face|photo of|couple)"
            r"|(?:turn|change|transform) (?:the|my|this) (?:dog|cat|man|woman|person|people|bottle"
            r"|product|girl|boy|baby|car|house) into|put (?:a |an |some )?(?:\w+ )?(?:sunglasses"
            r"|glasses|hat|hats|crown|makeup|beard|clothes|dress) on|(?:change|make) (?:his|her|their"
            r"|the) (?:shirt|dress|hair|clothes|outfit)"
            r"|生成(?:一段|一个|一张|新的)?.{0,12}(?:画面|镜头|素材|图片|场景|照片)"
            r"|文生视频|让(?:他|她|人物|照片里的人|新娘|新郎).{0,4}(?:笑|跳|动|走)|航拍"
        ),
    ),
    (
        "refuse_upscale",
        (
            r"\b(?:upscale|super[ -]?resolution|enhance (?:the )?(?:resolution|quality)|unblur|deblur"
            r"|sharpen (?:the )?blurry|stabili[sz]e|denoise)\b|超分|去模糊|防抖|提升清晰度|修复画质"
        ),
    ),
    (
        "refuse_clone",
        (
            r"clone (?:my|his|her|the|a) voice|my own voice clone|voice clon|(?:celebrity|morgan "
            r"freeman|trump|obama|taylor swift|elon musk)(?:'s)? voice|in the voice of|sound like "
            r"(?:morgan|obama|trump|taylor|elon)|克隆.{0,3}声音|声音克隆|模仿.{1,6}的声音"
        ),
    ),
    (
        "refuse_publish",
        (
            r"\b(?:post|publish|upload|share|tweet) (?:it|this|that|the video|them)? ?(?:directly "
            r")?(?:to|on) (?:my )?(?:tiktok|instagram|youtube|facebook|twitter|x|channel|account"
            r"|page)\b|schedule (?:a |the )?post|(?:发布|上传|发)到(?:我的)?(?:抖音|小红书|快手|视频号|B站|b站|微博)"
        ),
    ),
    (
        "refuse_vocals",
        r"isolate (?:the )?vocals|remove (?:the )?vocals|karaoke version of",
    ),
    (
        "refuse_translate",
        r"\b(?:translate|say|speak|make|put|write) (?:it|this|that|everything|all|the (?:video|text|texts|voice"
        r"|captions))? ?"
        r"(?:in|into|to) (?:spanish|french|german|portuguese|chinese|mandarin|english|italian|japanese|korean"
        r"|arabic|hindi)\b"
        r"|翻译成|译成|翻成(?:英|中|法|德|西|日|韩)",
    ),
    ("refuse_translate_clip", r"\bdub(?:bed)?\b (?:the |my )?(?:clip|video|footage)|dub it|翻译(?:片段|视频)里的"),
    (
        "refuse_reverse",
        (
            r"\b(?:play|run|show) (?!.*\border\b)(?:\w+ ){0,4}(?:backwards?|in reverse)\b"
            r"|\breverse (?:the )?(?:\w+ ){0,2}(?:clip|video|footage|shot)s?\b(?! order)|(?:倒放|倒着放|倒序播放)"
        ),
    ),
    (
        "refuse_mirror",
        (
            r"\bmirror(?:ed|ing)? (?:the |my |this )?(?:photo|picture|image|clip|video|\w+ (?:photo|picture|pic))"
            r"|\bflip (?:\S+ ){1,3}(?:horizontally|left to right|sideways)|镜像|左右翻转|水平翻转"
        ),
    ),
    ("refuse_3d", r"\b(?:360|vr|3d) (?:video|version|effect|model)\b|\bin 3d\b|augmented reality"),
]


LATIN: list[tuple[str, str]] = [  # Spanish, French, German, Portuguese: what they ask for most
    (
        "refuse_background",
        r"\b(?:quita|quitar|elimina|eliminar|borra|cambia)\w* el fondo\b(?! musical)|\b(?:enlève|enlever|supprime"
        r"|supprimer|change|retire)\w*"
        r" (?:l'arrière[- ]plan|le fond)\b|\bhintergrund\b.{0,30}\b(?:entfern|wegmach|lösch|ersetz|tausch|freistell)\w*"
        r"|\b(?:entferne|lösche|ersetze)\w* (?:den|das)? ?hintergrund\b|\b(?:remov|tir|apag"
        r"|troc)\w* o fundo\b(?! musical)",
    ),
    (
        "refuse_face",
        r"\bcambi\w+ (?:la|las|su) caras?\b|\bchang\w+ (?:le|les|son) visages?\b|\bgesicht\w*\b.{0,20}\btausch\w*"
        r"|\btroc\w+ (?:o|os) rostos?\b",
    ),
    (
        "refuse_generate",
        r"\b(?:genera|crea|inventa)\w* (?:una|un) (?:imagen|foto|escena) de\b|\b(?:génère|crée"
        r"|invente)\w* une (?:image|photo|scène) de\b"
        r"|\b(?:generiere|erzeuge|erfinde)\w* ein (?:bild|foto|video) von\b|\b(?:ger|cri|invent)\w+ uma (?:imagem"
        r"|foto|cena) de\b",
    ),
    (
        "refuse_stock",
        r"\bbusc\w+ (?:fotos|videos|imágenes|música) en (?:internet|la web|google)|\bcherch\w+ des (?:photos|vidéos"
        r"|images) sur internet"
        r"|\bsuch\w* .{0,20}(?:bilder|fotos|videos|musik) im (?:internet|netz)|\bprocur\w+ (?:fotos|vídeos|imagens"
        r"|música) na internet",
    ),
    (
        "refuse_publish",
        r"\b(?:publica|sube|súbelo|publícalo)\w* .{0,12}(?:tiktok|instagram|youtube)|\b(?:publie"
        r"|poste)\w* .{0,14}(?:tiktok|instagram|youtube)"
        r"|\b(?:poste|veröffentliche|lade)\w* (?:es|das|das video) .{0,14}(?:tiktok|instagram|youtube)"
        r"|\bpubli\w+ .{0,14}(?:tiktok|instagram|youtube)",
    ),
    ("refuse_reverse", r"\bal revés\b|\bà l'envers\b|\brückwärts\b|\bde trás para a? ?frente\b"),
    (
        "refuse_upscale",
        r"\bmejora\w* la (?:calidad|resolución)|\baméliore\w* la (?:qualité|résolution)|\b(?:auflösung"
        r"|qualität)\b.{0,16}\bverbesser\w*"
        r"|\bmelhor\w+ a (?:qualidade|resolução)",
    ),
    (
        "refuse_clone",
        r"\bclon\w+ (?:mi|su|la) voz|\bclon\w+ (?:ma|sa|la) voix|\bstimme\b.{0,12}\b(?:klon|nachahm|nachmach)\w*"
        r"|\bclon\w+ (?:a )?(?:minha|sua) voz",
    ),
]


def impossible(clause: Clause) -> str | None:
    """The key of the refusal for a wish this engine cannot fulfil, or None. Quoted words are never looked at."""
    words = clause.message.raw[clause.tokens[0].start : clause.tokens[-1].end].lower() if clause.tokens else ""
    saying = clause.index("saying")
    if saying > 0:
        words = clause.message.raw[clause.tokens[0].start : clause.tokens[saying].end].lower()
    words = words.replace("’", "'")
    return next((key for key, pattern in [*PATTERNS, *LATIN] if re.search(pattern, words)), None)
