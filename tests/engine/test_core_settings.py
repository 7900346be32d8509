"""Every setting is documented, checked, and keeps its secrets."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from engine.errors import SettingError
from engine.settings import Settings, read

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "settings.md").read_text()
NAMES = sorted("REELWRIGHT_" + field.name.upper() for field in fields(Settings))


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_is_documented_with_its_default(name: str) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
    assert len(rows) == 1 and rows[0].count("|") == 4 and all(cell.strip() for cell in rows[0].split("|")[1:4])


def test_no_setting_is_documented_which_is_not_there() -> None:
    read_somewhere = "".join(
        file.read_text() for floor in ("engine", "studio", "nemo") for file in (ROOT / floor).rglob("*.py")
    )
    for name in set(re.findall(r"REELWRIGHT_[A-Z_]+", PAGE)) - set(NAMES):
        assert name in read_somewhere, name


def test_defaults_need_nothing_but_a_folder(tmp_path: Path) -> None:
    given = read({"REELWRIGHT_DATA": str(tmp_path / "new" / "folder")})
    assert given.data.is_dir() and given.database_url.startswith("sqlite:///")
    assert (given.max_upload_mb, given.tokens_per_ip, given.token_days, given.credits) == (500, 10, 7, 100)
    assert (tmp_path / "new" / "folder" / "secret").stat().st_mode & 0o777 == 0o600
    assert read({"REELWRIGHT_DATA": str(given.data)}).secret == given.secret, "links live longer than the process"


@pytest.mark.parametrize("url", ["postgres://u:p@h/d", "postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"])
def test_postgresql_may_be_written_in_any_usual_way(tmp_path: Path, url: str) -> None:
    given = read({"REELWRIGHT_DATA": str(tmp_path), "REELWRIGHT_DATABASE_URL": url})
    assert given.database_url == given.jobs_url == "postgresql+psycopg://u:p@h/d"


def test_secrets_are_not_in_the_repr(tmp_path: Path) -> None:
    secrets = {name: f"s3cret-{name}" for name in ("SECRET", "LLM_KEY")}
    secrets |= {
        "DATABASE_URL": "postgresql://u:s3cret@h/d",
        "MEDIA_URL": "s3://s3cret@bucket",
        "LLM_URL": "http://s3cret",
    }
    given = read({"REELWRIGHT_DATA": str(tmp_path), **{f"REELWRIGHT_{name}": value for name, value in secrets.items()}})
    assert given.llm_key == "s3cret-LLM_KEY" and "s3cret" not in repr(given)


@pytest.mark.parametrize(
    ("name", "value"), [("RENDERS", "many"), ("RENDERS", "0"), ("TURN_CREDITS", "-1"), ("HEARTBEAT_S", "x")]
)
def test_a_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"REELWRIGHT_{name} must be a number"):
        read({"REELWRIGHT_DATA": str(tmp_path), f"REELWRIGHT_{name}": value})


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="REELWRIGHT_DATA"):
        read({"REELWRIGHT_DATA": str(tmp_path / "file" / "folder")})
