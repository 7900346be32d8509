"""What must hold for every file of the repository: no registry addresses, no secrets, docs that exist."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TRACKED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
TEXTS = [
    ROOT / name
    for name in TRACKED
    if name.endswith((".py", ".md", ".txt", ".toml", ".sh", ".json", ".js", ".css")) or name in ("Makefile", ".ci/run")
]
REGISTRIES = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(org|com)", r"deb\.debian" + r"\.org"])
)
SECRET = re.compile(r"(nmv_usr_|clm_|sk-)[A-Za-z0-9]{24,}")


def test_no_file_names_a_package_registry_or_holds_a_secret() -> None:
    for file in TEXTS:
        if not file.exists():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        assert not REGISTRIES.search(text), f"{file} names a package registry"
        assert not SECRET.search(text), f"{file} holds something like a secret"


def test_every_requirement_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                assert "==" in line, f"{name}: {line} is not pinned"


def test_requirements_and_constraints_agree() -> None:
    def pins(name: str) -> dict[str, str]:
        lines = [line.split(";")[0].split("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
        pairs = [line.split("==") for line in lines if "==" in line]
        return {re.sub(r"[-_.]+", "-", left.split("[")[0]).lower(): right for left, right in pairs}

    constraints = pins("constraints.txt")
    for package, version in (pins("requirements.txt") | pins("requirements-dev.txt")).items():
        assert constraints.get(package) == version, f"{package}=={version} differs from constraints.txt"


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name)
def test_links_between_the_docs_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} points to {target}, which is not there"


def test_ci_runs_the_command_of_the_readme() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text()
    assert "    make run" in (ROOT / "README.md").read_text()
    assert "    make test" in (ROOT / "README.md").read_text()
