"""Words instead of others, checked before anything is drawn: whitespace, names in braces, forms of a noun."""

import re
import string
from collections.abc import Iterable, Mapping

from vizpipe.errors import UsageError
from vizpipe.parameters.mathematics import bare

LONGEST = 1_000
"""Letters of a text."""
MOST = 5_000
"""Texts of a catalogue."""
_SHOWN = 60
_BREAKS = re.compile(r"[\t-\r]+")
_NAME = re.compile(r"[^\W\d]\w*")
_WIDE = re.compile(r"\d{3,}")
"""A width or a number of places that nobody needs, and that would fill the memory."""


def plain(text: str) -> str:
    """A text as it is typed and compared: every run of whitespace is one space, also one that doesn't break."""
    return " ".join(text.split())


def names_in(template: str) -> list[str]:
    """The names in a template's braces, in order. Raises ValueError where braces don't fit together."""
    parts = string.Formatter().parse(template)
    return list(dict.fromkeys(name for _, name, _, _ in parts if name is not None))


def checked(words: Mapping[str, object], whose: str, *, strict: bool = False, math: bool = False) -> dict[str, str]:
    """Words that can be drawn instead of others. Raises UsageError naming the one that can't.

    ``strict`` is for catalogues: there each name in braces has to stand on both sides. With ``math`` the braces of
    formulas are their own.
    """
    if len(words) > MOST:
        raise UsageError(f"{whose}: {len(words):,} texts; {MOST:,} is the most")
    return {
        old: _one(old, new, f"{whose}: {plain(old)[:_SHOWN]!r}", strict=strict, math=math) for old, new in words.items()
    }


def filled(template: str, names: Iterable[str], whose: str) -> None:
    """Raise UsageError where a template asks for a name that is not among these."""
    _safe(template, whose)
    known = list(names)
    for name in names_in(template):
        if name not in known:
            raise UsageError(f"{whose}: there is no {{{name}}} here; {_usable(known)}")


def _one(old: str, new: object, whose: str, *, strict: bool, math: bool) -> str:
    """One text's other words, fit to be drawn."""
    if not isinstance(new, str):
        raise UsageError(f"{whose} must be a text that can be drawn")
    if not old.strip():
        raise UsageError(f"{whose}: it stands for no text")
    if max(len(old), len(new)) > LONGEST:
        raise UsageError(f"{whose} has {max(len(old), len(new)):,} letters; {LONGEST:,} is the most")
    for letter in new:
        if not letter.isprintable() and letter.strip():
            raise UsageError(f"{whose} holds {letter!a}, which can't be drawn")
    known = _names(old)
    if known is None:  # braces are letters there
        return _BREAKS.sub(" ", new)
    used = bare(new) if math else new
    _safe(used, whose)
    if strict:
        filled(used, known[1], whose)
        for name in known[0]:
            if name not in names_in(used):
                raise UsageError(f"{whose}: {{{name}}} is missing in {new[:_SHOWN]!r}")
    return _BREAKS.sub(" ", new)


def _names(template: str) -> tuple[list[str], list[str]] | None:
    """The names in a template, and those with what their formats name; None if it is no template."""
    try:
        parts = [part for part in string.Formatter().parse(template) if part[1] is not None]
        inner = [name for _, _, spec, _ in parts for name in names_in(spec or "")]
    except ValueError:
        return None
    own = [str(name) for _, name, _, _ in parts]
    return own, [*own, *inner]


def _safe(template: str, whose: str) -> None:
    """Refuse braces that don't fit together, or ask for more than a value."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        raise UsageError(f"{whose}: braces in {template[:_SHOWN]!r} don't fit together") from None
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        if not _NAME.fullmatch(name) or conversion:
            raise UsageError(f"{whose}: {{{name[:_SHOWN]}}} must be a name alone, such as {{n}}")
        if _WIDE.search(spec or ""):
            raise UsageError(f"{whose}: {{{name}:{(spec or '')[:_SHOWN]}}} asks for more places than can be drawn")


def _usable(names: list[str]) -> str:
    listed = ", ".join(f"{{{name}}}" for name in dict.fromkeys(names))
    return f"it can use {listed or 'nothing in braces'}"
