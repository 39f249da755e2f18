"""docs/api.md: generated, complete, its examples run."""

from pathlib import Path

import pytest

import vizpipe as library
from documented import ROOT, module_at

MAKER = module_at(ROOT / "docs" / "make_api.py")


def test_the_page_is_what_the_code_says(shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/api.md is as it would be written now, and every example runs and prints what stands below it."""
    monkeypatch.setenv("VIZPIPE_CACHE", str(shared_cache))
    assert (ROOT / "docs" / "api.md").read_text() == MAKER.page()


def test_every_public_name_has_its_place() -> None:
    """What ``vizpipe`` exports stands on the page, under its own name, and nothing else does."""
    assert set(MAKER.PUBLIC) == set(library.__all__) - {"__version__"}
    assert all(getattr(library, name) is thing for name, thing in MAKER.PUBLIC.items() if name != "film")


@pytest.mark.parametrize("name", MAKER.PUBLIC)
def test_every_example_uses_its_name(name: str) -> None:
    """A name's example has it, in so few lines that they are read, or gives what it names."""
    code = MAKER.example(name).code
    assert f"vizpipe.{name}" in code or (name == "Result" and "vizpipe.make(" in code)
    assert len(code.splitlines()) <= 14


def test_an_example_that_fails_is_noticed() -> None:
    """What an example raises is raised while the page is made, and what it prints is what is printed."""
    assert MAKER.said("print('one')\nprint('two')") == "one\ntwo"
    with pytest.raises(ZeroDivisionError):
        MAKER.said("1 / 0")
