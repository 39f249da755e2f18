"""What a value may be, and one that won't do, in the words of help and of the lines that refuse it."""

from collections.abc import Collection

_LIKE = {"integer": int, "number": float}
NOUNS = {
    "number": "a finite number",
    "integer": "a whole number",
    "flag": "true or false",
    "samples": "a file of rows (CSV, Parquet, NPZ)",
    "frames": "a whole number, 1 or more, or all",
    "bytes": "a size such as 800kB or 2MB",
    "headlines": "BEAT=TEXT, such as 'rest=It is done'",
    "pauses": "FRAME:SECONDS, such as 12:2, or several with commas",
}


def within(low: float | None, high: float | None, *, above: bool, below: bool) -> str:
    """The limits of a number behind its noun; the lower is not allowed if ``above``, the upper if ``below``."""
    if low is not None and high is None and not above:
        return f", {low:g} or more"
    if low is not None and high is not None and not above and not below:
        return f" from {low:g} to {high:g}"
    least = "" if low is None else f" {'greater than' if above else 'at least'} {low:g}"
    most = "" if high is None else f" {'less than' if below else 'at most'} {high:g}"
    return f"{least} and{most}" if least and most else least or most


def literal(value: object) -> str:
    """A value that is no text as a project file has it: ``true`` and not ``True``."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def is_misquoted(text: str, kind: str, choices: Collection[str | int]) -> bool:
    """Whether a text would do if it were none: then it is its quotes that are wrong."""
    if kind == "flag":
        return text.lower() in {"true", "false"}
    if kind == "choice":
        return text in set(map(str, choices)) - {each for each in choices if isinstance(each, str)}
    try:
        _LIKE[kind](text)
    except (KeyError, ValueError):
        return False
    return True
