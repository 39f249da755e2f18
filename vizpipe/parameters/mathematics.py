"""Formulas among words, as they are typed: ``$…$``, and what is left of a text without them."""

import re
from collections.abc import Iterable, Mapping

from vizpipe.errors import UsageError

_FORMULA = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$")
_DOLLAR = re.compile(r"(?<!\\)\$")
LONGEST = 200
"""Letters of a formula."""
_SHOWN = 60
_HELD = "\0"


def formulas_of(texts: Mapping[str, str]) -> dict[str, str]:
    """The formulas of texts, each with the name of what it stands in. Raises UsageError for a $ without another."""
    found: dict[str, str] = {}
    for whose, text in texts.items():
        if _DOLLAR.search(_FORMULA.sub("", text)):
            raise UsageError(f"{whose}: {text[:_SHOWN]!r} has a $ that no formula ends with; write \\$ for a dollar")
        for match in _FORMULA.finditer(text):
            if len(match[0]) > LONGEST:
                raise UsageError(f"{whose}: a formula has {len(match[0]):,} letters; {LONGEST} is the most")
            found.setdefault(match[0], whose)
    return found


def bare(text: str) -> str:
    """A text without its formulas, whose braces are their own."""
    return _FORMULA.sub("", text)


def held(text: str) -> str:
    """A text whose formulas have no space that a line could break at; ``freed`` gives them back."""
    return _FORMULA.sub(lambda match: match[0].replace(" ", _HELD), text)


def freed(text: str) -> str:
    """A text that was ``held``, or a piece of it."""
    return text.replace(_HELD, " ")


class Dollars:
    """Tells the dollars of formulas that somebody gave from all others."""

    def __init__(self, formulas: Iterable[str] = ()) -> None:
        """Take the formulas, each with its dollars; without any, texts stay as they are."""
        longest = sorted(formulas, key=len, reverse=True)
        self._pattern = re.compile(f"({'|'.join(map(re.escape, longest))})|{_DOLLAR.pattern}") if longest else None

    @property
    def is_needed(self) -> bool:
        """Whether there is any formula."""
        return self._pattern is not None

    def literal(self, text: str) -> str:
        """A text in which only the dollars of those formulas begin or end one."""
        if self._pattern is None or "$" not in text:
            return text
        return self._pattern.sub(lambda match: match[1] or r"\$", text)

    def guarded(self, template: str) -> str:
        """A template in which the braces of those formulas are letters."""
        if self._pattern is None or "$" not in template:
            return template
        return self._pattern.sub(lambda match: match[0].replace("{", "{{").replace("}", "}}"), template)
