"""How a release is made: the workflow, the Makefile and docs/releasing.md agree."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text()
PAGE = (ROOT / "docs" / "releasing.md").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_workflow_and_the_page_run_what_the_makefile_has() -> None:
    """Every target that is named in the workflow or on the page stands in the Makefile."""
    named = set(re.findall(r"make ([a-z-]+)", WORKFLOW + PAGE))
    assert {"test", "release"} <= named <= TARGETS


def test_no_step_of_the_workflow_may_write_to_the_repository() -> None:
    """The workflow reads the repository; only the step that uploads gets a token, of one use."""
    assert WORKFLOW.count("contents: read") == 1
    assert re.findall(r"^ *([a-z-]+): write", WORKFLOW, re.MULTILINE) == ["id-token"]
    assert "secrets." not in WORKFLOW


@pytest.mark.parametrize("tag", ["v9.9.9", "0.1"])
def test_a_tag_that_is_not_the_version_is_refused(tag: str) -> None:
    """Before anything is built, the tag is held against the version, and the line names both."""
    recipe = subprocess.run(
        ["make", "-n", "release", f"TAG={tag}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    first = next(line for line in recipe.stdout.splitlines() if "the tag is" in line)
    words = first.replace(".venv/bin/python", sys.executable)
    done = subprocess.run(words, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S602 - ours
    assert done.returncode == 1
    assert done.stderr.startswith(f"the tag is {tag}, the version ")
