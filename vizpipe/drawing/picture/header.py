"""The words of a page: a headline, small numbers above it, and the caption at the foot."""

from collections.abc import Callable, Sequence
from typing import Any

from matplotlib.axes import Axes

from vizpipe.drawing.canvas import Canvas
from vizpipe.drawing.layout import Box, paper
from vizpipe.drawing.picture.channels import Moment
from vizpipe.drawing.picture.compose import HEAD, Composed, Composer
from vizpipe.drawing.picture.wants import LINE

_BETWEEN = 1.6
"""Between two numbers, in units of small type."""
_ABOVE = 0.8
"""From the headline's top to the numbers above it, likewise."""


class Header:
    """Papers for the words of a page."""

    def __init__(
        self, canvas: Canvas, page: Composed, composer: Composer, headlines: Sequence[str], caption: Sequence[str]
    ) -> None:
        """Take the headlines that there will be, and the caption's sentences; nothing is written yet."""
        self._style, self._type, box = canvas.style, page.type, page.headline
        self._size = composer.counter
        self._across = across = canvas.style.width - 2 * box.left if page.kicker else box.width
        self._top = float(box.height)
        self._axes = paper(canvas, Box(box.left, box.bottom, max(across, 1), max(box.height + page.kicker, 1)))
        self._lines = {text: composer.lines(text, box.width, is_headline=True) for text in headlines}
        self._foot = paper(canvas, Box(*page.caption)) if page.sentences else None
        text = " ".join(caption[: page.sentences])
        self._caption = composer.lines(text, page.caption.width, is_headline=False) if text else []
        self._starts: list[float | None] = []
        self.left_out: list[str] = []
        """Numbers that have no room beside those before them, as wide as they become."""

    def place(self, counted: Sequence[Callable[[Moment[Any]], str]], moments: Sequence[Moment[Any]]) -> None:
        """Give each number a place of its own, by the widest that it becomes, as long as there is room.

        The first stands in any case where a page is one of several: there it says which.
        """
        left = 0.0
        for said in counted:
            text = max(map(said, moments), key=len)
            probe = self._axes.text(0.0, 0.0, text, fontsize=self._style.fontsize(self._size))
            width = float(probe.get_window_extent().width)
            probe.remove()
            has_room = left + width <= self._across or (self._style.compact and not self._starts)
            self._starts.append(left if has_room else None)
            if has_room:
                left += width + _BETWEEN * self._size
            else:
                self.left_out.append(text)

    def count(self, texts: Sequence[str]) -> None:
        """Write the numbers that have room."""
        for left, text in zip(self._starts, texts, strict=True):
            if left is not None:
                self._write(self._axes, (left, self._top + _ABOVE * self._size), text, self._size)

    def say(self, text: str) -> None:
        """Write a headline."""
        for number, line in enumerate(self._lines.get(text, [])):
            level = self._top - (number + 0.8) * HEAD * self._type.headline
            self._axes.text(
                0.0,
                level,
                line,
                fontsize=self._style.fontsize(self._type.headline),
                fontweight="bold",
                color=self._style.theme.ink,
                zorder=3.0,
            )

    def caption(self) -> None:
        """Write the caption."""
        for number, line in enumerate(self._caption):
            if self._foot is not None:
                level = float(self._foot.get_ylim()[1]) - (number + 0.8) * LINE * self._type.small
                self._write(self._foot, (0.0, level), line, self._type.small)

    def papers(self) -> dict[str, Axes]:
        """What headline and caption stand on."""
        return {"headline": self._axes} | ({"caption": self._foot} if self._foot else {})

    def _write(self, axes: Axes, place: tuple[float, float], text: str, size: float) -> None:
        quiet = self._style.theme.quiet
        axes.text(*place, text, fontsize=self._style.fontsize(size), color=quiet, zorder=3.0)
