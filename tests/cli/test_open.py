"""What is opened when it is made."""

from pathlib import Path

import click
import pytest

from vizpipe.cli import opening

MADE = [Path("a.gif"), Path("a.png")]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ({"CI": "true"}, "nobody looks in CI"),
        ({}, "there is no screen here"),
        ({"DISPLAY": ":0", "PATH": ""}, "xdg-open is not installed here"),
    ],
)
def test_where_nothing_can_open_it_that_is_said(
    place: dict[str, str], why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a screen, a viewer or anybody who looks, a line says so and names the file; nothing fails."""
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in place.items():
        monkeypatch.setenv(name, value)
    opening.show(MADE)
    assert capsys.readouterr().err == f"vizpipe: not opened: {why}; it is a.gif\n"


def test_the_first_file_is_opened(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The system's viewer gets the first of the files; one that fails is told of."""
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return len(opened) - 1

    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(click, "launch", launch)
    opening.show(MADE)
    assert (opened, capsys.readouterr().err) == (["a.gif"], "")
    opening.show(MADE)
    assert "the viewer would not open it" in capsys.readouterr().err
