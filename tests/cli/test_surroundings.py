"""What surrounds a command: a cache that cannot be made, a terminal without Unicode, an interrupt at a bad moment."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Project, Vizpipe


def test_another_umask_and_a_read_only_cache_do_not_matter(
    vizpipe: "Vizpipe", project: "Project", tmp_path: Path
) -> None:
    """A cache that can't be made costs a warning; the build is whole."""
    (tmp_path / "file").write_text("")
    done = vizpipe("build", env={"VIZPIPE_CACHE": str(tmp_path / "file" / "cache")})
    assert done.code == 0
    assert "the cache is not kept" in done.err
    assert project.files == ["manifest.json", "one.gif"]
    assert (tmp_path / "file").stat().st_size == 0


def test_an_interrupt_in_a_finalizer_is_not_lost(tmp_path: Path) -> None:
    """An interrupt in a finalizer comes again a moment later: 130, one line, no traceback."""
    code = """
import os, signal, sys, time
from vizpipe import cli

class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGHUP)
        time.sleep(0.2)

def listed(*args, **kwargs):
    Last()
    time.sleep(3)

cli.vizpipe.main = listed
cli.main(["list"])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr == "vizpipe: interrupted; nothing is half-written\n"


def test_an_interrupt_while_a_dataclass_is_made_ends_with_130(tmp_path: Path) -> None:
    """An interrupt inside of an exec, as where dataclasses are made, ends with 130 too: Python's own end is SIGINT."""
    (tmp_path / "sitecustomize.py").write_text("""
import sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "vizpipe.cli.listing":
            exec("raise KeyboardInterrupt")

sys.meta_path.insert(0, Interrupting())
""")
    command = [sys.executable, "-m", "vizpipe", "list"]
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.strip() == "vizpipe: interrupted; nothing is half-written"


def test_a_terminal_without_unicode_is_no_reason_to_fail(vizpipe: "Vizpipe", project: "Project") -> None:
    """Words that a terminal can't show are shown as escapes."""
    assert vizpipe("build").code == 0
    path = project.root / "vizpipe.toml"
    path.write_text(path.read_text().replace("200x100", "210x100"))
    done = vizpipe("build", "--dry-run", env={"PYTHONIOENCODING": "latin-1"})
    assert done.code == 0, done
    assert "200" in done.out
