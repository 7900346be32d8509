"""How the service speaks of a page which is not there, in English and Chinese: patterns for the start of a clause.

A clause is an instruction only when it begins with one, after words which lead into it. "She clicks the shutter" and
"Title: Click the link in bio" begin otherwise, so they stay what they are: content.
"""

from __future__ import annotations

import re

MARK = r"""["“”'‘’`*_\[\]【】「」『』<>]*"""

LEAD = re.compile(
    rf"""^\s*(?:(?:\d+[.)、]|[-*•▶👉✨➡️]+)\s*)*{MARK}
    (?:(?:next\ steps?|tip|note|hint|提示|下一步|注意)\s*[:\uff1a]\s*)?
    (?:(?:and|then|now|next|so|also|finally|first|simply|just|please|kindly|otherwise|afterwards|alternatively|or|
        when\ ready|go\ ahead\ and|feel\ free\ to|be\ sure\ to|make\ sure\ to|remember\ to|don't\ forget\ to|
        you(?:'ll|\ will|\ may)?\ (?:can|could|may|should|need\ to|have\ to|want\ to|might\ want\ to|just\ need\ to)
        |you\ can|you\ may|you'll\ need\ to|you\ will\ need\ to|all\ you\ need\ to\ do\ is|
        (?:can|could|always|also|simply|just|now|then|easily|directly|either|again)
    )[\s,]+)*
    (?:(?:请|您|你|可以|可|现在|然后|接着|接下来|最后|只需|只要|直接|随时|也可以|也可|再|先|需要|记得|麻烦|并|即可|就可以|就能|
        此时|之后|满意(?:之?后)?|确认(?:无误)?(?:之?后)?|完成后|或者|或|建议|后续|后)\s*)*""",
    re.I | re.X,
)

NAME = rf"{MARK}[\w.&+/ -]{{1,40}}?{MARK}"
PURPOSE = re.compile(
    r"^\s*(?:to\b|in order to\b|if you(?:'d| would)? (?:want|like|wish|prefer|need)|"
    r"if you're (?:happy|ready|satisfied)|if everything|if (?:it|that) looks|once you|when you|whenever you|"
    r"when (?:it|that)'s|for (?:more|further)|if needed|if so|at any time|from there|"
    r"如需|如果|若|想要|要想|为了|确认无误|满意|准备好|需要.*时|当您|当你|一切)",
    re.I,
)

