"""Briefs for `python -m bench evidence`: languages, shapes, kinds, and texts from bare to far too long."""

from __future__ import annotations

SHAPES = ("9:16", "1:1", "16:9", "4:5")

SHORT = {
    "en": "create a 10 second {shape} promo with voiceover for my coffee maker, $49",
    "zh": "做一个10秒的{shape}推广视频，带配音，产品是咖啡机，价格¥299",
    "es": "crea un video promocional {shape} de 10 segundos con voz en off para mi cafetera, 49 €",
    "fr": "crée une vidéo promo {shape} de 10 secondes avec voix off pour ma cafetière, 49 €",
    "de": "mach ein 10 Sekunden Werbevideo in {shape} mit Sprecher für meine Kaffeemaschine, 49 €",
}
LONG = {
    "en": (
        "create a 14 second {shape} promo with voiceover for my Barista Nomad Pro 300 coffee maker, $129.99 instead of "
        "$179.99, it grinds whole beans in 20 seconds, brews at 9 bar without a socket, cleans itself with one button, "
        "fits any backpack, code BREW20, link https://example.com/nomad"
    ),
    "zh": (
        "做一个14秒的{shape}推广视频，带配音，产品是巴里斯塔便携式咖啡机3000，价格¥899，原价¥1299，20秒磨好整颗咖啡豆，无需插电九巴压力萃取，"
        "一键自动清洗，放得进任何背包，优惠码BREW20"
    ),
    "es": (
        "crea un video promocional {shape} de 14 segundos con voz en off para mi cafetera portátil Barista Nómada 30, "
        "129,99 €, muele granos en veinte segundos, funciona sin enchufe, se limpia sola con un botón, código CAFE20"
    ),
    "fr": (
        "crée une vidéo promo {shape} de 14 secondes avec voix off pour ma cafetière portable Barista Nomade 3000, "
        "129,99 €, moud les grains en vingt secondes, marche sans prise, se nettoie toute seule, code CAFE20"
    ),
    "de": (
        "mach ein 14 Sekunden Werbevideo in {shape} mit Sprecher für meine Reisekaffeemaschine Barista Nomade 3000, "
        "129,99 €, mahlt ganze Bohnen in zwanzig Sekunden, braucht keine Steckdose, reinigt sich selbst, Code KAFFEE20"
    ),
}
INVITATIONS = {
    "en": (
        "make a 15 second {shape} wedding invitation video with voiceover for Anna-Lena O'Connor & José Núñez, "
        "Saturday 12 June 2027, 3 pm, Villa Rosa, Lake Como"
    ),
    "zh": "做一个15秒的{shape}婚礼邀请视频，带配音，新人李明和王芳，2027年6月12日下午三点，地点玫瑰山庄",
}
OTHERS = (
    'create a 10 second {shape} video with voiceover, title "قهوة رائعة في أي مكان", $29',
    'create a 10 second {shape} video with voiceover, title "कहीं भी बढ़िया कॉफ़ी", $29',
    'create a 10 second {shape} promo without music for my mug "Häagen-Ørsted’s № 5", €19.90',
    "create a 12 second {shape} promo with a male voiceover and karaoke captions for my coffee maker, 50% off",
)


def briefs() -> list[tuple[str, str, str, str]]:
    """(name, kind of sample photos, language of the interface, message)."""
    found = []
    for turn, (size, texts) in enumerate((("short", SHORT), ("long", LONG), ("short", SHORT))):
        for number, (language, text) in enumerate(texts.items()):
            shape = SHAPES[(number + turn) % 4]
            found.append((f"{size} {language} {shape}", "affiliate", language, text.format(shape=shape)))
    for number, (language, text) in enumerate(4 * [*INVITATIONS.items()]):
        shape = SHAPES[number // 2]
        found.append((f"wedding {language} {shape}", "wedding", language, text.format(shape=shape)))
    for text in OTHERS:
        for shape in SHAPES[:2]:
            found.append((f"other {OTHERS.index(text) + 1} {shape}", "affiliate", "en", text.format(shape=shape)))
    return found
