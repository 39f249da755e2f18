"""Encoding while drawing goes on: animated files take each chunk of pictures as it arrives."""

import shlex
from collections.abc import Callable

from vizpipe import __version__, assets, encoding, store
from vizpipe.pipeline.job import Job


def origin(job: Job, suffix: str) -> str:
    """What made a file: the line that makes it again, with all that is not as it would be anyway."""
    asset = job.asset
    words = ["vizpipe run", asset.card.name]
    for name, value in asset.parameters.items():
        text = "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        words.append(f"--{name.replace('_', '-')} {shlex.quote(text)}")
    if asset.multiples:
        words.append(f"--seeds {len(asset.multiples)}")
    plain = assets.asset("plain", asset.card, asset.parameters, seeds=len(asset.multiples) or 1)
    form = encoding.find(suffix)
    if form.takes != "film":
        if (asset.look.width, asset.look.height) != (plain.look.width, plain.look.height):
            words.append(f"--size {asset.look.width}x{asset.look.height}")
        if asset.look.theme != plain.look.theme:
            words.append(f"--theme {asset.look.theme}")
    if form.takes == "indexed":
        if asset.frames != plain.frames:
            words.append(f"--frames {asset.frames or 'all'}")
        timing = zip(asset.timing._asdict().items(), plain.timing, strict=True)
        words += [f"--{name} {value:g}" for (name, value), usual in timing if value != usual]
    if (suffix,) != plain.formats:
        words.append(f"-f {suffix}")
    return f"vizpipe {__version__}: {' '.join(words)}"


def encodings(job: Job, palette: bytes, count: int) -> list[Callable[[bytes], None]]:
    """Begin every animated file of the asset; each answer takes the packed chunks in order."""
    from vizpipe.encoding import files  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    timing = job.asset.timing
    for name in job.asset.files:
        if encoding.of_file(name).takes == "indexed":
            job.under_way[name] = files.Animation(
                store.scratch(),
                files.palette_of(palette),
                timing.durations(count),
                timing.loop,
                origin(job, encoding.of_file(name).suffix),
            )
    return [lambda packed, each=each: each.add(files.indices(packed)) for each in job.under_way.values()]  # type: ignore[misc]
