"""Which line made a file: read from the file itself, whoever sent it. Only its head is looked at."""

import html
import re
import warnings
from pathlib import Path

from PIL import Image

from vizpipe.encoding.decode import FORMATS

_OURS = re.compile(r"vizpipe [\w.+-]{1,40}: vizpipe run [^\x00-\x1f]{1,4000}")
_HEAD = 100_000
_TAIL = 20_000


def read(path: Path) -> str | None:
    """What stands in a GIF, PNG, SVG or PDF that vizpipe made: its version and the line. Raises OSError."""
    suffix = path.suffix.removeprefix(".").lower()
    if suffix in FORMATS:
        found = _comment(path, suffix)
    elif suffix in ("svg", "pdf"):
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            stream.seek(max(path.stat().st_size - _TAIL, 0))
            found = (head + stream.read(_TAIL)).decode("utf-8", errors="replace")
            found = html.unescape(found) if suffix == "svg" else re.sub(r"\\(.)", r"\1", found)
            made = re.search(
                r"<dc:title>(vizpipe .*?)</dc:title>|/Creator \((vizpipe .*?)\)\s*(?:/|>>)", found, re.DOTALL
            )
            found = next((each for each in made.groups() if each), "") if made else ""
    else:
        return None
    matched = _OURS.fullmatch(found)
    return matched.group() if matched else None


def _comment(path: Path, suffix: str) -> str:
    """The comment of a picture, from its header."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a huge picture is not decoded here
            with Image.open(path, formats=[FORMATS[suffix]]) as image:
                text = image.info.get("comment") or image.info.get("Comment") or ""
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - decoders raise anything at damaged files
        return ""
    return text.decode("utf-8", errors="replace") if isinstance(text, bytes) else str(text)
