"""Two names end where a date, a place or another wish begins."""

import pytest

from engine.director.briefing_wedding import names

SENTENCES = [
    ("wedding invitation for Anna & Ben on June 5 2027 at Lake Como", ["Anna", "Ben"]),
    ("wedding invitation for Anna & Ben June 5 2027, Lake Como", ["Anna", "Ben"]),
    ("Anna and Ben Saturday, June 5 at 3 pm", ["Anna", "Ben"]),
    ("Anna Maria Rossi & Ben de Vries on Saturday 5 June 2027 in Rome", ["Anna Maria Rossi", "Ben de Vries"]),
    ("invite people to the wedding of April & August, May 3 2027", ["April", "August"]),
    ("Create a wedding video for May and June Carter at The Old Barn", ["May", "June Carter"]),
    ("save the date: Siân O'Connor and José Núñez At Rosewood Hall", ["Siân O'Connor", "José Núñez"]),
    ("Liu Wei & Emma Stone next Friday", ["Liu Wei", "Emma Stone"]),
    ("Tom and Mia's wedding in Paris on 12 June", ["Tom", "Mia"]),
    ("李明和王芳2027年6月5日在杭州结婚", ["李明", "王芳"]),
    ("做一个婚礼请柬：李明与王小芳，6月5日", ["李明", "王小芳"]),
    ("给李明和王芳做一个婚礼请柬", ["李明", "王芳"]),
    ("李明和王芳的婚礼，2027年6月5日，西湖国宾馆", ["李明", "王芳"]),
    ("新人：李明 & 王芳，6月5日", ["李明", "王芳"]),
    ("做一个婚礼视频，用照片和音乐，60秒", []),
    ("wedding invitation with photos and music", []),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_names_stop_before_dates_and_places(sentence: str, expected: list[str]) -> None:
    assert names(sentence, {}) == expected
