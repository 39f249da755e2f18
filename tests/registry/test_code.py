"""What a file means: changes that change nothing, and changes that do."""

from typing import TYPE_CHECKING

import pytest

from vizpipe.registry import code

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

BASE = b'"""Doc."""\nimport math\n\nLIMIT = 3\n\ndef f(x):\n    """Say."""\n    return x + LIMIT\n'


@pytest.mark.parametrize(
    "same",
    [
        BASE.replace(b"Doc.", b"Another claim."),
        BASE.replace(b'    """Say."""\n', b""),
        BASE.replace(b"LIMIT = 3", b"# why\n\n\nLIMIT = 3  # because"),
        BASE.replace(b"x + LIMIT", b"(x  +  LIMIT)"),
        BASE.replace(b"LIMIT = 3\n", b'LIMIT = 3\n"""What it is."""\n'),
        BASE.replace(b"\n", b"\r\n"),
    ],
)
def test_words_beside_the_code_mean_nothing(same: bytes) -> None:
    """Comments, docstrings, texts under a constant, blank lines, brackets and line endings change no hash."""
    assert code.meaning(same) == code.meaning(BASE)


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace(b"LIMIT = 3", b"LIMIT = 4"),
        BASE.replace(b"x + LIMIT", b"x - LIMIT"),
        BASE.replace(b"import math", b"import cmath"),
        BASE.replace(b"return x", b"x = 'text'; return x"),
        BASE + b"LIMIT = 3\n",
        BASE + b"(",
    ],
)
def test_what_is_done_counts(other: bytes) -> None:
    """Constants, operators, imports, a second binding and whatever breaks a file change its hash."""
    assert code.meaning(other) != code.meaning(BASE)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"(" * 5000, b"\x00", "x = '\ud800'".encode(errors="surrogatepass")]
)
def test_any_bytes_have_a_hash(data: bytes) -> None:
    """A file that is empty, no text or nested too deeply has a hash, and is no error."""
    assert len(code.meaning(data)) == 64


def test_a_comment_redoes_nothing(vizpipe: "Vizpipe", project: "Project") -> None:
    """A comment, a docstring or a blank line in recipe or helper leaves the asset fresh; code does not."""
    project.write("figures/_help.py", 'VALUE = 0.5\n"""A number."""\n')
    recipe = (project.root / "figures" / "counter.py").read_text()
    recipe = recipe.replace("from typing import", "from _help import VALUE\nfrom typing import", 1)
    recipe = recipe.replace("index / steps", "index / steps * VALUE")
    project.write("figures/counter.py", recipe)
    assert vizpipe("build").code == 0

    def status() -> str:
        return str(vizpipe("build", "--json").json["assets"][0]["status"])

    assert status() == "fresh"
    project.write("figures/_help.py", "# a comment\n\n\nVALUE = 0.5\n")
    assert status() == "fresh"
    project.write("figures/counter.py", recipe.replace("A dot moves", "The dot moves") + "\n# the end\n")
    assert status() == "fresh"
    project.write("figures/_help.py", "VALUE = 0.25\n")
    assert status() == "made"
