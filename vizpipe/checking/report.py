"""What differs, to look at: one page with old, new and their difference under one slider, and why.

The page holds its pictures itself and asks nobody for anything, so that CI can keep it as one file.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vizpipe.checking.announce import Verdict
from vizpipe.checking.losses import HEIGHT, WIDTH, Losses
from vizpipe.encoding import strip
from vizpipe.encoding.formats import EXACT
from vizpipe.encoding.page import filled

LARGEST = 16_000_000
"""Bytes of pictures on one page; what goes beyond is told in words."""
_SCRIPT = """
for (const range of document.querySelectorAll("input[type=range]")) {
  const stack = range.closest("section"), names = range.nextElementSibling;
  const show = () => {
    const at = Number(range.value);
    for (const each of stack.querySelectorAll(".frame")) {
      const [, now, parted] = each.children;
      now.style.opacity = Math.min(at, 1);
      parted.style.opacity = Math.max(at - 1, 0);
    }
    names.textContent = at < 0.5 ? "committed" : at < 1.5 ? "now" : "difference";
  };
  stack.classList.add("live");
  range.addEventListener("input", show);
  show();
}
"""
"""What moves the slider; the page allows no other script."""

Fetch = Callable[[str], bytes | None]


class Line(NamedTuple):
    """A problem or a finding, and whether it fails the check."""

    text: str
    fails: bool


class Picture(NamedTuple):
    """A picture, or words for why there is none."""

    name: str
    words: str
    source: str = ""


class File(NamedTuple):
    """One file: frames that can be laid over each other as committed, now and difference, or pictures side by side."""

    name: str
    frames: Sequence[Sequence[Picture]]
    beside: Sequence[Picture] = ()


class Section(NamedTuple):
    """What is said of an asset."""

    name: str
    lines: Sequence[Line]
    files: Sequence[File]
    losses: Sequence[Losses] = ()


class _Room:
    """How many bytes of pictures still fit."""

    def __init__(self, most: int) -> None:
        self.left = most

    def picture(self, name: str, pixels: strip.Array) -> Picture:
        """A picture with its name, or words if there is no room."""
        return self.held(name, strip.png(pixels), "png")

    def held(self, name: str, data: bytes, kind: str) -> Picture:
        """The same of a file's own bytes."""
        if len(data) * 4 // 3 > self.left:
            return Picture(name, "left out: the page is full")
        self.left -= len(data) * 4 // 3
        return Picture(name, "", f"data:image/{kind};base64,{base64.b64encode(data).decode()}")


def page(
    verdict: Verdict,
    files: Mapping[str, Sequence[str]],
    old: Fetch,
    new: Fetch,
    losses: Mapping[str, Sequence[Losses]] | None = None,
) -> bytes:
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
        shown = [_file(file, old(file), new(file), room) for file in pictured]
        sections.append(Section(asset or "All assets", lines, shown, (losses or {}).get(asset, ())))
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    text = filled(
        __file__,
        "report.html",
        title=f"{'Everything agrees with' if verdict.ok else 'Something differs from'} {verdict.against}",
        sections=sections,
        script=_SCRIPT,
        digest=digest,
        size=(WIDTH, HEIGHT),
    )
    return f"{text}\n".encode(errors="replace")


def _file(name: str, old: bytes | None, new: bytes | None, room: _Room) -> File:
    """One file before and now, frame by frame with the difference where both can be laid over each other."""
    suffix = name.rpartition(".")[2]
    if suffix not in EXACT:
        return File(name, (), tuple(_beside(old, new, suffix, room)))
    decoded: list[list[strip.Array] | str] = []
    for content in (old, new):
        try:
            decoded.append(strip.frames_of(content, suffix) if content is not None else "not at hand")
        except ValueError as error:
            decoded.append(str(error)[:200])
    before, after = decoded
    if isinstance(before, list) and isinstance(after, list) and before[0].shape == after[0].shape:
        pairs = list(zip(before, after, strict=False))
        return File(name, [tuple(_laid(*pair, room)) for pair in pairs])
    beside = []
    for words, frames in zip(("committed", "now"), decoded, strict=True):
        last = Picture(words, frames) if isinstance(frames, str) else room.picture(words, frames[-1])
        beside.append(last)
    return File(name, (), beside)


def _laid(before: strip.Array, after: strip.Array, room: _Room) -> Iterator[Picture]:
    yield room.picture("committed", before)
    yield room.picture("now", after)
    yield room.picture("difference", strip.difference(before, after))


def _beside(old: bytes | None, new: bytes | None, suffix: str, room: _Room) -> Iterator[Picture]:
    """Drawings as they are; of other files whether they are the same."""
    for name, content in (("committed", old), ("now", new)):
        if content is None:
            yield Picture(name, "not at hand")
        elif suffix == "svg":  # as an image it runs nothing and asks nobody
            yield room.held(name, content, "svg+xml")
        else:
            yield Picture(name, "the same bytes" if old == new else f"{len(content):,} bytes; {suffix} is no picture")
