"""``check``: what it finds, what it tells apart, what it takes, what it leaves alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageSequence

from sweeps import commit, make_project
from vizpipe.checking import Finding, announce, disk, parse_fail_on
from vizpipe.checking.announce import Verdict
from vizpipe.checking.report import page
from vizpipe.encoding import decode, strip
from vizpipe.errors import UsageError
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import File

if TYPE_CHECKING:
    from conftest import Vizpipe


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is built and committed."""
    return make_project(tmp_path_factory.mktemp("check") / "template")


@pytest.fixture
def tiny(template: Path, tmp_path: Path) -> Path:
    """A copy of it, in the folder where commands run."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file's bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_is_committed_still_comes_out(vizpipe: "Vizpipe", tiny: Path) -> None:
    """0, one line, and nothing is written beside the report that was asked for."""
    before = snapshot(tiny / "outputs")
    done = vizpipe("check", "--junit", "junit.xml")
    assert done.code == 0, done
    assert done.out == "1 of 1 assets agree; compared with outputs/manifest.json at HEAD\n"
    assert snapshot(tiny / "outputs") == before
    assert ET.parse(tiny / "junit.xml").getroot().attrib["failures"] == "0"  # noqa: S314 - our own file


def test_training_drifts_and_only_that_is_taken(vizpipe: "Vizpipe", tiny: Path) -> None:
    """4 with field, frame and amount; accepting drawings leaves it, accepting training takes it."""
    edit(tiny / "figures" / "tiny.py", "        yield Step", "        weights[2] *= 1.0 + 1e-4\n        yield Step")
    done = vizpipe("check", "--accept", "drawing")
    assert done.code == 4
    assert "training       one: weights differs from frame 0 on, by " in done.out
    assert vizpipe("build", "--dry-run", "--json").json["assets"][0]["status"] == "stale"
    assert vizpipe("check", "--accept", "training").code == 0
    assert vizpipe("check").code == 4, "it is not committed yet"
    commit(tiny)
    assert vizpipe("check").code == 0
    assert vizpipe("build", "--locked").code == 0


def test_a_drawing_is_told_and_taken(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Another colour: told with the name of the constant, failed only if the project says so."""
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    done = vizpipe("check")
    assert done.code == 0
    assert "(drawing)      one: drawn differently: " in done.out
    assert "figures/tiny.py:12 COLOUR: 'black' → 'red'" in done.out
    edit(tiny / "vizpipe.toml", 'recipes = "figures"', 'recipes = "figures"\nfail-on = ["drawing"]')
    assert vizpipe("check").code == 4
    before = snapshot(tiny / "outputs")
    assert vizpipe("check", "--accept", "drawing").code == 0
    after = snapshot(tiny / "outputs")
    assert [name for name in before if before[name] != after[name]] == ["manifest.json", "one.gif", "one.png"]


