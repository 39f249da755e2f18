"""Reports: JUnit, annotations, summaries and pages, whose words stay words."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from projects import edit
from vizpipe.checking import Finding, announce
from vizpipe.checking.announce import Verdict, annotations
from vizpipe.checking.report import page
from vizpipe.encoding import strip

if TYPE_CHECKING:
    from conftest import Vizpipe


def test_github_gets_its_lines_and_a_summary(vizpipe: "Vizpipe", tiny: Path) -> None:
    """GitHub gets an error with its file, and a table that is added to the summary that others wrote."""
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
    """The report shows three pictures a file, old and new, in one page that asks nobody for anything."""
    edit(tiny / "figures" / "tiny.py", '"black"', '"red"')
    assert vizpipe("check", "--report", "report").code == 0
    text = (tiny / "report" / "index.html").read_text()
    assert text.count("<img") >= 6
    assert text.count('type="range"') == 2
    assert "default-src 'none'" in text
    assert "//" not in text.replace("data:image/png;base64,", "").split("</style>")[0]
    assert "src=" not in text.replace('src="data:image/png;base64,', "")
    assert [path.name for path in (tiny / "report").iterdir()] == ["index.html"]


def test_findings_about_code_stand_at_its_line(vizpipe: "Vizpipe", tiny: Path) -> None:
    """What code is the reason for is annotated at its file and line as git sees them, and so is what failed there."""
    recipe = tiny / "figures" / "tiny.py"
    edit(recipe, '"black"', '"red"')
    git = {"GITHUB_ACTIONS": "true"}
    done = vizpipe("check", "--no-exec", env=git)
    line = recipe.read_text().split('"red"')[0].count("\n") + 1
    assert f"::warning file=figures/tiny.py,line={line},title=vizpipe check%2C drawing::one: " in done.out
    edit(recipe, "weights = snapshot.parameters.copy()", "weights = snapshot.nothing")
    line = recipe.read_text().split("snapshot.nothing")[0].count("\n") + 1
    failed = vizpipe("check", env=git)
    assert f"::error file=figures/tiny.py,line={line},title=vizpipe check%2C one::" in failed.out


@pytest.mark.parametrize("file", ["vizpipe.toml", "pyproject.toml"])
def test_what_the_project_asks_for_is_annotated_at_its_table(vizpipe: "Vizpipe", tiny: Path, file: str) -> None:
    """A parameter that is another has no line of code: it stands at its asset's table."""
    told = (tiny / "vizpipe.toml").read_text().replace("[assets.one]", "[assets.one]\nparameters = {epochs = 1}")
    told += '\n[assets.many]\nrecipe = "tiny"\n[assets.many.matrix]\nepochs = [1]\n'
    (tiny / "vizpipe.toml").unlink()
    if file == "pyproject.toml":
        told = f"[tool.vizpipe]\n{told.replace('[assets', '[tool.vizpipe.assets')}"
    (tiny / file).write_text(told)
    done = vizpipe("check", "--no-exec", env={"GITHUB_ACTIONS": "true"})
    lines = [line.partition("assets.")[2] for line in told.splitlines()]
    one, many = (f" file={file},line={lines.index(f'{name}]') + 1},title=vizpipe check%2C " for name in ("one", "many"))
    assert f"{one}training::one: parameter epochs: " in done.out
    assert re.search(f"{re.escape(many)}[a-z]+::many-1: ", done.out)


@pytest.mark.parametrize("name", ["one", "a,b", "a:b", "100 %", "a\nb", "a,line=9::evil"])
@pytest.mark.parametrize("kind", ["failed", "finding"])
def test_no_word_ends_a_property_of_an_annotation(name: str, kind: str, tmp_path: Path) -> None:
    """Whatever is said of whatever asset, an annotation has the properties that are meant, with the values meant."""
    finding = Finding("files", name, name, file=name)
    is_failed = kind == "failed"
    verdict = Verdict("HEAD", (name,), {name: name} if is_failed else {}, () if is_failed else (finding,), ())
    (line,) = annotations(verdict, "outputs", ".", tmp_path)
    level, _, rest = line.removeprefix("::").partition(" ")
    told, _, message = rest.partition("::")
    given = dict(each.split("=", 1) for each in told.split(","))
    plain = {key: unquote(value) for key, value in given.items()}
    assert level in ("error", "warning", "notice")
    assert plain == ({} if is_failed else {"file": f"outputs/{name}"}) | {
        "title": f"vizpipe check, {name if is_failed else 'files'}"
    }
    assert unquote(message) == (name if is_failed else f"{name}: {name}")


@pytest.mark.parametrize(
    "toml",
    [
        '[assets."x\\n::error::pwned"]\nrecipe = "tiny"\n',
        'recipes = "figures"\n[assets.one]\nrecipe = "tiny"\n[assets.one.parameters]\nepochs = "x\\n::stop::t"\n',
    ],
)
def test_nothing_that_is_printed_is_a_command_for_ci(vizpipe: "Vizpipe", tiny: Path, toml: str) -> None:
    """Names and values from a stranger's file stay on their line, so that none is a command for CI."""
    (tiny / "vizpipe.toml").write_text(toml)
    done = vizpipe("check", "--no-exec")
    assert done.code in (2, 4)
    assert not [line for line in (done.out + done.err).splitlines() if line.startswith("::")]


WILD = 'a"b<script>|`[x](y)@all\n::error::%\x00\x1b\ud800'


def test_words_from_anywhere_stay_words() -> None:
    """Names and messages can't leave their place in XML, Markdown, annotation lines or HTML."""
    finding = Finding("files", WILD, WILD, WILD)
    verdict = Verdict(WILD, (WILD,), {"b": WILD}, (finding,), ("files",))
    root = ET.fromstring(announce.junit(verdict))  # noqa: S314 - our own text
    assert next(iter(root)).attrib["name"].startswith('a"b<script>')
    lines = list(announce.annotations(verdict, "outputs", ".", Path()))
    assert len(lines) == 2
    assert not any("\n" in line for line in lines)
    table = announce.summary(verdict).splitlines()
    assert len([line for line in table if line.startswith("|")]) == 4
    assert "<script" not in announce.summary(verdict)
    assert b"<script>|" not in page(verdict, {WILD: [WILD]}, lambda _: None, lambda _: b"no picture")
    json.dumps(announce.as_json(verdict))


def test_a_page_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit on the report's page is told in words."""
    monkeypatch.setattr("vizpipe.checking.report.LARGEST", 1000)
    picture = strip.png(np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    finding = Finding("drawing", "a", "other")
    text = page(Verdict("HEAD", ("a",), {}, (finding,), ()), {"a": ["a.png"]}, lambda _: picture, lambda _: picture)
    assert text.count(b"the page is full") == 3
    assert len(text) < 3000
