"""How pictures look, measured: every measure finds what was planted, and nothing where nothing is."""

import dataclasses
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from matplotlib.figure import Figure

from vizpipe.camera import inspection, reading
from vizpipe.drawing import reader
from vizpipe.drawing.style import DPI
from vizpipe.drawing.theme import DARK, LIGHT, PRINT, THEMES, contrast, luminance
from vizpipe.pipeline import remarks

if TYPE_CHECKING:
    from conftest import Project, Vizpipe

WIDTH, HEIGHT = 800, 400
SIZE = 14.0


def measured(*texts: tuple[float, float, str, dict[str, Any]], ground: str = "white") -> list[str]:
    """What is found in a figure with these texts, by measure."""
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=ground)
    for x, y, words, how in texts:
        look: dict[str, Any] = {"fontsize": SIZE, "color": "black"} | how
        figure.text(x, y, words, **look)
    found = reading.texts(reader.read(figure, WIDTH, HEIGHT), WIDTH, HEIGHT)
    return [remark.measure for remark in found]


def test_nothing_is_found_where_nothing_is() -> None:
    """Nothing is found in two texts that stand apart, large, black on white."""
    assert measured((0.1, 0.2, "one", {}), (0.1, 0.7, "two", {})) == []
    lines: list[tuple[float, float, str, dict[str, Any]]] = [(0.1, 0.2, "a line", {}), (0.1, 0.7, "a line above", {})]
    assert measured(*lines, (0.9, 0.5, "to the margin", {"ha": "right"}), (0.06, 0.5, "12", {})) == []


@pytest.mark.parametrize(
    ("texts", "measure"),
    [
        ([(0.9, 0.5, "a text that is much too long", {})], "cut"),
        ([(0.1, 0.99, "above", {})], "cut"),
        ([(0.002, 0.5, "to the edge", {})], "cut"),
        (
            [(0.1, 0.5, "a line", {}), (0.1, 0.2, "a line below", {}), (0.98, 0.8, "to the right", {"ha": "right"})],
            "cut",
        ),
        ([(0.1, 0.5, "tiny", {"fontsize": 3})], "small"),
        ([(0.1, 0.5, "faint", {"color": "#999999"})], "contrast"),
        ([(0.1, 0.5, "see-through", {"alpha": 0.3})], "contrast"),
        ([(0.1, 0.5, "one here", {}), (0.15, 0.5, "two there", {})], "overlap"),
        ([(0.1, 0.5, "0.0", {}), (0.1, 0.54, "0.5", {})], "overlap"),  # numbers beside an axis that collide
    ],
)
def test_what_is_wrong_with_a_text_is_found(texts: list[Any], measure: str) -> None:
    """A text that is cut, too small, too faint or covered is found, and nothing else is said of it."""
    assert measured(*texts) == [measure]


def test_contrast_is_what_the_text_stands_on() -> None:
    """White on white is no contrast, white on black is all: the figure's colour counts, not the theme's."""
    assert measured((0.1, 0.5, "white", {"color": "white"})) == ["contrast"]
    assert measured((0.1, 0.5, "white", {"color": "white"}), ground="black") == []


