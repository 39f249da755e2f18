"""Lines of text from the widths of its words."""

from collections.abc import Sequence

from vizpipe.drawing.needs import Word


def starts(words: Sequence[Word], room: float) -> list[int] | None:
    """The index of each line's first word, as few lines as ``room`` pixels allow; None if a word alone is wider."""
    lines: list[int] = []
    used = 0.0
    for index, (width, _) in enumerate(words):
        if width > room:
            return None
        before = used + words[index - 1][1]
        if not lines or before + width > room:
            lines.append(index)
            used = width
        else:
            used = before + width
    return lines


def balanced(words: Sequence[Word], room: float) -> list[int] | None:
    """As ``starts``, with lines as even as so many lines can be: no last line of one word."""
    least = starts(words, room)
    if least is None:
        return None
    too_narrow, wide = 0.0, room
    while wide - too_narrow > 1.0:
        middle = (too_narrow + wide) / 2.0
        tried = starts(words, middle)
        if tried is not None and len(tried) == len(least):
            wide = middle
        else:
            too_narrow = middle
    return starts(words, wide)
