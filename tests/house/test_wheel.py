"""The wheel, as somebody who only has pip meets it."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lend(environment: Path, shelf: Path) -> None:
    """Let an environment import the libraries of this one, vizpipe apart."""
    shelf.mkdir()
    for library in Path(sysconfig.get_path("purelib")).iterdir():
        if "vizpipe" not in library.name and library.suffix != ".pth":
            (shelf / library.name).symlink_to(library)
    (own,) = environment.glob("lib/python*/site-packages")
    (own / "lent.pth").write_text(f"{shelf}\n")


@pytest.mark.slow
@pytest.mark.parametrize("libraries", ["lent", pytest.param("installed", marks=pytest.mark.soak)])
def test_a_wheel_in_a_fresh_environment_works(libraries: str, tmp_path: Path) -> None:
    """A wheel adds one name, vizpipe, installs without a warning, lists recipes and draws.

    ``make soak`` installs the libraries too, which otherwise this environment lends, and asks the same of a checkout.
    """
    dist, place, home = tmp_path / "dist", tmp_path / "place", tmp_path / "home"
    place.mkdir()
    home.mkdir()
    source = tmp_path / "source"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(source)], check=True)
    build = [sys.executable, "-m", "build", "--wheel", "-o", str(dist), str(source)]
    built = subprocess.run(build, capture_output=True, text=True, check=True)
    assert "warning" not in (built.stdout + built.stderr).lower().replace("warning: location", "")
    (wheel,) = dist.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
        assert "vizpipe/py.typed" in archive.namelist()
        assert "vizpipe/project/starter/recipe.txt" in archive.namelist()
    assert {top for top in tops if not top.endswith(".dist-info")} == {"vizpipe"}
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    env |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    env.pop("VIZPIPE_CACHE", None)
    without = [] if libraries == "installed" else ["--without-pip"]  # to unpack it takes longer than all else here
    subprocess.run([sys.executable, "-m", "venv", *without, str(tmp_path / "env")], check=True)
    python = str(tmp_path / "env" / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python] if without else [python, "-m", "pip"]
    install = [*pip, "install", "-q", "--disable-pip-version-check", str(wheel)]
    if libraries == "lent":
        lend(tmp_path / "env", tmp_path / "lent")
        install.append("--no-deps")
    subprocess.run([*install, "-c", str(ROOT / "constraints.txt")], check=True, env=env)
    command = str(tmp_path / "env" / "bin" / "vizpipe")
    listed = subprocess.run([command, "list"], capture_output=True, text=True, check=True, env=env, cwd=place)
    for name in ("activations", "gates", "hidden-mapping", "loss-curves"):
        assert name in listed.stdout
    subprocess.run([command, "run", "gates"], capture_output=True, check=True, env=env, cwd=place)
    assert [path.name for path in place.iterdir()] == ["gates.png"]
    extra = [*pip, "install", "-q", "--disable-pip-version-check", "--dry-run", "vizpipe[slides]"]
    subprocess.run(extra, check=True, env=env)  # what errors say where an extra is missing
    if libraries == "lent":
        return
    again = [*pip, "install", "-q", "--disable-pip-version-check", "--no-deps", "-e", str(source)]
    told = subprocess.run(again, capture_output=True, text=True, check=True, env=env)
    lines = (told.stdout + told.stderr).splitlines()
    assert [line for line in lines if not line.startswith("WARNING: Location")] == []  # pip's own settings
    once_more = subprocess.run([command, "list"], capture_output=True, text=True, check=True, env=env)
    assert once_more.stdout == listed.stdout
