"""The last word on every drawn text: a user's own words, a language's numbers, letters that exist, colours to read."""

import re
from collections.abc import Iterable

from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text

from vizpipe.drawing import fonts, mathematics
from vizpipe.drawing.canvas import Words
from vizpipe.drawing.say import Say, textbook
from vizpipe.drawing.style import Style


class Wording:
    """Looks at texts before they are drawn."""

    def __init__(self, say: Say, style: Style) -> None:
        """Take the words to use instead, and the fonts."""
        self._say, self._style = say, style
        self._checked: set[str] = set()
        self._families = fonts.families(style.theme.font, style.lang)

    def words(self, words: Words) -> Words:
        """The words about a film, as they will be drawn and read. Raises MachineError for letters without a glyph."""
        told = Words(*map(self._say.whole, words))
        self._check(told[:2])
        return told

    def stage(self, figure: Figure) -> None:
        """Settle all texts of a stage, the numbers beside its axes too."""
        for axes in figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                self._axis(axis)
        self.texts(figure.findobj(Text))
        for axes in figure.axes:
            if axes.axison:
                self._check(label.get_text() for label in (*axes.get_xticklabels(), *axes.get_yticklabels()))

    def texts(self, artists: Iterable[object]) -> None:
        """Settle those of the artists that are texts. Raises MachineError for letters without a glyph."""
        for artist in artists:
            if isinstance(artist, Text) and (text := artist.get_text()):
                artist.set_color(self._style.theme.letters(artist.get_color()))
                other = self._say.whole(text)
                if other != text:
                    artist.set_text(other)
                self._check([other])
                if artist.get_fontfamily() == self._families:
                    artist.set_fontfamily(fonts.needed(other, self._style.theme.font, self._style.lang))

    def _axis(self, axis: Axis) -> None:
        """Have an axis write its numbers the same way, whatever formats them.

        A power of ten that all of them share is part of each: beside the axis it would lie behind the panel's name.
        """
        formatter, say = axis.get_major_formatter(), self._say
        plain, offset = formatter.format_ticks, formatter.get_offset

        def format_ticks(values: list[float]) -> list[str]:
            texts = plain(values)  # which decides about the offset
            return [say.whole(_scaled(text, offset())) for text in texts]

        formatter.format_ticks = format_ticks  # type: ignore[method-assign]
        formatter.get_offset = lambda: _beside(offset())  # type: ignore[method-assign]

    def _check(self, texts: Iterable[str]) -> None:
        fresh = {text for text in texts if not text.isascii()} - self._checked
        fonts.check(sorted(fresh), self._style.theme.font, self._style.lang)
        if self._style.has_formulas:
            mathematics.check_letters(sorted(fresh), self._style.theme.font)
        self._checked |= fresh


def _scaled(text: str, offset: str) -> str:
    """A tick's number with the power of ten that matplotlib would have set beside the axis: −2·10¹⁵."""
    power, _ = _shared(offset)
    return textbook(f"{text}{power[1:]}".replace("−", "-")) if power and text.strip("0.−-") else text


def _beside(offset: str) -> str:
    """What has to stand beside an axis: a number that is to be added to all of its own."""
    return textbook(_shared(offset)[1].replace("−", "-"))


def _shared(offset: str) -> tuple[str, str]:
    """The power of ten and the number to add, of what matplotlib sets beside an axis: 1e−9 and +1 of "1e−9+1"."""
    found = re.fullmatch(r"(1e[−-]?\d+)?(.*)", offset)
    return (found[1] or "", found[2]) if found else ("", offset)
