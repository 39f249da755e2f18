"""Built-in themes are the files of their folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

HOUSE = Path(__file__).parents[2]


def test_a_file_in_the_folder_of_themes_is_a_theme(tmp_path: Path) -> None:
    """A theme's file dropped into the folder is offered by ``--theme``, drawn with, and named to those who mistype."""
    shutil.copytree(HOUSE / "vizpipe", tmp_path / "vizpipe")
    (tmp_path / "recipes").mkdir()
    for name in ("__init__.py", "gates.py"):
        shutil.copy(HOUSE / "recipes" / name, tmp_path / "recipes")
    (tmp_path / "vizpipe" / "drawing" / "themes" / "sepia.toml").write_text('background = "#f4ecd8"\n')
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "VIZPIPE_CACHE": str(tmp_path / "cache")}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "vizpipe", "run", "gates", "-j", "1", "--size", "320x180", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert "light, dark, print, sepia, transparent, auto" in " ".join(run("--help").stdout.split())
    assert "did you mean sepia?" in run("--theme", "sepa").stderr
    done = run("--theme", "sepia", "-f", "png", "--name", "a")
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "a.png") as image:
        assert np.asarray(image.convert("RGB"))[0, 0].tolist() == [0xF4, 0xEC, 0xD8]
