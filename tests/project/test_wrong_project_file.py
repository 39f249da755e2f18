"""A project file that is wrong: one line with the file and the key."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Vizpipe


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[assets.one]\nrecipe = 3", "assets.one.recipe must be a text"),
        ("[assets.one]\nrecpe = 'gates'", "unknown key assets.one.recpe — did you mean recipe?"),
        ("[asets.one]\nrecipe = 'gates'", "unknown key asets — did you mean assets?"),
        (
            "[assets.one]\nrecipe = 'activations'\nreach = 3",
            "unknown key assets.one.reach: a recipe's parameters go under parameters = {reach = …}",
        ),
        (
            "[assets.one]\nrecipe = 'activations'\nparameters = {reach = '3'}",
            "reach is '3', but must be a finite number",
        ),
        ("[assets.one]\nrecipe = 'activations'\nloop = true", "loop is true"),
        ("[assets.one]\nrecipe = 'activations'\nmatrix = {reach = []}", "matrix.reach must not be empty"),
        ("outputs = ''", "outputs must not be empty"),
        ("[assets.one]\nformats = ['png']", "assets.one: recipe is missing"),
        ("[assets.one]\nrecipe = 'gaets'", "assets.one: unknown recipe gaets — did you mean gates?"),
        ("[assets.one]\nrecipe = 'gates'\nformats = 'png'", "assets.one: formats must be a list"),
        ("[assets.one]\nrecipe = 'gates'\nformats = ['pgn']", "unknown format pgn — did you mean png?"),
        ("[assets.one]\nrecipe = 'gates'\nsize = 100", "assets.one: size must be a text"),
        ("[assets.one]\nrecipe = 'gates'\nfps = '10'", "assets.one: fps is '10'"),
        ("[assets.one]\nrecipe = 'gates'\nfps = nan", "assets.one: fps is nan"),
        ("[assets.one]\nrecipe = 'gates'\nframes = true", "assets.one: frames is true"),
        ("[assets.one]\nrecipe = 'gates'\ntheme = 'drak'", "did you mean dark?"),
        (
            "[assets.one]\nrecipe = 'activations'\n[assets.one.parameters]\nreach = -1",
            "assets.one: parameters: reach is -1",
        ),
        (
            "[assets.one]\nrecipe = 'activations'\n[assets.one.parameters]\nraech = 1",
            "no parameter raech — did you mean reach",
        ),
        ("[assets.one]\nrecipe = 'activations'\n[assets.one.parameters]\nreach = [1]", "reach is [1]"),
        (
            "[assets.one]\nrecipe = 'activations'\n[assets.one.matrix]\nreach = 1",
            "assets.one.matrix.reach must be a list",
        ),
        ("[assets.one]\nrecipe = 'activations'\n[assets.one.matrix]\nreach = [1, inf]", "reach is inf"),
        ("[assets.'../x']\nrecipe = 'gates'", "can't name a file"),
        ("[assets.'a/b']\nrecipe = 'gates'", "can't name a file"),
        ('[assets."a\\u0000b"]\nrecipe = "gates"', "can't name a file"),
        ("[assets.One]\nrecipe = 'gates'\n[assets.one]\nrecipe = 'gates'", "two assets are called one"),
        (
            "[assets]\na = {recipe = 'gates', formats = ['png', 'filmstrip.png']}\na-filmstrip = {recipe = 'gates'}",
            "a and a-filmstrip would both write a-filmstrip.png",
        ),
        ("assets = 3", "assets must be a table"),
        pytest.param(f"assets = {'[' * 99_999}", "its brackets are nested too deeply", id="brackets in brackets"),
        ("[assets]\none = 3", "assets.one must be a table"),
        ("outputs = '../elsewhere'", "leads outside the project"),
        ("outputs = 'assets\\pics'", "folders are parted by / in it, on every system"),
        ('outputs = "assets\\pics"', "folders are parted by / in it"),
        ("outputs = '/tmp'", "leads outside the project"),
        ("recipes = 'nowhere'", "there is no folder nowhere"),
        ("recipes = 3", "recipes must be a text"),
        ("this is no toml", "vizpipe.toml"),
        ("a = 1\na = 2", "vizpipe.toml"),
        ("x = " + "[" * 3000, "vizpipe.toml"),
    ],
)
def test_a_wrong_project_file_names_file_and_key(vizpipe: "Vizpipe", tmp_path: Path, text: str, says: str) -> None:
    """A wrong project file ends with 2 and one line that names the file and the key; nothing is created."""
    (tmp_path / "vizpipe.toml").write_text(text)
    done = vizpipe("build")
    assert done.code == 2, done
    assert says in done.line
    assert "vizpipe.toml" in done.line
    assert [path.name for path in tmp_path.iterdir()] == ["vizpipe.toml"]


def test_a_project_file_that_is_no_text_is_refused_in_a_plain_line(vizpipe: "Vizpipe", tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are said to be that, and no codec speaks."""
    (tmp_path / "vizpipe.toml").write_bytes(b"outputs = 'Bilder f\xfcr alle'\n")
    done = vizpipe("build")
    assert (done.code, "vizpipe.toml: it is no text in UTF-8" in done.line) == (2, True)


@pytest.mark.parametrize("words", [["check"], ["check", "--no-exec"]])
def test_what_check_reads_names_the_file(vizpipe: "Vizpipe", tmp_path: Path, words: list[str]) -> None:
    """A wrong fail-on is refused with the name of the project file."""
    (tmp_path / "vizpipe.toml").write_text("fail-on = ['weather']\n[assets.one]\nrecipe = 'gates'")
    done = vizpipe(*words)
    assert (done.code, "vizpipe.toml: fail-on: weather is not one of" in done.line) == (2, True)
