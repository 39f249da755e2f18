"""What looking around must not import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def loaded(code: str, env: dict[str, str]) -> set[str]:
    """The top-level modules that a Python process has after ``code``."""
    script = f"{code}\nimport sys\nprint('MODULES', *sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=os.environ | env,
        check=True,
        cwd=env["HOME"],
    )
    return set(done.stdout.split("MODULES")[1].split())


HEAVY = {"numpy", "matplotlib", "pandas", "seaborn", "PIL", "celluloid", "contourpy", "jinja2"}


@pytest.mark.parametrize(
    "words",
    [["--help"], ["list"], ["list", "--json"], ["info", "gates"], ["run", "--help"], ["run", "gates", "--help"]],
)
def test_looking_around_imports_nothing_heavy(words: list[str], shared_cache: Path, tmp_path: Path) -> None:
    """Help, list and info read cards: neither numpy nor matplotlib nor pandas is loaded, though a worker reads them."""
    code = f"from vizpipe.cli import main\ntry:\n    main({words!r})\nexcept SystemExit as e:\n    assert not e.code"
    for cache in (shared_cache, *([tmp_path / "cold"] if words == ["list"] else [])):
        found = loaded(code, {"VIZPIPE_CACHE": str(cache), "HOME": str(tmp_path)})
        assert not HEAVY & found


def test_a_build_with_nothing_to_do_imports_nothing_heavy(shared_cache: Path, tmp_path: Path, counter: str) -> None:
    """A build with nothing to do reads cards and the manifest, and imports nothing heavy."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "counter.py").write_text(counter)
    (tmp_path / "vizpipe.toml").write_text('recipes = "figures"\n[assets.a]\nrecipe = "counter"\nsize = "100x80"\n')
    code = "from vizpipe.cli import main\ntry:\n    main(['build'])\nexcept SystemExit as e:\n    assert not e.code"
    env = {"VIZPIPE_CACHE": str(shared_cache), "HOME": str(tmp_path)}
    loaded(code, env)
    assert not HEAVY & loaded(code, env)
