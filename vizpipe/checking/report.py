"""What differs, to look at: one page with old and new strips of frames and a picture of the difference.

The page holds its pictures itself and asks nobody for anything, so that CI can keep it as one file.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vizpipe.checking.announce import Verdict
from vizpipe.encoding import strip
from vizpipe.encoding.page import filled

LARGEST = 8_000_000
"""Bytes of pictures on one page; what goes beyond is told in words."""

Fetch = Callable[[str], bytes | None]


class Line(NamedTuple):
    """A problem or a finding, and whether it fails the check."""

    text: str
    fails: bool


class Strip(NamedTuple):
    """A picture of a file's frames, or words for why there is none."""

    name: str
    words: str
    source: str = ""


class File(NamedTuple):
    """One file before and now."""

    name: str
    strips: Sequence[Strip]


class Section(NamedTuple):
    """What is said of an asset."""

    name: str
    lines: Sequence[Line]
    files: Sequence[File]


class _Room:
    """How many bytes of pictures still fit."""

    def __init__(self, most: int) -> None:
        self.left = most

    def picture(self, name: str, pixels: strip.Array) -> Strip:
        """A picture with its name, or words if there is no room."""
        data = strip.png(pixels)
        if len(data) * 4 // 3 > self.left:
            return Strip(name, "left out: the page is full")
        self.left -= len(data) * 4 // 3
        return Strip(name, "", f"data:image/png;base64,{base64.b64encode(data).decode()}")


def page(verdict: Verdict, files: Mapping[str, Sequence[str]], old: Fetch, new: Fetch) -> bytes:
    """The page. ``files`` are those of each asset; ``old`` and ``new`` give their bytes as far as there are any."""
    room = _Room(LARGEST)
    sections = []
    for asset in ("", *verdict.assets):
        findings = verdict.of(asset)
        problem = verdict.failed.get(asset, "")
        if not findings and not problem:
            continue
        lines = [Line(problem, fails=True)] if problem else []
        lines += [Line(f"{finding.kind}: {finding.text}", verdict.fails(finding)) for finding in findings]
        pictured = files.get(asset, []) if any(finding.kind != "environment" for finding in findings) else []
        pairs = [File(file, tuple(_pair(old(file), new(file), file.rpartition(".")[2], room))) for file in pictured]
        sections.append(Section(asset or "All assets", lines, pairs))
    head = "Everything agrees with" if verdict.ok else "Something differs from"
    text = filled(__file__, "report.html", title=f"{head} {verdict.against}", sections=sections)
    return f"{text}\n".encode(errors="replace")


def _pair(old: bytes | None, new: bytes | None, suffix: str, room: _Room) -> Iterator[Strip]:
    """One file before and now, and the difference."""
    strips: list[strip.Array] = []
    for name, content in (("committed", old), ("now", new)):
        if content is None:
            yield Strip(name, "not at hand")
            continue
        try:
            strips.append(strip.strip(content, suffix))
            yield room.picture(name, strips[-1])
        except ValueError as error:
            yield Strip(name, str(error)[:200])
    if len(strips) == 2:  # noqa: PLR2004 - old and new
        parted = strip.difference(*strips)
        yield Strip("difference", "another size") if parted is None else room.picture("difference", parted)
