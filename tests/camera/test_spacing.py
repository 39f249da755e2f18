"""What belongs together: texts that run together or stand askew, uneven type, other scales; planted and found."""

from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from sighted import seen
from vizpipe.camera import spacing

Draw = Callable[[Figure], object]


def found(draw: Draw) -> list[str]:
    """The measures that remark something."""
    return [remark.measure for remark in spacing.measured(seen(draw))]


def texts(*told: tuple[float, float, str, float]) -> Draw:
    """Texts at pixels from the lower left corner, of so many points."""

    def draw(figure: Figure) -> None:
        for x, y, words, size in told:
            figure.text(x / 600.0, y / 600.0, words, size=size)

    return draw


@pytest.mark.parametrize(
    ("draw", "measures"),
    [
        (texts((100, 300, "100 %", 12), (153, 300, "chance", 12)), ["near"]),  # no blank between them
        (texts((100, 300, "100 %", 12), (165, 300, "chance", 12)), []),
        (texts((100, 300, "100 %", 12), (155, 330, "chance", 12)), []),  # another line
        (texts((100, 300, "a heading", 12), (103, 275, "a list", 12)), ["near"]),  # three pixels aside
        (texts((100, 300, "a heading", 12), (100, 275, "a list", 12)), []),
        (texts((100, 300, "a heading here", 12), (161, 275, "a list", 12)), []),  # they end nearly together, by chance
        (texts((100, 300, "a heading", 12), (120, 275, "a list", 12)), []),  # indented
        (texts((100, 300, "a heading", 14), (103, 275, "a list", 12)), ["near"]),  # of another size
        (texts((100, 300, "rate", 14), (160, 300, "60 % right", 9)), []),  # on one line
        (texts((100, 300, "50 % right", 12), (200, 304, "60 % right", 12)), ["near"]),  # four pixels lower
        (texts((100, 300, "0.50", 12), (150, 304, "0.60", 12)), []),  # numbers stand where their values are
        (texts((100, 300, "right: log 0.6", 9), (100, 200, "wrong: log 0.1", 16)), ["uneven"]),
        (texts((100, 300, "right: log 0.6", 16), (100, 200, "wrong: log 0.1", 16)), []),
        (texts((100, 300, "at (0.1, 0.6)", 9), (100, 200, "Gradient (0.1, 0.6)", 16)), []),  # of another meaning
        (texts((100, 300, "Epoch", 9), (100, 200, "Loss", 16)), []),  # of other words
        (texts((100, 300, "rate 0.1", 9), (100, 200, "rate 0.1", 16)), []),  # the same again, elsewhere
    ],
)  # fmt: skip
def test_texts_that_nearly_touch_or_nearly_align_are_found(draw: Draw, measures: list[str]) -> None:
    """Texts without a blank between them, neighbours out of line, like texts of unlike size are found, no others."""
    assert found(draw) == measures


def panels(
    names: tuple[float, float], tops: tuple[float, float] = (1.0, 1.0), lower: float = 0.0, corner: float = 0.0
) -> Draw:
    """Two panels side by side, with names of such sizes above them, up to such values."""

    def draw(figure: Figure) -> None:
        for number, (size, top) in enumerate(zip(names, tops, strict=True)):
            axes = figure.add_axes((0.1 + 0.45 * number, 0.1, 0.35, 0.5 - lower * number))
            axes.set_ylim(0.0, top)
            axes.set_xticks([0.5], [""])
            axes.set_yticks([0.5], [""])
            axes.text(0.0, 1.05, ("First", "Second")[number], size=size, transform=axes.transAxes)
            said = f"{number + 6} right" if corner else ""
            axes.text(1.0, corner, said, size=12.0, ha="right", transform=axes.transAxes)

    return draw


def ticked(gap: float) -> Draw:
    """Two panels side by side, so many pixels apart, with a word under either's end that is next to the other."""

    def draw(figure: Figure) -> None:
        ends = 300.0 - gap, 300.0 + gap
        for left, right, at in ((60.0, ends[0], ends[0]), (ends[1], 540.0, ends[1])):
            axes = figure.add_axes((left / 600.0, 0.2, (right - left) / 600.0, 0.6))
            axes.set_xticks([0.5], [""])
            aside = "right" if at < 300.0 else "left"
            figure.text(at / 600.0, 0.15, "100 %" if at < 300.0 else "chance", size=12, ha=aside)

    return draw


@pytest.mark.parametrize(("gap", "measures"), [(6.0, ["near"]), (12.0, [])])
def test_words_at_two_panels_do_not_read_as_one(gap: float, measures: list[str]) -> None:
    """Words under the near ends of two panels are found if hardly more than a blank parts them."""
    assert found(ticked(gap)) == measures


def captioned(draw: Draw) -> Draw:
    """The same with a few words in small type, on a paper of their own."""

    def both(figure: Figure) -> None:
        draw(figure)
        paper = figure.add_axes((0.1, 0.8, 0.8, 0.1))
        paper.set_axis_off()
        paper.text(0.0, 0.5, "What there is to see", size=8.0)

    return both


@pytest.mark.parametrize(
    ("draw", "measures"),
    [
        (panels((14.0, 14.0)), []),
        (panels((14.0, 8.0)), ["uneven"]),
        (captioned(panels((14.0, 14.0))), []),
        (panels((14.0, 14.0), corner=1.05), []),
        (panels((14.0, 14.0), corner=1.07), ["near", "near"]),  # not on the name's line
        (panels((14.0, 14.0), tops=(1.0, 4.0)), ["scale"]),
        (panels((14.0, 14.0), tops=(1.0, 1.2)), []),
        (panels((14.0, 14.0), tops=(1.0, 4.0), lower=0.2), []),  # another height says so
    ],
)
def test_panels_that_are_alike_have_like_names_and_scales(draw: Draw, measures: list[str]) -> None:
    """Names in two sizes and twin panels on two scales are found; panels of other sizes may have other scales."""
    assert found(draw) == measures


def stacked(gap: float, under: str = "epoch") -> Draw:
    """Two panels, one above the other; the name of the lower so many pixels under the other's horizontal axis' name."""

    def draw(figure: Figure) -> None:
        figure.add_axes((0.15, 0.55, 0.75, 0.35))
        figure.add_axes((0.15, 0.1, 0.75, 0.3))
        figure.text(0.4, 0.45, under, size=12, va="bottom")
        figure.text(0.15, 0.45 - gap / 600.0, "Loss on the training digits", size=12, va="top")

    return draw


@pytest.mark.parametrize(
    ("draw", "measures"),
    [(stacked(2.0), ["near"]), (stacked(12.0), []), (stacked(2.0, under=""), [])],
)
def test_the_name_of_a_panel_keeps_apart_from_the_axis_of_the_panel_above_it(draw: Draw, measures: list[str]) -> None:
    """A panel's name two pixels under the name of another's axis is found, one twelve pixels lower is not."""
    assert found(draw) == measures
