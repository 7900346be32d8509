"""The skills are files; a new one needs no code."""

from pathlib import Path

import pytest

from nemo.config import from_environment, kept_client_id, platform_of
from nemo.skills import FOLDER, read, skill, skills

BRIEFS = ["ai-video-for-affiliate-marketing", "generator-by-link", "wedding-invitation-video"]


def test_the_three_briefs_are_there_and_complete_in_both_languages() -> None:
    assert list(skills()) == BRIEFS
    for one in skills().values():
        assert {"en", "zh"} <= set(one.phrases)
        for phrases in one.phrases.values():
            assert phrases.greeting and phrases.title and phrases.connecting
            assert len(phrases.try_saying) >= 3
            assert len(phrases.tips) >= 3
        assert one.defaults.format == "mp4"


def test_a_skill_speaks_the_users_language_or_english() -> None:
    wedding = skill("wedding-invitation-video")
    assert wedding.speak("zh-Hans-CN").title == "婚礼邀请视频"
    assert wedding.speak("fi").title == "Wedding invitation"


def test_the_headers_come_from_the_file() -> None:
    assert skill("generator-by-link").headers("clawhub") == {
        "X-Skill-Source": "generator-by-link",
        "X-Skill-Version": "1.0.0",
        "X-Skill-Platform": "clawhub",
    }


def test_a_new_skill_is_one_file(tmp_path: Path) -> None:
    text = (FOLDER / "generator-by-link.toml").read_text().replace("generator-by-link", "birthday-video")
    (tmp_path / "birthday-video.toml").write_text(
        text + '\n[fi]\ntitle = "Syntymäpäivä"\nconnecting = "…"\n'
        'greeting = "Hei"\ntry_saying = ["tee video"]\ntips = []\n'
    )
    found = skills(tmp_path)["birthday-video"]
    assert found.headers("x")["X-Skill-Source"] == "birthday-video"
    assert found.speak("fi").greeting == "Hei"


@pytest.mark.parametrize(
    "damage", [("[en]", "[fi]"), ('version = "1.0.0"', ""), ("duration_s = 45", "duration_s = -1")]
)
def test_a_broken_skill_is_an_error_which_names_the_fault(tmp_path: Path, damage: tuple[str, str]) -> None:
    file = tmp_path / "x.toml"
    file.write_text((FOLDER / "generator-by-link.toml").read_text().replace(*damage))
    with pytest.raises(ValueError):
        read(file)


@pytest.mark.parametrize(
    ("path", "platform"),
    [
        ("/home/a/.clawhub/skills/x", "clawhub"),
        ("/home/a/.cursor/skills/x", "cursor"),
        ("/home/a/.cursor/other", "unknown"),
        ("/opt/reelwright", "unknown"),
    ],
)
def test_the_platform_is_told_by_where_the_skill_lies(path: str, platform: str) -> None:
    assert platform_of(Path(path)) == platform


def test_the_settings_come_from_the_environment_and_empty_ones_do_not_count() -> None:
    config = from_environment(
        {"NEMO_API_URL": "", "NEMO_TOKEN": "t", "SKILL_SOURCE": "elsewhere", "NEMO_CLIENT_ID": "c"}
    )
    assert config.api_url == "http://127.0.0.1:8501/nemo"
    assert (config.token, config.platform, config.client_id) == ("t", "elsewhere", "c")
    assert config.web_url == "https://nemovideo.com"
    assert "'t'" not in repr(config)


def test_a_client_id_is_made_once_and_kept(tmp_path: Path) -> None:
    made = kept_client_id(tmp_path)
    assert kept_client_id(tmp_path) == made
    assert (tmp_path / ".config/nemovideo/client_id").read_text() == made
    (tmp_path / "file").write_text("")
    assert kept_client_id(tmp_path / "file") != made
