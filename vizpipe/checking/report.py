"""What differs, to look at: one page with old and new strips of frames and a picture of the difference.

The page holds its pictures itself and asks nobody for anything, so that CI can keep it as one file.
"""

import base64
import html
from collections.abc import Callable

from vizpipe.checking.announce import Verdict
from vizpipe.encoding import strip

LARGEST = 8_000_000
"""Bytes of pictures on one page; what goes beyond is told in words."""

Fetch = Callable[[str], bytes | None]

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>vizpipe check</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 1720px; margin: 2em auto; padding: 0 1em }}
img {{ width: 100%; border: 1px solid #ccc }}
h2 {{ margin-top: 2em }}
dt {{ color: #555; margin-top: .6em }}
dd {{ margin: 0 }}
.fails {{ color: #a00; font-weight: 600 }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


class _Room:
    """How many bytes of pictures still fit."""

    def __init__(self, most: int) -> None:
        self.left = most

    def picture(self, name: str, pixels: strip.Array) -> str:
        """A picture with its name, or words if there is no room."""
        data = strip.png(pixels)
        if len(data) * 4 // 3 > self.left:
            return f"<dt>{name}</dt><dd>left out: the page is full</dd>"
        self.left -= len(data) * 4 // 3
        source = base64.b64encode(data).decode()
        return f'<dt>{name}</dt><dd><img alt="{name}" src="data:image/png;base64,{source}"></dd>'


def page(verdict: Verdict, files: dict[str, list[str]], old: Fetch, new: Fetch) -> bytes:
    """The page. ``files`` are those of each asset; ``old`` and ``new`` give their bytes as far as there are any."""
    room = _Room(LARGEST)
    parts = []
    for asset in ("", *verdict.assets):
        findings = verdict.of(asset)
        problem = verdict.failed.get(asset, "")
        if not findings and not problem:
            continue
        parts.append(f"<h2>{html.escape(asset or 'All assets')}</h2><ul>")
        if problem:
            parts.append(f'<li class="fails">{html.escape(problem)}</li>')
        for finding in findings:
            mark = ' class="fails"' if verdict.fails(finding) else ""
            parts.append(f"<li{mark}>{html.escape(f'{finding.kind}: {finding.text}')}</li>")
        parts.append("</ul>")
        if any(finding.kind != "environment" for finding in findings):
            parts += [_pair(file, old(file), new(file), room) for file in files.get(asset, [])]
    title = "Everything agrees with" if verdict.ok else "Something differs from"
    body = "\n".join(parts) or "<p>No differences.</p>"
    against = html.escape(f"{title} {verdict.against}")
    return _PAGE.format(title=against, body=body).encode(errors="replace")


def _pair(file: str, old: bytes | None, new: bytes | None, room: _Room) -> str:
    """One file before and now."""
    suffix = file.rpartition(".")[2]
    told = [f"<h3>{html.escape(file)}</h3><dl>"]
    strips: list[strip.Array] = []
    for name, data in (("committed", old), ("now", new)):
        if data is None:
            told.append(f"<dt>{name}</dt><dd>not at hand</dd>")
            continue
        try:
            strips.append(strip.strip(data, suffix))
            told.append(room.picture(name, strips[-1]))
        except ValueError as error:
            told.append(f"<dt>{name}</dt><dd>{html.escape(str(error)[:200])}</dd>")
    if len(strips) == 2:  # noqa: PLR2004 - old and new
        parted = strip.difference(*strips)
        told.append(
            "<dt>difference</dt><dd>another size</dd>" if parted is None else room.picture("difference", parted)
        )
    return "\n".join([*told, "</dl>"])
