"""Catalogues: files of texts to draw instead of others, found by a language or named by somebody."""

from collections.abc import Iterator
from pathlib import Path

from vizpipe.errors import UsageError
from vizpipe.parameters.catalogue import checked, plain

FOLDER = "languages"
"""Beside the project file, and beside a recipe's file."""
_PROJECTS = ("vizpipe.toml", "pyproject.toml")
_LARGEST = 1_000_000
_SHOWN = 60


def named(text: str | None, root: str, recipe: str) -> dict[str, str]:
    """The texts of the file that somebody named; those that stay as they are say nothing. Raises UsageError."""
    if text is None:
        return {}
    words = _read(Path(root, text), text, recipe)
    return {old: new for old, new in words.items() if plain(old) != plain(new)}


def found(lang: str, root: str, path: str, recipe: str) -> dict[str, str]:
    """What a language says: beside the recipe's file, and before that beside the project file. Raises UsageError."""
    words: dict[str, str] = {}
    if lang != "en":
        for folder in (Path(path).parent, *_project(Path(root))):
            file = folder / FOLDER / f"{lang}.toml"
            if file.is_file():
                words |= {plain(old): new for old, new in _read(file, str(file), recipe).items()}
    return {old: new for old, new in words.items() if old != plain(new)}


def _project(root: Path) -> Iterator[Path]:
    """The folder of the project file at a place or above, if there is one."""
    for folder in (root, *root.parents):
        if any((folder / name).is_file() for name in _PROJECTS):
            yield folder
            return


def _read(file: Path, shown: str, recipe: str) -> dict[str, str]:
    """The texts of a file for a recipe: those outside tables are for all, the table of its name is for it alone."""
    import tomllib  # noqa: PLC0415 - only where there is a file

    where = f"texts {shown[-_SHOWN:]}"
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise UsageError(f"{where}: the file is larger than {_LARGEST // 1_000_000} MB")
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{where}: it is no text in UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: {error}") from None
    except OSError as error:
        raise UsageError(f"{where}: {error.strerror}") from None
    tables = {name: each for name, each in table.items() if isinstance(each, dict)}
    common = {old: new for old, new in table.items() if old not in tables}
    return checked(common | tables.get(recipe, {}), where, strict=True)