EXPORT = re.compile(
    rf"""^(?:
      (?:click|tap|press|hit|use|select|choose|push|find|look\ for)\s+(?:on\s+)?(?:the\s+|your\s+)?{MARK}
        (?:export|download|render|save\ video)\b
      |export\s+(?:it|your\ video|the\ video|the\ project)?\s*(?:from|using|via|with|through|in|at)\s+the\s+
        (?:(?:top|upper|bottom|lower)\s+(?:right|left)|(?:[\w-]+\s+){{0,3}}?(?:button|menu|toolbar|panel|sidebar|tab|corner))\b
      |(?:choose|select|pick|set)\s+(?:your|the|a|an)?\s*(?:preferred\s+|desired\s+|output\s+|export\s+|video\s+)*
        {MARK}(?:resolution|quality|format|1080p|720p|4k|mp4|export\s+settings)\b
      |(?:the\s+)?{MARK}export{MARK}\s+button\b
      |(?:点击|单击|点按|轻点|点一下|点|按下|按|使用|选择|找到)[^,\uff0c。:\uff1a\s链]{{0,12}}?{MARK}(?:导出|下载|渲染)
      |通过[^,\uff0c。]{{0,8}}导出按钮|(?:在|从)[^,\uff0c。]{{0,10}}(?:右上角|顶部|菜单|面板|页面)[^,\uff0c。]{{0,6}}(?:导出|下载)
      |(?:选择|设置)[^,\uff0c。]{{0,6}}(?:分辨率|画质|导出格式|视频格式|清晰度)
    )""",
    re.I | re.X,
)
CREDITS = re.compile(
    rf"""^(?:
      (?:check|visit|view|see|open|review|manage|go\ to|head\ to|head\ over\ to|look\ at|click|tap|upgrade|top\ up)\b
        [^.,]{{0,30}}?\b(?:accounts?|billing|subscription|credit\ balance|credits\ page|pricing|wallet|payment)\b
        (?!\s+of\b)
      |(?:click|tap|press|hit)\s+(?:on\s+)?(?:the\s+)?{MARK}(?:upgrade|top\ up|buy\ credits|recharge|subscribe)\b
      |(?:check|see|view)\s+(?:how\ many\s+|your\s+|the\s+)?(?:remaining\s+)?credits\b
      |(?:查看|检查|前往|打开|进入|登录)[^,\uff0c。]{{0,10}}?(?:账户|账号|账单|订阅|套餐|余额|积分|个人中心|钱包)
      |(?:点击|单击|点按|轻点|点)[^,\uff0c。]{{0,8}}?(?:充值|升级|购买|账户|账单|订阅)
    )""",
    re.I | re.X,
)
TRACKS = re.compile(
    rf"""^(?:
      (?:preview|view|see|watch|check|play|review|look\ at|inspect|find|scrub)\b[^.]{{0,60}}?
        \b(?:in|on|from|through|using|at|with)\s+(?:the\s+|your\s+)?(?:\w+\s+)?
        (?:timeline|preview(?:\ (?:window|panel|player|area|pane))?|editor|player|canvas|playhead)\b
      |(?:check|see|view|look\ at|open|review)\s+(?:out\s+)?(?:the|your)\s+timeline\b
      |(?:click|tap|press|hit)\s+(?:on\s+)?(?:the\s+)?{MARK}(?:play|preview)\b
      |(?:preview|play)\s+(?:it|the\ (?:video|result|changes|edit)|your\ (?:video|edit))\s+
        (?:there|above|below|on\ the\ (?:right|left))
      |(?:在|到|去|从)[^,\uff0c。]{{0,6}}?(?:时间线|时间轴|预览窗口|播放器|预览区|编辑器)[^,\uff0c。]{{0,6}}?(?:预览|查看|播放|看|检查|观看)
      |(?:预览|查看|播放)[^,\uff0c。]{{0,6}}?(?:时间线|时间轴|预览窗口)
      |(?:点击|单击|点按|轻点|点|按下|按)[^,\uff0c。]{{0,6}}?(?:播放|预览)
    )""",
    re.I | re.X,
)
UPLOAD = re.compile(
    rf"""^(?:
      (?:click|tap|press|hit|use)\s+(?:on\s+)?(?:the\s+)?{MARK}(?:upload|import|add\ (?:media|files?)|attach)\b
      |(?:drag|drop|drag\ and\ drop|drag-and-drop)\b[^.]{{0,40}}?
        \b(?:files?|photos?|images?|footage|assets?)\b[^.]{{0,20}}?
        (?:here|upload|into\ the\ (?:chat|window|box|upload|page)|area|zone)
      |(?:点击|单击|点按|轻点|点|使用)[^,\uff0c。]{{0,6}}?(?:上传|导入|添加素材|添加文件)
      |(?:把|将)?[^,\uff0c。]{{0,8}}(?:文件|素材|照片|图片)?(?:拖|拖拽|拖放|拖动|拖入)[^,\uff0c。]{{0,8}}(?:上传区|这里|此处|聊天框|窗口)
    )""",
    re.I | re.X,
)
EDIT = re.compile(
    r"""^(?:
      (?:drag(?:\ (?:and|&)\ drop|-and-drop)?|drop|slide|pull)\s+(?!it\s+like)[^.]{0,60}?
        \b(?:timeline|tracks?|canvas|handles?|edges?|playhead|position|beginning|start|end|left|right|up|down|slider
        |clips?|onto|into)\b
      |(?:把|将)[^,\uff0c。]{1,16}(?:拖|拖拽|拖动|拖放|拖到|拖入)
      |(?:拖拽|拖动|拖放|拖到|拖入)
    )""",
    re.I | re.X,
)
STATE = re.compile(
    r"""^(?:
      (?:open|go\ to|switch\ to|navigate\ to|head\ to|head\ over\ to|visit|expand|access|enter)\s+
        (?:up\s+)?(?:the\s+|your\s+)?(?:[\w"“”'&*-]+\s+){0,4}?["”'*]*
        (?:panels?|tabs?|menus?|sidebar|editor|preview\ window|settings|(?:media|asset|music|audio)\ library|dashboard
        |inspector|workspace|properties|toolbar|drawer)\b
      |(?:check|see|use|look\ (?:at|in))\s+(?:the\s+|your\s+)?(?:[\w"“”'&*-]+\s+){0,4}?["”'*]*
        (?:panels?|tabs?|sidebar|inspector|settings|toolbar)\b
      |(?:打开|进入|展开|切换到|前往|转到)[^,\uff0c。]{0,12}?
        (?:面板|选项卡|标签页|标签|菜单|侧边栏|侧栏|编辑器|设置|素材库|工作区|属性栏|工具栏|页面)
      |(?:到|去|在)[^,\uff0c。]{0,12}?(?:面板|选项卡|标签页|菜单|侧边栏|编辑器|设置|素材库|工具栏|页面)[^,\uff0c。]{0,5}?
        (?:点击|选择|调整|更改|修改|查看|找到|设置|进行|操作)
    )""",
    re.I | re.X,
)
CLICK = re.compile(
    rf"""^(?:
      (?:click|tap|press|hit|push|double-click|right-click|select|choose|toggle)\s+(?:on\s+)?
        (?:the\s+|your\s+|any\s+|this\s+)?
        (?P<en>{NAME})\s*{MARK}\s*(?:button|icon|tab|menu|option|toggle|checkbox|switch|slider|key)\b
      |(?:click|tap|double-click|right-click)\s+(?:on\s+)?["“'‘`*\[](?P<quoted>[^"”'’`*\]]+)["”'’`*\]]
      |(?:click|tap|double-click|right-click)\s+(?:on\s+)?(?:the\s+|your\s+|any\s+)?
        (?P<part>clip|track|title|text|segment|caption|music|layer|scene|transition|thumbnail
        |apply|save|generate|confirm|next|ok|done|continue|regenerate|undo|settings)\b
      |(?:点击|单击|双击|右键点击|点按|轻点|点一下|按下)\s*(?P<zh>
        [“"「【][^”"」】]{{1,14}}[”"」】]
        |[^,\uff0c。]{{1,12}}?(?:按钮|图标|菜单|选项|开关|标签)
        |(?:片段|轨道|应用|保存|生成|确认|确定|完成|继续|下一步|撤销|设置|文字|字幕|时间线|时间轴)[^,\uff0c。]{{0,8}}
      )
    )""",
    re.I | re.X,
)
