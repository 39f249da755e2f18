"""docs/your-network.md: every block works as printed."""

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Vizpipe

TEXT = (Path(__file__).parents[2] / "docs" / "your-network.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
OURS = [each for each in BLOCKS if not re.search(r"import torch|import keras|from sklearn", each)]
THEIRS = [each for each in BLOCKS if each not in OURS]


def run(block: str, place: Path) -> str:
    """Run a block as a script."""
    env = os.environ | {"KERAS_BACKEND": "torch"}
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=place, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_network_in_numpy_is_recorded_drawn_and_looked_at(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """The blocks that need no framework, the commands and the project file work one after the other."""
    record, look = OURS
    run(record, tmp_path)
    assert "Network(sizes=(2, 1), activations=('sigmoid',))" in run(look, tmp_path)
    (tmp_path / "log.csv").write_text("epoch,loss,val_loss\n1,0.9,1.0\n2,0.5,0.7\n")
    commands = [line for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 3
    for command in commands:
        done = vizpipe(*shlex.split(command)[1:])
        assert done.code == 0, done
    (project,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "vizpipe.toml").write_text(project + 'formats = ["csv"]\n')
    assert vizpipe("build").code == 0


@pytest.mark.soak
@pytest.mark.parametrize("block", THEIRS, ids=["torch", "keras", "scikit"])
def test_a_framework_is_recorded_as_printed(block: str, tmp_path: Path) -> None:
    """Each block leaves the film that it names."""
    for module in re.findall(r"^(?:import|from) (torch|keras|sklearn)", block, re.MULTILINE):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed; make test-recording installs it")
    run(block, tmp_path)
    (name,) = re.findall(r'"(\w+\.film)"', block)
    assert (tmp_path / name).exists()