def test_contrast_agrees_with_the_standard() -> None:
    """Contrast has the values of WCAG's own examples: black on white 21, #767676 on white 4.54."""
    assert contrast(np.zeros(3), np.ones(3)) == pytest.approx(21.0)
    assert contrast(np.full(3, 0x76 / 255), np.ones(3)) == pytest.approx(4.54, abs=0.01)
    assert luminance(np.array([1.0, 0.0, 0.0])) == pytest.approx(0.2126)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_colour_with_a_meaning_can_be_read_as_text(theme: Any) -> None:
    """As text a colour has 4.5 : 1 at least, of the same hue; what can't be seen there stays as it is."""
    ground = np.array([int(theme.background[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    colours = (*theme.classes, theme.correct, theme.wrong, theme.gradient, theme.accent, *theme.palette)
    for colour in colours:
        if colour in (theme.ink, "#000000"):
            continue
        told = theme.letters(colour)
        own = np.array([int(told[at : at + 2], 16) / 255 for at in (1, 3, 5)]) if isinstance(told, str) else told[:3]
        assert contrast(np.array(own), ground) >= 4.5, colour
    assert theme.letters(theme.quiet) == theme.quiet
    assert theme.letters(theme.background) == theme.background


def test_the_built_in_themes_colours_are_told_apart() -> None:
    """No built-in theme's colours are alike; that in grey only print has shapes is told of the others."""
    for theme in (LIGHT, DARK, PRINT):
        assert [remark for remark in inspection.colours(theme) if remark.counts] == []
    assert inspection.colours(PRINT) == []
    assert {remark.measure for remark in inspection.colours(LIGHT)} == {"grey"}


def test_colours_that_some_cannot_tell_apart_are_found() -> None:
    """Red and green of the same lightness are found, and two colours that a bright room makes one."""
    red_green = dataclasses.replace(LIGHT, classes=("#c05a28", "#7d7a1a"))
    found = [remark.text for remark in inspection.colours(red_green) if remark.counts]
    assert any("deuteranomaly" in text or "protanomaly" in text for text in found)
    alike = dataclasses.replace(LIGHT, classes=("#2b7a9b", "#3a86a6"))
    assert any("projector" in remark.text for remark in inspection.colours(alike))


def film(levels: list[float], share: float = 1.0) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    """Frames whose upper part has these levels of grey."""
    frames = []
    for level in levels:
        frame = np.full((60, 80, 3), 40, dtype=np.uint8)
        frame[: round(60 * share)] = round(255 * level)
        frames.append(frame)
    return frames


@pytest.mark.parametrize(
    ("levels", "duration", "share", "found"),
    [
        ([0.0, 1.0] * 10, 100, 1.0, True),
        ([0.0, 1.0] * 10, 100, 0.02, False),  # too little of it
        ([0.0, 1.0] * 10, 200, 1.0, False),  # two and a half a second
        ([0.5, 0.52] * 10, 100, 1.0, False),  # hardly any lighter
        (list(np.linspace(0.0, 1.0, 20)), 100, 1.0, False),  # one way
        ([0.0, 0.3, 0.6, 0.9, 0.6, 0.3] * 6, 20, 1.0, True),  # there and back in steps
    ],
)
def test_flashes_are_counted(levels: list[float], duration: int, share: float, found: bool) -> None:  # noqa: FBT001
    """Flashes count if they are more than three a second, large, and of a tenth of the lightest at least."""
    frames = film(levels, share)
    assert bool(inspection.flashes(frames, [duration] * len(frames))) == found


class Step(NamedTuple):
    """A frame."""

    epoch: int
    x: float


def test_frames_with_the_same_data_look_the_same() -> None:
    """Frames with the same data look the same, NaN as good as NaN; a pixel more or less is told."""
    assert inspection.same(Step(1, np.nan), Step(1, np.nan))
    assert not inspection.same(Step(1, 0.0), Step(2, 0.0))
    one = np.zeros((4, 4, 3), dtype=np.uint8)
    other = one.copy()
    other[1, 1] = 9
    assert inspection.unmoved(3, one, one) == []
    assert inspection.unmoved(3, one, other)[0].measure == "still"


@pytest.mark.parametrize(
    ("draw", "finds"),
    [
        ('axes.plot([frame.x], [0.0], "o")', ""),
        ("pass", "the picture never changes, and the data do"),
        ('axes.plot([0.5], [0.0], "o")', "the picture never changes, and the data do"),
        ('axes.plot([frame.x], [0.0], "o") if frame.epoch != 1 else None', "draw adds nothing for frame 1, and"),
        ('SEEN.append(1)\n    axes.plot([frame.x], [len(SEEN) / 40], "o")', "pixels of frame 2 are others when"),
    ],
)
def test_what_is_drawn_moves_with_the_data_and_nothing_else(
    vizpipe: "Vizpipe", project: "Project", draw: str, finds: str
) -> None:
    """A draw that adds nothing, is always the same, or depends on other frames is found, and no other."""
    text = (project.root / "figures" / "counter.py").read_text()
    text = text.replace('    axes.plot([frame.x], [0.0], "o", color="black")', f"    {draw}\n    del frame")
    text = text.replace("    return axes\n", "    axes.set_axis_off()\n    return axes\n")
    project.write("figures/counter.py", text.replace("@recipe", "SEEN = []\n\n\n@recipe", 1))
    done = vizpipe("check", "--pictures", "--json", "-j", "1")  # which worker saw how many frames must not be luck
    told = [each["text"] for each in done.json["findings"] if each["measure"] in {"still", "order"}]
    assert len(told) == bool(finds), done
    assert not finds or finds in told[0]


BAD = """
    label = "this label is so long that it can't possibly fit into two hundred pixels"
    axes.text(0.0, 0.0, label, fontsize=6)
    axes.text(0.0, 0.0, "on it", fontsize=6, color="#eeeeee")
    axes.text(0.0, 0.8, "tiny", fontsize=0.7)
"""


def test_the_command_counts_what_it_finds(vizpipe: "Vizpipe", project: "Project") -> None:
    """``check --pictures`` ends with 0 and a count, or with 4 and findings, in JSON too, and compares nothing."""
    text = (project.root / "figures" / "counter.py").read_text().replace("[frame.x]", "[frame.x + 0.1]")
    lines = "    axes.set_axis_off()\n    axes.hlines([y / 12 for y in range(-12, 13)], 0.0, 1.0)\n    return axes\n"
    project.write("figures/counter.py", text.replace("    return axes\n", lines))
    with (project.root / "vizpipe.toml").open("a") as stream:
        stream.write("fps = 0.4\n")
    done = vizpipe("check", "--pictures")
    assert (done.code, done.out.splitlines()[0]) == (0, "light: 1 asset, 0 findings"), done
    project.write("figures/counter.py", text.replace("    return axes\n", BAD + "    return axes\n"))
    done = vizpipe("check", "--pictures", "--theme", "dark", "--json")
    assert done.code == 4
    assert {each["measure"] for each in done.json["findings"] if each["counts"]} >= {"cut", "small", "overlap"}
    assert {each["theme"] for each in done.json["findings"]} == {"dark"}
    assert vizpipe("check", "--theme", "dark").code == 2
    assert vizpipe("check", "--pictures", "--accept", "drawing").code == 2
    assert vizpipe("check", "--pictures", "--theme", "drak").line.endswith("— did you mean dark?")
    assert not (project.root / "outputs").exists()


def test_only_what_is_asked_for_is_weighed(vizpipe: "Vizpipe", project: "Project") -> None:
    """Each format that is asked for is weighed by its budget or its usual limit, and data by none."""
    toml = project.root / "vizpipe.toml"
    text = (project.root / "figures" / "counter.py").read_text()
    project.write("figures/counter.py", text.replace("    return axes\n", "    axes.set_axis_off()\n    return axes\n"))
    plain = toml.read_text()

    def weights(*formats: str, more: str = "") -> list[str]:
        toml.write_text(plain + f"formats = {json.dumps(formats)}\n{more}")
        done = vizpipe("check", "--pictures", "--json")
        return [each["text"] for each in done.json["findings"] if each["measure"] in {"weight", "nothing"}]

    assert weights("webp", "pdf", "csv", more='max-bytes = "90kB"\n') == []
    assert weights("csv") == ["no picture is asked for, only csv"]
    files = {"one.gif": 9, "one.webp": 9, "one.png": 2, "one.svg": 2, "one.csv": 99, "one.mp4": 1}
    made = SimpleNamespace(files={name: SimpleNamespace(bytes=size * 1_000_000) for name, size in files.items()})
    for formats, budget, heavy in (
        (("webp", "mp4", "csv"), None, ["webp"]),
        (("png", "svg"), None, ["png", "svg"]),
        (("mp4", "png", "svg"), 3_000_000, ["svg"]),
        (("gif", "mp4"), 500_000, ["gif", "mp4"]),
    ):
        asset: Any = SimpleNamespace(settings={"max_bytes": budget}, formats=formats)
        assert [each.text.split()[3].rstrip(";") for each in remarks.weights(asset, made, "one")] == heavy  # type: ignore[arg-type]
