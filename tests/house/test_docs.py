"""Documents: every command works as printed, every link leads somewhere, every picture that is shown is kept."""

import re
import shlex
import tomllib
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageSequence

from documented import DOCUMENTS, LATER, ROOT, commands, later
from films import Recipes
from vizpipe.encoding.formats import FORMATS

if TYPE_CHECKING:
    from conftest import Vizpipe
STOPS = "14"
"""As many frames as the film that stops most often has stops."""
SMALL = f'"480x270"\nframes = {STOPS}'
"""What README's project asks for instead of its size."""


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory, new_project: Callable[..., Path]) -> Path:
    """README's project, smaller, built and committed."""
    place = tmp_path_factory.mktemp("docs") / "project"
    project = re.search(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert project is not None
    assert 'size = "1280x560"' in project.group(1)
    return new_project(place, toml=project.group(1).replace('"1280x560"', SMALL))


@pytest.mark.xdist_group("readme")
@pytest.mark.parametrize("command", [later(each) for each in commands() if each.startswith("vizpipe check")])
def test_every_check_passes_on_what_was_built(command: str, vizpipe: "Vizpipe", committed: Path) -> None:
    """Every documented check passes in README's project, built and committed a moment before."""
    done = vizpipe(*shlex.split(command)[1:], cwd=committed)
    assert done.code == 0, done


WORKFLOWS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(), re.DOTALL)


@pytest.mark.parametrize("text", WORKFLOWS)
def test_the_workflows_are_whole(text: str, vizpipe: "Vizpipe") -> None:
    """The documented workflows parse, may do no more than they need, and use options that there are."""
    yaml = pytest.importorskip("yaml")
    workflow = yaml.safe_load(text)
    writes = workflow.get("permissions", {}).get("contents") == "write"
    assert writes == ("git push" in text)
    assert not (writes and "pull_request" in text)
    lines = re.findall(r"vizpipe (?:check|build).*", text)
    assert lines
    for line in lines:
        verb, *words = shlex.split(line)[1:]
        known = vizpipe(verb, "--help").out
        assert all(word in known for word in words if word.startswith("-")), line


CONDITIONS = {None: "ok", "failure()": "failed", "${{ !cancelled() }}": "always"}
"""What a step of GitHub's waits for, as far as the documented workflows use it."""


def steps(workflow: Any) -> list[tuple[str, str, str]]:
    """Condition, command and folder of an artifact of each step that runs or keeps something."""
    if "figures" in workflow:  # GitLab's: one shell for all lines, and the artifact after it
        job = workflow["figures"]
        kept = CONDITIONS["failure()"] if job["artifacts"]["when"] == "on_failure" else "ok"
        return [("ok", "\n".join(job["script"]), ""), (kept, "", job["artifacts"]["paths"][0])]
    found = []
    for step in next(iter(workflow["jobs"].values()))["steps"]:
        artifact = step["with"]["path"] if "upload-artifact" in step.get("uses", "") else ""
        found.append((CONDITIONS[step.get("if")], step.get("run", ""), artifact))
    return [each for each in found if each[1] or each[2]]


@pytest.mark.parametrize("text", [each for each in WORKFLOWS if "--report" in each], ids=["github", "gitlab"])
def test_a_report_is_kept_when_a_hash_is_stale(
    text: str, vizpipe: "Vizpipe", tmp_path: Path, new_project: Callable[..., Path]
) -> None:
    """The documented steps fail with a report after somebody asked for an asset and forgot to build."""
    yaml = pytest.importorskip("yaml")
    project = new_project(tmp_path / "project")
    with (project / "vizpipe.toml").open("a") as toml:
        toml.write('\n[assets.late]\nrecipe = "tiny"\nformats = ["csv"]\n')
    failed, kept = False, ""
    for condition, script, artifact in steps(yaml.safe_load(text)):
        if condition == "always" or (condition == "failed") == failed:
            failed |= bool(script) and _shell(script, lambda *words: vizpipe(*words, cwd=project).code) != 0
            kept = artifact or kept
    assert failed
    assert "late" in (project / kept / "index.html").read_text()


def _shell(script: str, vizpipe: Callable[..., int]) -> int:
    """Run lines as a shell with -e does: commands of vizpipe, ``code=$?`` after a failure, and ``exit``."""
    code = 0
    for line in (each.split("    #")[0].strip() for each in script.splitlines()):
        command, _, otherwise = line.partition(" || ")
        if command.startswith("vizpipe "):
            ended = vizpipe(*shlex.split(command)[1:])
            if ended and not otherwise:
                return ended
            code = ended or code if otherwise == "code=$?" else code
        elif command == "exit $code":
            return code
        else:
            assert command == "code=0" or command.startswith("pip install"), command
    return 0