def test_what_the_project_asks_for_is_training(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A new asset, one that is gone, another parameter."""
    toml = 'recipes = "figures"\n[assets.{}]\nrecipe = "tiny"\nformats = ["gif", "png", "csv"]\n{}'
    (tiny / "vizpipe.toml").write_text(toml.format("two", ""))
    done = vizpipe("check")
    assert done.code == 4
    assert "two: it is not among the committed assets" in done.out
    assert "one: it is committed, but no longer asked for" in done.out
    (tiny / "vizpipe.toml").write_text(toml.format("one", "[assets.one.parameters]\nseed = 4\n"))
    for words in (["check"], ["check", "--no-exec"]):
        done = vizpipe(*words)
        assert done.code == 4
        assert "one: parameter seed: 3 → 4" in done.out


def test_the_environment_is_told_apart(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Another numpy that trains the same: told, not failed, unless the project says so."""
    known = manifest.read(tiny / "outputs").assets["one"]
    ingredients = {step: dict(values) for step, values in known.keys.ingredients.items()}
    ingredients["film"]["package numpy"] = "1.0"
    older = msgspec.structs.replace(known, keys=msgspec.structs.replace(known.keys, ingredients=ingredients))
    (tiny / "old.json").write_bytes(manifest.encode(manifest.Manifest(assets={"one": older})))
    done = vizpipe("check", "--against", "old.json")
    assert done.code == 0
    assert f"(environment)  numpy: 1.0 → {np.__version__}" in done.out
    edit(tiny / "vizpipe.toml", 'recipes = "figures"', 'recipes = "figures"\nfail-on = ["environment"]')
    assert vizpipe("check", "--against", "old.json").code == 4


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "can't be read"),
        (b"[" * 5000, "can't be read"),
        (b"\xff\xfe", "can't be read"),
        (b'{"schema":99,"assets":{}}', "its schema is 99"),
        (b'{"name":"my app"}', "it is not vizpipe's"),
        (b'{"schema":2,"assets":{"one":{}}}', "can't be read"),
    ],
)
def test_a_manifest_that_cannot_be_read_never_passes(vizpipe: "Vizpipe", tiny: Path, content: bytes, says: str) -> None:
    """Also where the file in the work tree is whole: what is committed counts."""
    path = tiny / "outputs" / "manifest.json"
    whole = path.read_bytes()
    path.write_bytes(content)
    commit(tiny)
    path.write_bytes(whole)
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert says in done.out


def test_without_a_commit_there_is_nothing_to_compare_with(vizpipe: "Vizpipe", tiny: Path) -> None:
    """4 in a repository without the manifest; outside of git the manifest itself is compared with, but not in CI."""
    shutil.rmtree(tiny / ".git")
    assert vizpipe("check", "--no-exec").code == 0
    assert vizpipe("check", "--no-exec", env={"CI": "true"}).code == 4
    subprocess.run(["git", "init", "-q"], cwd=tiny, check=True)
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "outputs/manifest.json is not in HEAD: commit it" in done.out


@pytest.mark.parametrize(
    "words", [["--against", "nowhere"], ["--against=--output=x"], ["nothing"], ["--no-exec", "--accept", "drawing"]]
)
def test_wrong_use_is_one_line(vizpipe: "Vizpipe", tiny: Path, words: list[str]) -> None:
    """2, before anything is trained."""
    done = vizpipe("check", *words)
    assert done.code == 2
    assert done.line
    assert not (tiny / "x").exists()


@pytest.mark.parametrize("given", ["all", ["weather"], 3, {"a": 1}])
def test_fail_on_is_checked(given: object) -> None:
    """The nearest kind is named."""
    with pytest.raises(UsageError, match="fail-on"):
        parse_fail_on(given)


def test_no_exec_runs_nothing(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A stranger's recipe that would leave a trace leaves none; its changes are told all the same."""
    recipe = tiny / "figures" / "tiny.py"
    recipe.write_text(recipe.read_text() + "\nimport pathlib\npathlib.Path(__file__).with_name('ran').write_text('')\n")
    edit(recipe, "weights = snapshot.parameters.copy()", "weights = snapshot.parameters * 2.0")
    edit(recipe, '"black"', '"red"')
    (tiny / "outputs" / "one.csv").write_text("1,2\n")
    done = vizpipe("check", "--no-exec", "--json")
    assert done.code == 4
    told = [(each["kind"], each["text"]) for each in done.json["findings"]]
    assert [kind for kind, _ in told] == ["unknown", "training", "drawing", "files"]
    assert "its top level: " in told[0][1]
    assert "tiny: " in told[1][1]
    assert "COLOUR: 'black' → 'red'" in told[2][1]
    assert told[3][1] == "one.csv was edited"
    assert not (tiny / "figures" / "ran").exists()


def test_a_recipe_that_fails_is_no_drift(vizpipe: "Vizpipe", tiny: Path) -> None:
    """1, with its line."""
    edit(tiny / "figures" / "tiny.py", "        yield Step", "        1 / 0\n        yield Step")
    done = vizpipe("check", "--json", "--junit", "junit.xml")
    assert done.code == 1
    assert "ZeroDivisionError" in done.line
    assert done.json["assets"][0]["status"] == "failed"
    assert ET.parse(tiny / "junit.xml").getroot().attrib["errors"] == "1"  # noqa: S314 - our own file


def test_github_gets_its_lines_and_a_summary(vizpipe: "Vizpipe", tiny: Path) -> None:
    """An error with its file, and a table that is added to what others wrote."""
    (tiny / "summary.md").write_text("before\n")
    (tiny / "outputs" / "one.png").write_bytes(b"")
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tiny / "summary.md")}
    done = vizpipe("check", "--no-exec", env=env)
    assert done.code == 4
    assert "::error file=outputs/one.png,title=vizpipe check%2C files::one: one.png was edited" in done.out
    text = (tiny / "summary.md").read_text()
    assert text.startswith("before\n**vizpipe check**: something differs")
    assert "| files | one |" in text


