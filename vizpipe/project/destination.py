"""Where ``run -o`` leads: a folder, or the one file that is named."""

import mimetypes
import os
from pathlib import Path
from typing import NamedTuple

from vizpipe.encoding.formats import FORMATS, Format
from vizpipe.encoding.formats import find as find_format
from vizpipe.errors import UsageError


class Destination(NamedTuple):
    """A folder, and if only one file is wanted its name and its format's."""

    folder: Path
    file: str = ""
    format: str = ""

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return self.file[: -len(_ending(self.file, FORMATS[self.format]))]


def find(output: str | None, formats: list[str] | None) -> Destination:
    """Read ``-o``; a name that ends as one of the ``formats`` does, or as any does, is a file's.

    Raises UsageError for what is neither a folder nor a file of one format.
    """
    if output is None:
        return Destination(Path.cwd())
    _check(output)
    place = Path(output)
    if output.endswith(tuple(each for each in (os.sep, os.altsep) if each)) or place.is_dir():
        return Destination(place)
    matches = [form for form in FORMATS.values() if _ending(place.name, form)]
    if not matches:
        if mimetypes.MimeTypes().guess_type(place.name)[0] is not None:
            find_format(place.suffix.removeprefix(".").lower())
        return Destination(place)
    if formats is None:
        form = max(matches, key=lambda each: len(_ending(place.name, each)))
    elif len(formats) > 1:
        raise UsageError(f"-o {output[:60]} names one file, but there are {len(formats)} formats; name a folder")
    else:
        form = find_format(formats[0])
        if form not in matches:
            raise UsageError(f"-o {output[:60]} must end in .{form.suffix} for -f {form.name}")
    if place.name == _ending(place.name, form):
        raise UsageError(f"-o {output[:60]} has no name before its ending")
    return Destination(place.parent, place.name, form.name)


def _check(output: str) -> None:
    """Refuse what can't be a place. Raises UsageError."""
    if not output:
        raise UsageError("-o is empty; name a folder or a file")
    if os.sep == "/" and "\\" in output:
        raise UsageError(f"-o {output[:60]}: folders are parted by / here: {output[:60].replace(chr(92), '/')}")


def _ending(name: str, form: Format) -> str:
    """How a name ends if it is one of this format, whether in capitals or not; else nothing."""
    for ending in (form.ending, f".{form.name}", f".{form.suffix}"):
        if name.lower().endswith(ending):
            return name[-len(ending) :]
    return ""
