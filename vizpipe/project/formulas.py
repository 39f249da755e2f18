"""The formulas among the words that somebody gave, checked before anything is drawn."""

from collections.abc import Mapping

from vizpipe.parameters.mathematics import formulas_of
from vizpipe.parameters.settings import Settings

_SHOWN = 60


def given(said: Settings, words: Mapping[str, str]) -> tuple[str, ...]:
    """What is set as mathematics in title, caption, headlines and other words. Raises UsageError for what can't be."""
    texts = {key: text for key in ("title", "caption") if (text := said.text(key)) is not None}
    texts |= {f"headline {beat}": text for beat, text in said.headlines.items()}
    texts |= {f"label {old[:_SHOWN]!r}": text for old, text in words.items()}
    found = formulas_of(texts)
    if found:
        from vizpipe.drawing import mathematics  # noqa: PLC0415 - matplotlib, which only formulas need

        mathematics.check(found)
    return tuple(sorted(found))