def test_what_waits_for_soak_has_no_option_of_its_own() -> None:
    """Verbs, options and formats of commands that make soak tries are tried every time in others, or in other tests."""
    assert set(commands()) >= LATER.keys()
    tried = {word for command in commands() if command not in LATER for word in re.split("[ ,]", command)}
    for command, file in LATER.items():
        elsewhere = set(re.findall(r'"([\w-]+)"', (ROOT / "tests" / file).read_text())) if file else set()
        verb, *words = command.split()[1:]
        kinds = {each for word in words for each in word.split(",") if each.startswith("-") or each in FORMATS}
        assert {verb, *kinds} <= tried | elsewhere, command


@pytest.mark.parametrize(
    "command",
    [later(each) for each in commands() if not each.startswith("vizpipe check")],
)
def test_every_command_works_as_printed(command: str, vizpipe: "Vizpipe", recipes: Recipes, tmp_path: Path) -> None:
    """Every documented command works in a folder with README's project file; run makes a file each time."""
    project = re.search(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert project is not None
    (tmp_path / "vizpipe.toml").write_text(project.group(1).replace('"1280x560"', SMALL))
    words = shlex.split(command)[1:]
    small = "800x450" if "filmstrip" in command else "480x270"
    less = ["--size", small] if words[0] == "run" and "--size" not in words else []
    if words[0] == "run" and "--frames" not in words and recipes[words[1]].kind == "animation":
        less += ["--frames", STOPS]
    done = vizpipe(*words, *less)
    assert done.code == (4 if "--locked" in words else 0), done
    if words[0] == "run":
        assert len(list(tmp_path.iterdir())) > 1


def test_the_recipe_of_the_contributors_page_works(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """The contributor's recipe, copied as printed, is listed with its claim, runs, and is right about its end."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert code is not None
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "spiral.py").write_text(code.group(1))
    (tmp_path / "vizpipe.toml").write_text('recipes = "figures"\n')
    assert "spiral" in vizpipe("list").out
    assert vizpipe("run", "spiral", "--size", "400x300").code == 0
    assert (tmp_path / "spiral-400x300.gif").exists()


def test_the_projects_table_is_toml() -> None:
    """README's project file parses and has a matrix."""
    project = re.search(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert project is not None
    assert tomllib.loads(project.group(1))["assets"]["hero"]["matrix"] == {"activation": ["relu", "tanh"]}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    """Files that the documents link or show exist; code is no link."""
    words = re.sub(r"```.*?^```|`[^`\n]*`", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#]+)\)", words):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


def test_readmes_films_say_what_they_show_and_are_small() -> None:
    """README shows five films, one before all else, as wide as a page shows them, each with what it shows and means.

    Each has a recipe and leads to its ideas; none has more than 106 kB a second, and all are at most 4 MB.
    """
    readme = (ROOT / "README.md").read_text()
    assert readme.startswith("[![")
    films = re.findall(r"\[!\[([^\]]*)\]\((\S+/([\w-]+)\.gif)\)\]\(docs/gallery\.md#([\w-]+)\)", readme)
    assert len(films) == readme.count(".gif)") == 5
    asked = tomllib.loads((ROOT / "docs" / "gallery" / "vizpipe.toml").read_text())["assets"]
    assert set(asked) == {name for _, _, name, _ in films}
    for text, target, name, anchor in films:
        assert asked[name]["recipe"] == name == anchor
        assert len(re.findall(r"\w+", text)) >= 20
        with Image.open(ROOT / target) as film:
            seconds = sum(frame.info["duration"] for frame in ImageSequence.Iterator(film)) / 1000.0
            assert film.width == 960
        assert (ROOT / target).stat().st_size < 106_000 * seconds
    kept = [*(ROOT / target for _, target, _, _ in films), ROOT / "outputs" / "manifest.json"]
    assert sum(path.stat().st_size for path in kept) < 4_000_000


def test_the_hook_is_a_command_that_works(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """The hook that the repository ships ends with 4 where something is stale."""
    (entry,) = re.findall(r"entry: vizpipe (.*)", (ROOT / ".pre-commit-hooks.yaml").read_text())
    (tmp_path / "vizpipe.toml").write_text('[assets.gates]\nrecipe = "gates"\n')
    assert vizpipe(*shlex.split(entry)).code == 4


def test_make_help_lists_every_task() -> None:
    """Each target of the Makefile that has no file behind it has a line of help."""
    text = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"\.PHONY: (.*)", text)
    for task in phony.split():
        assert re.search(rf"^{task}:.*## \S", text, re.MULTILINE), task


def test_every_dependency_has_a_reason() -> None:
    """Each library that pyproject.toml names stands in docs/architecture.md, and is pinned in constraints.txt."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    reasons = (ROOT / "docs" / "architecture.md").read_text()
    pinned = {
        line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line
    }
    for requirement in chain(table["dependencies"], *table["optional-dependencies"].values()):
        name = re.split(r"[<>=!\[]", requirement)[0]
        if name == "vizpipe":  # «all» is the other extras
            continue
        assert name in reasons, name
        assert name.lower() in pinned, name
        assert "<" in requirement, name
