"""What a notebook shows of something that was made: words, a still, a player where there is one.

All of it is inside the notebook's own file: nothing is loaded, no kernel has to run, and where frames or scripts are
dropped the still stands.
"""

import base64
import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from vizpipe.encoding import thumbnail
from vizpipe.errors import VizpipeError
from vizpipe.manifest.manifest import Manifest
from vizpipe.pipeline.build import open_build
from vizpipe.pipeline.make import make
from vizpipe.project.asset import Asset
from vizpipe.publishing import framed, inline
from vizpipe.registry.source import Source
from vizpipe.store import temporary
from vizpipe.store.cache import Cache
from vizpipe.workers.here import Here

HEAVIEST = 400_000
"""Bytes of a player from which a notebook keeps the still alone."""


def shown(
    asset: Asset, source: Source, said: tuple[str, str, str], paths: Sequence[Path]
) -> Callable[[], Mapping[str, Any]]:
    """What is shown of an asset by media type, worked out when somebody asks, and once."""
    title, _, alternative = said

    @functools.cache
    def bundle() -> Mapping[str, Any]:
        data: dict[str, Any] = {"text/plain": f"{title}\n{alternative}"}
        try:
            page = _player(asset, source, paths)
            picture = inline.still_of(page) if page else _file(asset, source, paths, "png")
        except (VizpipeError, OSError):  # a notebook is no place to fail: the words are there
            return data
        small = thumbnail.thumbnail(picture)
        size = small.width, small.height
        if page:
            html = framed.framed(page, small.webp, size, asset.look.width, title, alternative)
        else:
            html = framed.image(small.webp, size, alternative)
        return data | {"image/png": base64.b64encode(small.png).decode(), "text/html": html}

    return bundle


def _player(asset: Asset, source: Source, paths: Sequence[Path]) -> str:
    """The page that plays it; nothing if it doesn't move, is no drawing, or is too heavy for a notebook."""
    if asset.card.kind != "animation":
        return ""
    page = _file(asset, source, paths, "html").decode()
    return page if len(page) <= HEAVIEST and inline.still_of(page) else ""


def _file(asset: Asset, source: Source, paths: Sequence[Path], form: str) -> bytes:
    """The asset in another format: one of its files, or made now. Raises VizpipeError, OSError."""
    for path, name in zip(paths, asset.formats, strict=False):
        if name == form and path.is_file():
            return path.read_bytes()
    scratch = temporary.KeptFolder()
    other = asset._replace(formats=(form,), file="")
    made = make(other, open_build(Here(), Cache(), scratch.path, Manifest(), lambda _: None), source)
    return made.files[0].read_bytes()
