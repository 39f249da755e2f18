"""Catalogues: files of texts to draw instead of others, found by a language or named by somebody."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from vizpipe.errors import UsageError
from vizpipe.parameters.catalogue import checked, plain
from vizpipe.project.file import find
from vizpipe.store.hashes import read_file

FOLDER = "languages"
"""Beside the project file, and beside a recipe's file."""
_LARGEST = 1_000_000
_SHOWN = 60


def named(text: str | None, root: str, recipe: str, *, math: bool = False) -> dict[str, str]:
    """The texts of the file that somebody named; those that stay as they are say nothing. Raises UsageError."""
    if text is None:
        return {}
    words = _read(Path(root, text), text, recipe, math=math)
    return {old: new for old, new in words.items() if plain(old) != plain(new)}


def found(lang: str, root: str, path: str, recipe: str, *, math: bool = False) -> dict[str, str]:
    """What a language says: beside the recipe's file, and before that beside the project file. Raises UsageError."""
    words: dict[str, str] = {}
    for file in files(lang, root, path):
        words |= {plain(old): new for old, new in _read(file, str(file), recipe, math=math).items()}
    return {old: new for old, new in words.items() if old != plain(new)}


def files(lang: str, root: str, path: str) -> list[Path]:
    """The catalogues of a language that there are, the one that counts last."""
    project = find(Path(root)) if lang != "en" else None
    folders = [Path(path).parent, *([project.root] if project is not None else [])] if lang != "en" else []
    return [file for folder in folders if (file := folder / FOLDER / f"{lang}.toml").is_file()]


def written(
    recipe: str, texts: Iterable[tuple[str, str, Mapping[str, str]]], words: Mapping[str, str] = MappingProxyType({})
) -> str:
    """A file of texts to change, as TOML: of each its place, its template and the values of its names.

    What ``words`` say already stands behind the equals sign.
    """
    lines = [
        f"# What {recipe} draws and says. Change what stands behind the equals signs; what stays can go.",
        f"# vizpipe run {recipe} --texts FILE takes it; as {FOLDER}/LANG.toml beside vizpipe.toml, --lang LANG does.",
        "# Names in braces are filled in; {n:|epoch|epochs} holds the forms of a noun for one and for many.",
    ]
    known: set[str] = set()
    before = ""
    for place, template, values in texts:
        key = plain(template)
        if key in known:
            continue
        known.add(key)
        if place != before:
            lines += ["", f"# {place[0].upper()}{place[1:]}", ""]
            before = place
        shown = ", ".join(f"{{{name}}} is {plain(value)[:_SHOWN]}" for name, value in values.items())
        lines += [f"# {plain(shown)}"] if shown else []
        lines.append(f"{_quoted(key)} = {_quoted(words.get(key, key))}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(file: Path, shown: str, recipe: str, *, math: bool) -> dict[str, str]:
    """The texts of a file for a recipe: those outside tables are for all, the table of its name is for it alone."""
    import tomllib  # noqa: PLC0415 - only where there is a file

    where = f"texts {shown[-_SHOWN:]}"
    try:
        if file.stat().st_size > _LARGEST:
            raise UsageError(f"{where}: the file is larger than {_LARGEST // 1_000_000} MB")
        table = tomllib.loads(read_file(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{where}: it is no text in UTF-8") from None
    except RecursionError:
        raise UsageError(f"{where}: its brackets are nested too deeply") from None
    except ValueError as error:
        raise UsageError(f"{where}: {error}") from None
    except OSError as error:
        raise UsageError(f"{where}: {error.strerror}") from None
    tables = {name: each for name, each in table.items() if isinstance(each, dict)}
    common = {old: new for old, new in table.items() if old not in tables}
    return checked(common | tables.get(recipe, {}), where, strict=True, math=math)
