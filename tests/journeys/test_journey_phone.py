"""On a phone, and in Chinese: from nothing to a finished video."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import TOO_WIDE, answered, download, exported, go, playable, still

pytestmark = pytest.mark.journey


def test_sample_photos_become_a_film_without_typing(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit(width=360)
    page.locator(".st-key-sample button").tap()
    answered(page)
    expect(page.get_by_text("What changed")).to_be_visible()
    assert playable(page) == pytest.approx(30, abs=0.3)
    for name in ("Timeline", "Exports", "Create", "Exports"):
        go(page, name)
        page.get_by_test_id("stMainBlockContainer").wait_for()
        assert page.evaluate(TOO_WIDE) <= 0, f"{name} fits a phone"
    page.get_by_text("Sound only").click()
    page.locator(".st-key-export button").tap()
    sound = download(page, tmp_path / "promo.mp3")
    assert sound.read_bytes()[:3] in (b"ID3", b"\xff\xfb\x90", b"\xff\xfb\xb0", b"\xff\xfb\xe0")


def test_a_wedding_invitation_in_chinese_comes_home_as_a_film(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit(locale="zh-CN")
    expect(page.get_by_role("heading", level=1)).to_contain_text("说出想法")
    page.locator(".st-key-start-wedding button").click()
    for label, value in (("新人姓名一", "李雷"), ("新人姓名二", "韩梅梅"), ("地点", "锦江饭店")):
        page.get_by_label(label).fill(value)
        page.get_by_label(label).press("Tab")
    page.get_by_label("时长(秒)").fill("15")
    page.get_by_label("时长(秒)").press("Enter")
    page.get_by_role("spinbutton", name="year, 日期").click()
    page.keyboard.type("20270501")
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).click()
    request = page.get_by_label("将要发送的内容如下")
    expect(request).to_have_value(
        "制作一个15秒的婚礼邀请视频,背景音乐要浪漫。\n姓名:李雷 & 韩梅梅\n日期:2027-05-01\n地点:锦江饭店"
    )
    page.reload()
    expect(page.get_by_label("新人姓名二")).to_have_value("韩梅梅")
    still(page)
    page.locator(".st-key-form-send button").click()
    answered(page)
    expect(page.get_by_text("改动内容")).to_be_visible()
    go(page, "时间轴")
    expect(page.locator(".timeline .block", has_text="韩梅梅").first).to_be_attached()
    go(page, "创作")
    film = exported(page, tmp_path / "invitation.mp4", ("导出 240p mp4", "导出", "下载"))
    assert film["codecs"] == ("h264", "aac") and min(film["size"]) == 240  # type: ignore[call-overload]
    assert film["seconds"] == pytest.approx(15, abs=1) and film["loudness"] > 0.02  # type: ignore[operator]
