"""The way of every drawn word: templates, their translations, and numbers as a sentence takes them."""

import re
import string
from collections.abc import Mapping
from numbers import Real

from vizpipe.errors import UsageError

_NOUGHT = re.compile(r"-0(?:\.0+)?(?![\d.,e])")
_EXPONENT = re.compile(r"(?:(?<![\d.,])1|([\d.,]+))e([+-]?\d+)")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def textbook(text: str) -> str:
    """A formatted number as a textbook sets it: -0.00 is 0.00, -3 is −3, 1e-05 is 10⁻⁵, 2.5e+06 is 2.5·10⁶."""
    text = text[1:] if _NOUGHT.match(text) else text
    return _EXPONENT.sub(_power, text).replace("-", "−")


def _power(match: re.Match[str]) -> str:
    digits, exponent = match.groups()
    power = f"10{str(int(exponent)).translate(_RAISED)}"
    return f"{digits}·{power}" if digits else power


class _Filler(string.Formatter):
    """Fills templates: ``{n:|epoch|epochs}`` is "1 epoch" or "12 epochs", and no number has an ASCII minus."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Set a value; what stands after bars in its format are the forms of a noun for one and for many."""
        spec, *forms = format_spec.split("|")
        if isinstance(value, bool) or not isinstance(value, Real):
            text: str = super().format_field(value, format_spec)
            return text
        text = textbook(super().format_field(value, spec))
        if not forms:
            return text
        if len(forms) != 2:  # noqa: PLR2004 - one and many
            raise ValueError("a noun has two forms, as in {n:|epoch|epochs}")
        return f"{text} {forms[0] if text == '1' else forms[1]}"


_FILLER = _Filler()


class Say:
    """The way of every drawn word: ``say("Epoch {n}", n=3)``. A translation is another table of templates.

    Beside what ``str.format`` knows, a template can count: ``say("{n:,|sample|samples}", n=1)`` is "1 sample". Negative
    numbers have a true minus, a nought has none, and no number is set as 1e-05.
    """

    def __init__(self, catalogue: Mapping[str, str] | None = None, lang: str = "en") -> None:
        """Take other words by their English form, a template or the whole text; what is missing stays English."""
        self._catalogue = dict(catalogue or {})
        self._used: set[str] = set()
        self.lang = lang

    def __call__(self, template: str, /, **values: object) -> str:
        """Fill the template's translation."""
        try:
            return self.whole(_FILLER.vformat(self._other(template), (), values))
        except (LookupError, ValueError, AttributeError, TypeError) as error:
            if template not in self._catalogue:
                raise
            names = ", ".join(f"{{{name}}}" for name in values) or "nothing in braces"
            raise UsageError(f"labels: {self._catalogue[template][:60]!r}: {error}; it can use {names}") from None

    def whole(self, text: str) -> str:
        """Give what is to be drawn instead of a text."""
        return self._other(text)

    @property
    def unused(self) -> list[str]:
        """Entries that nothing was drawn for so far."""
        return sorted(self._catalogue.keys() - self._used)

    def _other(self, text: str) -> str:
        if text not in self._catalogue:
            return text
        self._used.add(text)
        return self._catalogue[text]