def test_the_report_shows_old_and_new(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Three pictures a file in one page that asks nobody for anything."""
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    assert vizpipe("check", "--report", "report").code == 0
    text = (tiny / "report" / "index.html").read_text()
    assert text.count("<img") == 6
    assert "default-src 'none'" in text
    assert "//" not in text.replace("data:image/png;base64,", "").split("</style>")[0]
    assert "src=" not in text.replace('src="data:image/png;base64,', "")
    assert [path.name for path in (tiny / "report").iterdir()] == ["index.html"]


def test_a_folder_that_poses_as_a_repository_is_not_asked(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Its configuration could name commands; nothing is run, and nothing passes."""
    import shutil as files

    outputs = tiny / "outputs"
    for name in ("objects", "refs"):
        (outputs / name).mkdir()
        (outputs / name / "keep").write_text("")
    (outputs / "HEAD").write_text("ref: refs/heads/main\n")
    ran = tiny / "ran"
    config = '[core]\nbare = false\nworktree = .\n[extensions]\npartialClone = evil\n[remote "evil"]\npromisor = true\n'
    (outputs / "config").write_text(f'{config}url = .\nuploadpack = "touch {ran}; false"\n')
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tiny, capture_output=True, text=True, check=True)
    files.copytree(tiny / ".git" / "objects", outputs / "objects", dirs_exist_ok=True)
    (outputs / "refs" / "heads").mkdir()
    (outputs / "refs" / "heads" / "main").write_text(head.stdout)
    for blob in (outputs / "objects").glob("??/*"):
        kind = subprocess.run(
            ["git", "cat-file", "-t", blob.parent.name + blob.name],
            cwd=tiny,
            capture_output=True,
            text=True,
            check=True,
        )
        if kind.stdout == "blob\n":
            blob.chmod(0o644)
            blob.unlink()
    assert vizpipe("check", "--no-exec").code == 4
    assert not ran.exists()


