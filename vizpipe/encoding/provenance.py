"""Which line made a file: read from the file itself, whoever sent it. Only its head and its tail are looked at."""

import html
import re
import warnings
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from PIL import Image

from vizpipe.encoding.formats import FORMATS, READ_BY_PILLOW

_OURS = re.compile(r"vizpipe [\w.+-]{1,40}: vizpipe (?:run|deck|gallery|check)(?: [^\x00-\x1f]{1,4000})?")
_HEAD = 100_000
_TAIL = 20_000
_CORE = "docProps/core.xml"
_FILM = "__film__.npy"


def read(path: Path) -> str | None:
    """What stands in a file that vizpipe made: its version and the line. Raises OSError."""
    suffix = path.suffix.removeprefix(".").lower()
    if suffix in READ_BY_PILLOW:
        text = _picture(path, READ_BY_PILLOW[suffix])
    elif suffix in _READERS:
        text = _READERS[suffix](path)
    elif suffix in FORMATS and FORMATS[suffix].writer:
        text = import_module(f"vizpipe.encoding.{FORMATS[suffix].writer}").origin(_ends(path), suffix)
    else:
        return None
    matched = _OURS.fullmatch(text.partition("\n")[0])
    return matched.group() if matched else None


def is_marked(path: Path) -> bool:
    """Whether a file says that vizpipe made it; a film in NPZ says so by how it is made."""
    try:
        if path.suffix.lower() == ".npz":
            with zipfile.ZipFile(path) as archive:
                return _FILM in archive.namelist()
        return read(path) is not None
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def _picture(path: Path, form: str) -> str:
    """The comment of a picture, from its header."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a huge picture is not decoded here
            with Image.open(path, formats=[form]) as image:
                info = image.info
                text = info.get("comment") or info.get("Comment") or ""
                packet = info.get("xmp") or b""
    except Exception as error:  # decoders raise anything at damaged files
        if isinstance(error, OSError) and error.errno is not None:  # Pillow's own have none
            raise
        return ""
    if packet and not text:
        return _between(packet[:_HEAD], r"<xmp:CreatorTool>(.*?)</xmp:CreatorTool>")
    return text.decode("utf-8", errors="replace") if isinstance(text, bytes) else str(text)


def _ends(path: Path) -> bytes:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(max(path.stat().st_size - _TAIL, 0))
        return head + stream.read(_TAIL)


def _between(data: bytes, pattern: str) -> str:
    """What stands between two marks of XML or HTML."""
    match = re.search(pattern, data.decode("utf-8", errors="replace"), re.DOTALL)
    return html.unescape(match[1]) if match else ""


def _svg(path: Path) -> str:
    return _between(_ends(path), r"<dc:title>(vizpipe .*?)</dc:title>")


def _html(path: Path) -> str:
    return _between(_ends(path), r'<meta name="generator" content="(.*?)">') or _comment(path)


def _comment(path: Path) -> str:
    """A comment of its own at the end of a page or an XML file."""
    return _between(_ends(path)[-_TAIL:], r"<!-- (vizpipe [^<>]*?) -->\s*\Z")


def _pdf(path: Path) -> str:
    text = re.sub(r"\\(.)", r"\1", _ends(path).decode("utf-8", errors="replace"))
    match = re.search(r"/Creator \((vizpipe .*?)\)\s*(?:/|>>)", text, re.DOTALL)
    return match[1] if match else ""


def _pptx(path: Path) -> str:
    """The description among a deck's properties."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_CORE).file_size > _HEAD:
                return ""
            return _between(archive.read(_CORE), r"<dc:description>(.*?)</dc:description>")
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - damaged archives raise anything
        return ""


_READERS: dict[str, Callable[[Path], str]] = {
    "svg": _svg,
    "html": _html,
    "xml": _comment,
    "pdf": _pdf,
    "pptx": _pptx,
}
