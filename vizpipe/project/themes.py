"""A theme by its name, or a file of one's own: what the command knows of looks without drawing anything."""

import re
from pathlib import Path

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.settings import THEMES
from vizpipe.store.hashes import read_file

_SUFFIXES = (".toml", ".mplstyle")
_LARGEST = 64_000


def text_of(theme: str, root: str) -> str:
    """What stands in a theme's file, with its kind in the first line; nothing for a built-in theme.

    Raises UsageError if there is no such theme, or no such file.
    """
    if theme in THEMES:
        return ""
    path = Path(root, theme)
    if path.suffix not in _SUFFIXES:
        hint = nearest(theme, (*THEMES, "auto"))
        names = f"{', '.join(THEMES)}, auto, or a file that ends in {' or '.join(_SUFFIXES)}"
        raise UsageError(f"theme is {theme[:60]}, but must be one of {names}{hint}")
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"theme {theme[:60]}: the file is larger than {_LARGEST // 1000} kB")
        text = re.sub(r"\r\n?", "\n", read_file(path).decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UsageError(f"theme {theme[:60]}: {getattr(error, 'strerror', None) or 'no text'}") from None
    return f"# {path.suffix}\n{text}"


def is_clear(theme: str, theme_text: str) -> bool:
    """Whether a theme draws nothing where there is nothing."""
    if not theme_text:
        return theme == "transparent"
    return theme_text.startswith("# .toml") and lines_of(theme_text).get("paper") == "none"


def lines_of(theme_text: str) -> dict[str, str]:
    """What a theme's file says, key by key; comments and blank lines say nothing."""
    kind, _, text = theme_text.partition("\n")
    if not kind.endswith(".toml"):
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
        return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    import tomllib  # noqa: PLC0415 - only for themes of one's own

    try:
        return {key: str(value) for key, value in tomllib.loads(text).items()}
    except (ValueError, RecursionError):
        return {"": text}  # drawing will say what is wrong