def test_where_git_refuses_nothing_passes(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A repository that git won't read is not the same as none: the manifest that was just built is no measure."""
    (tiny / ".git" / "HEAD").write_text("nonsense")
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "git can't say what is committed" in done.out
    assert "0 of 1 assets" in done.out or "0 of 0 assets" in done.out


def test_in_a_hook_gits_own_variables_change_nothing(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Git exports where another work tree lies."""
    env = {"GIT_DIR": str(tiny / "elsewhere"), "GIT_INDEX_FILE": str(tiny / "index"), "GIT_PREFIX": "outputs/"}
    assert vizpipe("check", "--no-exec", env=env).code == 0


def test_a_missing_outputs_folder_is_found_at_head(vizpipe: "Vizpipe", tiny: Path) -> None:
    """What is committed is known; its files are missing."""
    shutil.rmtree(tiny / "outputs")
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert done.out.count("is missing") == 3


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("vizpipe.toml", '"csv"]', '"svg"]', "one.svg is new"),
        ("figures/tiny.py", "epochs: Count = 9", "epochs: Count = 5", "parameter epochs: 9 → 5"),
    ],
)
def test_no_exec_reads_the_project_file_and_defaults(
    vizpipe: "Vizpipe", tiny: Path, file: str, old: str, new: str, says: str
) -> None:
    """Other formats, another default in the code; tests/house/test_agreement.py has the rest."""
    edit(tiny / file, old, new)
    done = vizpipe("check", "--no-exec")
    assert says in done.out
    assert done.code == (0 if "svg" in new else 4)


@pytest.mark.parametrize(
    "toml",
    [
        '[assets."x\\n::error::pwned"]\nrecipe = "tiny"\n',
        'recipes = "figures"\n[assets.one]\nrecipe = "tiny"\n[assets.one.parameters]\nepochs = "x\\n::stop::t"\n',
    ],
)
def test_nothing_that_is_printed_is_a_command_for_ci(vizpipe: "Vizpipe", tiny: Path, toml: str) -> None:
    """Names and values from a stranger's file stay on their line."""
    (tiny / "vizpipe.toml").write_text(toml)
    done = vizpipe("check", "--no-exec")
    assert done.code in (2, 4)
    assert not [line for line in (done.out + done.err).splitlines() if line.startswith("::")]


def test_accepting_does_not_follow_links_out(
    vizpipe: "Vizpipe", tiny: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """2, and the file that the link leads to is as it was; so for the manifest and build."""
    precious = tmp_path_factory.mktemp("mine") / "precious.txt"
    precious.write_text("mine")
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    png, line = tiny / "outputs" / "one.png", tiny / "outputs" / "manifest.json"
    png.unlink()
    png.symlink_to(precious)
    assert vizpipe("check", "--accept", "drawing").code == 2
    line.unlink()
    line.symlink_to(precious)
    assert vizpipe("build").code == 2
    assert precious.read_text() == "mine"


def test_accepting_remembers_formats_that_were_dropped(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Until clean deletes their files."""
    edit(tiny / "vizpipe.toml", ', "csv"]', "]")
    assert vizpipe("check", "--accept", "drawing").code == 0
    assert "no longer asked for: one.csv" in vizpipe("build").out
    assert vizpipe("clean").code == 0
    assert not (tiny / "outputs" / "one.csv").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("vizpipe.toml", None), ("pyproject.toml", "tool = 3"), ("pyproject.toml", "[tool]\nvizpipe = 3")],
)
def test_odd_projects_are_one_line(vizpipe: "Vizpipe", tmp_path: Path, name: str, content: str | None) -> None:
    """A matrix of a thousand million, a tool that is a number: 2."""
    big = "".join(f"p{k} = {list(range(10))}\n" for k in range(9))
    (tmp_path / name).write_text(content or f'[assets.one]\nrecipe = "gates"\n[assets.one.matrix]\n{big}')
    done = vizpipe("check", "--no-exec", timeout=20)
    assert done.code == 2
    assert done.line


def test_links_in_a_circle_are_no_traceback(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Neither for check nor for build."""
    gif = tiny / "outputs" / "one.gif"
    gif.unlink()
    gif.symlink_to("one.gif")
    assert "one.gif leads outside" in vizpipe("check", "--no-exec").out
    assert vizpipe("build").code == 2


def test_pictures_that_can_be_seen_through_are_others(vizpipe: "Vizpipe", tiny: Path) -> None:
    """The same colours with an alpha of nothing."""
    path = tiny / "outputs" / "one.png"
    with Image.open(path) as image:
        clear = image.convert("RGBA")
    clear.putalpha(0)
    clear.save(path)
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "other pixels" in done.out


@pytest.mark.parametrize("form", ["png", "apng", "webp", "svg"])
def test_encoded_again_is_no_finding(vizpipe: "Vizpipe", tiny: Path, form: str) -> None:
    """Pictures that can be seen through, other kinds that move, texts whose lines git ended otherwise."""
    toml = tiny / "vizpipe.toml"
    edit(toml, '["gif", "png", "csv"]', f'["{form}"]' + ('\ntheme = "transparent"' if form == "png" else ""))
    assert vizpipe("build").code == 0
    path = tiny / "outputs" / f"one.{form}"
    before = path.read_bytes()
    if form == "svg":
        path.write_bytes(before.replace(b"\n", b"\r\n"))
    else:
        with Image.open(path) as image:
            frames = [(frame.copy(), frame.info.get("duration", 0)) for frame in ImageSequence.Iterator(image)]
        pictures, durations = [frame for frame, _ in frames], [duration for _, duration in frames]
        more = {"save_all": True, "append_images": pictures[1:], "duration": durations, "loop": 0}
        kind = {"png": "PNG", "apng": "PNG", "webp": "WEBP"}[form]
        more |= {"lossless": True} if form == "webp" else {}
        pictures[0].save(path, kind, **(more if form != "png" else {}))
    assert path.read_bytes() != before
    commit(tiny)
    done = vizpipe("check", "--no-exec")
    assert done.code == 0, done


def test_no_exec_knows_the_data_that_code_names(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Nothing to find after a build; the file's name when it is another."""
    (tiny / "figures" / "rate.csv").write_text("1")
    edit(tiny / "figures" / "tiny.py", 'COLOUR = "black"', 'COLOUR = "black"\nDATA = "rate.csv"')
    edit(tiny / "figures" / "tiny.py", "epochs: Count", "rate: str = DATA, epochs: Count")
    edit(tiny / "figures" / "tiny.py", '    """Train."""\n', '    """Train."""\n    del rate\n')
    assert vizpipe("build").code == 0
    commit(tiny)
    assert vizpipe("check", "--no-exec").code == 0
    (tiny / "figures" / "rate.csv").write_text("2")
    done = vizpipe("check", "--no-exec")
    assert done.code == 4
    assert "rate.csv" in done.out


def test_no_exec_knows_files_that_both_code_and_a_parameter_name(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A path as the default of a parameter."""
    (tiny / "rate.csv").write_text("1")
    edit(tiny / "figures" / "tiny.py", "epochs: Count", 'rate: Path = Path("rate.csv"), epochs: Count')
    edit(tiny / "figures" / "tiny.py", "Film, Say", "Film, Path, Say")
    assert vizpipe("build").code == 0
    commit(tiny)
    assert vizpipe("check", "--no-exec").code == 0
    (tiny / "rate.csv").write_text("2")
    assert vizpipe("check", "--no-exec").code == 4


def test_no_exec_finds_recipes_and_not_their_namesakes(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A function of the same name in another file is no recipe."""
    text = (tiny / "figures" / "tiny.py").read_text().replace("def tiny(", "def other(").replace("@tiny.", "@other.")
    (tiny / "figures" / "zeta.py").write_text(text + "\n\ndef tiny() -> None:\n    pass\n")
    assert vizpipe("check", "--no-exec").code == 0


@pytest.mark.parametrize(("setting", "says"), [("loop = 3", "loop: 0 → 3"), ('max-bytes = "900kB"', "max bytes")])
def test_what_a_file_is_asked_to_be_is_drawing(vizpipe: "Vizpipe", tiny: Path, setting: str, says: str) -> None:
    """How often it plays and how large it may be: told, and fails only where drawing does."""
    toml = tiny / "vizpipe.toml"
    edit(toml, 'recipe = "tiny"', f'recipe = "tiny"\n{setting}')
    done = vizpipe("check")
    assert done.code == 0
    assert says in done.out
    toml.write_text('fail-on = ["drawing"]\n' + toml.read_text())
    assert vizpipe("check").code == 4


def test_an_asset_that_is_no_longer_asked_for_goes_with_clean(vizpipe: "Vizpipe", tiny: Path) -> None:
    """The finding says so; after clean and a commit nothing is left to find."""
    toml = tiny / "vizpipe.toml"
    toml.write_text(toml.read_text().replace("assets.one", "assets.two"))
    assert vizpipe("build").code == 0
    commit(tiny)
    done = vizpipe("check")
    assert done.code == 4
    assert "no longer asked for; vizpipe clean deletes it" in done.out
    assert vizpipe("clean").code == 0
    commit(tiny)
    assert vizpipe("check").code == 0


def test_accepting_everything_takes_the_environment_too(
    vizpipe: "Vizpipe", tiny: Path, other_numpy: dict[str, str]
) -> None:
    """A library that differed and counted is the committed one afterwards."""
    toml = tiny / "vizpipe.toml"
    toml.write_text('fail-on = ["environment"]\n' + toml.read_text())
    assert vizpipe("check", env=other_numpy).code == 4
    assert vizpipe("check", "--accept", "training", env=other_numpy).code == 0
    commit(tiny)
    assert vizpipe("check", env=other_numpy).code == 0


# ---------------------------------------------------------------- the parts, one by one


WILD = 'a"b<script>|`[x](y)@all\n::error::%\x00\x1b\ud800'


def test_words_from_anywhere_stay_words() -> None:
    """Names and messages can't leave their place in XML, Markdown, annotation lines or HTML."""
    finding = Finding("files", WILD, WILD, WILD)
    verdict = Verdict(WILD, (WILD,), {"b": WILD}, (finding,), ("files",))
    root = ET.fromstring(announce.junit(verdict))  # noqa: S314 - our own text
    assert next(iter(root)).attrib["name"].startswith('a"b<script>')
    lines = list(announce.annotations(verdict, "outputs"))
    assert len(lines) == 2
    assert not any("\n" in line for line in lines)
    table = announce.summary(verdict).splitlines()
    assert len([line for line in table if line.startswith("|")]) == 4
    assert "<script" not in announce.summary(verdict)
    assert b"<script" not in page(verdict, {WILD: [WILD]}, lambda _: None, lambda _: b"no picture")
    json.dumps(announce.as_json(verdict))


def test_a_page_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit is told in words."""
    monkeypatch.setattr("vizpipe.checking.report.LARGEST", 1000)
    picture = strip.png(np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    finding = Finding("drawing", "a", "other")
    text = page(Verdict("HEAD", ("a",), {}, (finding,), ()), {"a": ["a.png"]}, lambda _: picture, lambda _: picture)
    assert text.count(b"the page is full") == 3
    assert len(text) < 3000


Change = Callable[[Path], None]


def _facts(**changes: Any) -> File:
    facts = File("0" * 64, "x", 10, 40, 30, 1, 0, "alt", kept=True)
    return msgspec.structs.replace(facts, **changes)


def _bomb(path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(path)


def _disguised(path: Path) -> None:
    Image.new("RGB", (40, 30)).save(path, format="BMP")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_bomb, "decompression bomb"),
        (_disguised, "can't be decoded"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100), "can't be decoded"),
        (lambda path: path.mkdir(), "is missing"),
        (lambda path: path.symlink_to("/etc/hostname"), "leads outside"),
        (lambda path: Image.new("RGB", (40, 30)).save(path), "other pixels"),
        (lambda _: None, "is missing"),
    ],
)
def test_a_kept_file_may_come_from_anywhere(tmp_path: Path, make: Change, says: str) -> None:
    """Huge, of another format, damaged, a folder, a link that leads outside: told in words, and that is all."""
    make(tmp_path / "a.png")
    assert says in str(disk.problem_of(tmp_path, "a.png", _facts()))


def test_more_than_a_film_is_not_decoded(tmp_path: Path) -> None:
    """Small on disk, and more pixels than any memory holds: refused by its header."""
    frames = [Image.new("P", (6000, 6000), k) for k in range(12)]
    path = tmp_path / "a.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)
    assert path.stat().st_size < 2_000_000
    with pytest.raises(ValueError, match="million pixels"):
        decode.decode(path, (6000, 6000), 12)


def test_only_the_format_that_the_name_says_is_tried(tmp_path: Path) -> None:
    """A TIFF called .gif is no picture; a name without a known ending is not opened."""
    Image.new("RGB", (4, 4)).save(tmp_path / "a.gif", format="TIFF")
    (tmp_path / "a.eps").write_bytes(b"%!PS")
    for name in ("a.gif", "a.eps"):
        with pytest.raises((ValueError, OSError)):
            decode.decode(tmp_path / name, (4, 4), 1)


def test_a_still_that_moves_is_no_still(tmp_path: Path) -> None:
    """An animated PNG with the right first picture."""
    first, second = Image.new("RGB", (40, 30)), Image.new("RGB", (40, 30), "red")
    first.save(tmp_path / "a.png", save_all=True, append_images=[second])
    assert "it moves" in str(disk.problem_of(tmp_path, "a.png", _facts()))


def test_checking_is_done_by_a_room_that_imports_no_recipe() -> None:
    """Without --no-exec nothing of numpy or Pillow is loaded before a file has to be decoded."""
    code = "import vizpipe.cli.check, sys; print({'numpy', 'PIL', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert done.stdout.strip() == "set()"


def test_no_exec_finds_data_that_are_gone(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A file that only the code names, and that was deleted, is no file that a parameter names."""
    recipe = tiny / "figures" / "tiny.py"
    (tiny / "figures" / "data").mkdir()
    (tiny / "figures" / "data" / "x.csv").write_text("1")
    recipe.write_text(recipe.read_text() + "\nPLACE = ('data', 'x.csv')\n")
    assert vizpipe("build").code == 0
    assert vizpipe("check", "--no-exec", "--against", "outputs/manifest.json").code == 0
    (tiny / "figures" / "data" / "x.csv").unlink()
    done = vizpipe("check", "--no-exec", "--against", "outputs/manifest.json")
    assert done.code == 4
    assert "the file figures/data/x.csv is another" in done.out


def test_a_revision_may_have_any_name(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Branches are called after issues."""
    subprocess.run(["git", "branch", "fix#12,a=b"], cwd=tiny, check=True)
    assert vizpipe("check", "--no-exec", "--against", "fix#12,a=b").code == 0


def test_other_line_ends_make_nothing_stale(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Git gave a text the line ends of another system: build and clean take it for what it was."""
    edit(tiny / "vizpipe.toml", 'formats = ["gif", "png", "csv"]', 'formats = ["csv", "png", "svg"]')
    assert vizpipe("build").code == 0
    for name in ("one.csv", "one.svg"):
        path = tiny / "outputs" / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert vizpipe("build", "--locked").code == 0
    assert vizpipe("build", "--json").json["written"] == 0
    path.write_bytes(path.read_bytes() + b" ")
    assert vizpipe("build", "--locked").code == 4


def test_a_dropped_format_may_be_cleaned_before_the_commit(vizpipe: "Vizpipe", tiny: Path) -> None:
    """A file that nobody asks for any more is not missing."""
    edit(tiny / "vizpipe.toml", 'formats = ["gif", "png", "csv"]', 'formats = ["png"]')
    assert vizpipe("build").code == 0
    assert vizpipe("clean").code == 0
    for words in (["check"], ["check", "--no-exec"]):
        done = vizpipe(*words)
        assert done.code == 0, done
        assert "one.gif is no longer asked for; vizpipe clean deletes it" in done.out


def test_a_manifest_with_marks_of_a_merge_is_told(vizpipe: "Vizpipe", tiny: Path) -> None:
    """The build repairs it, and says so."""
    path = tiny / "outputs" / "manifest.json"
    path.write_text("<<<<<<< HEAD\n" + path.read_text())
    done = vizpipe("build")
    assert done.code == 0
    assert "outputs/manifest.json can't be read" in done.err
    assert vizpipe("build").err == ""
