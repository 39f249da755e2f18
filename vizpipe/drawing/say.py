"""The way of every drawn word: templates, their translations, and numbers as a sentence takes them."""

import re
import string
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import NamedTuple

from vizpipe.drawing.language import fixed, form_of, forms_in, is_number, localised, spaced
from vizpipe.errors import UsageError
from vizpipe.parameters.catalogue import plain
from vizpipe.parameters.mathematics import Dollars

_NOUGHT = re.compile(r"-0(?:\.0+)?(?![\d.,e])")
_EXPONENT = re.compile(r"(?:(?<![\d.,])1|([\d.,]+))e([+-]?\d+)")
_MOST = 2_000
"""Texts of a film that are remembered."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def textbook(text: str) -> str:
    """A formatted number as a textbook sets it: -0.00 is 0.00, -3 is −3, 1e-05 is 10⁻⁵, 2.5e+06 is 2.5·10⁶."""
    text = text[1:] if _NOUGHT.match(text) else text
    return _EXPONENT.sub(_power, text).replace("-", "−")


def _power(match: re.Match[str]) -> str:
    digits, exponent = match.groups()
    power = f"10{str(int(exponent)).translate(_RAISED)}"
    return f"{digits}·{power}" if digits else power


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


class _Filler(string.Formatter):
    """Fills templates: ``{n:|epoch|epochs}`` is "1 epoch" or "12 epochs", and no number has an ASCII minus."""

    def __init__(self, lang: str, said: set[str]) -> None:
        self._lang, self._said = lang, said

    def format_field(self, value: object, format_spec: str) -> str:
        """Set a value as the language does; what stands after bars in its format are the forms of a noun."""
        spec, *forms = format_spec.split("|")
        if isinstance(value, bool) or not isinstance(value, Real):
            text: str = super().format_field(value, format_spec)
            return localised(text, self._lang) if is_number(text) and text not in self._said else text
        text = textbook(fixed(value, spec))
        shown = localised(text, self._lang)
        if not forms:
            return shown
        if len(forms) not in {2, forms_in(self._lang)}:
            least = (
                "a noun has one form or two, as in {n:|epoch}" if forms_in(self._lang) == 1 else "a noun has two forms"
            )
            raise ValueError(f"{least}, as in {{n:|epoch|epochs}}")
        return f"{shown} {forms[min(form_of(self._lang, text), len(forms) - 1)]}"


class Heard(NamedTuple):
    """A text that was said: what filled its template first, and what came out."""

    values: dict[str, str]
    text: str


class Say:
    """The way of every drawn word: ``say("Epoch {n}", n=3)``. A translation is another table of templates.

    Beside what ``str.format`` knows, a template can count: ``say("{n:,|sample|samples}", n=1)`` is "1 sample". Negative
    numbers have a true minus, a nought has none, and no number is set as 1e-05. Numbers are written as the language
    does when they are filled in; the words around them stay as they are.
    """

    def __init__(
        self,
        catalogue: Mapping[str, str] | None = None,
        lang: str = "en",
        headlines: Mapping[str, str] | None = None,
        formulas: Iterable[str] = (),
    ) -> None:
        """Take other words by their English form, a template or the whole text; what is missing stays English.

        Whitespace does not count there. ``headlines`` are those that somebody chose, by their beats.
        ``formulas`` are those that texts are set with; all other dollars are dollars.
        """
        self._catalogue = {plain(old): new for old, new in (catalogue or {}).items()}
        self._dollars = Dollars(formulas)
        self._used: set[str] = set()
        self._said: set[str] = set()
        self._filler = _Filler(lang, self._said)
        self.lang = lang
        self.headlines = dict(headlines or {})
        self.heard: dict[str, Heard] = {}
        """What was said or drawn so far, by template."""
        self.told: set[str] = set()
        """The templates among that which were said, not only drawn."""

    def __call__(self, template: str, /, **values: object) -> str:
        """Fill the template's translation."""
        other = self._other(template)
        is_translated = other is not template
        other = self._dollars.guarded(other)
        try:
            told = self._filler.vformat(
                spaced(other, self.lang) if is_translated or self.lang != "en" else other, (), values
            )
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            if not is_translated:
                raise
            names = ", ".join(f"{{{name}}}" for name in values) or "nothing in braces"
            raise UsageError(f"labels: {other[:60]!r}: {error}; it can use {names}") from None
        text = self._dollars.literal(self._other(told))
        self._said.add(text)
        self.told.add(template)
        if template not in self.heard and len(self.heard) < _MOST:
            self.heard[template] = Heard({name: _shown(value) for name, value in values.items()}, text)
        return text

    def whole(self, text: str) -> str:
        """Give what is to be drawn instead of a text: numbers alone as the language writes them."""
        other = self._other(text)
        if text not in self._said and other is text and is_number(text):
            other = localised(text, self.lang)
        elif text not in self._said and text not in self.heard and len(self.heard) < _MOST:
            self.heard[text] = Heard({}, other)
        other = self._dollars.literal(other)
        self._said.add(other)
        return other

    @property
    def has_formulas(self) -> bool:
        """Whether texts are set with formulas."""
        return self._dollars.is_needed

    @property
    def unused(self) -> list[str]:
        """Entries that nothing was drawn for so far."""
        return sorted(self._catalogue.keys() - self._used)

    def _other(self, text: str) -> str:
        if not self._catalogue or (key := plain(text)) not in self._catalogue:
            return text
        self._used.add(key)
        return self._catalogue[key]
