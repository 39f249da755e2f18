"""Encoding while drawing goes on: animated files take each chunk of pictures as it arrives."""

import shlex
from collections.abc import Callable

from vizpipe import __version__, encoding, store
from vizpipe.pipeline.job import Job


def origin(job: Job) -> str:
    """What made a file: the line that makes it again."""
    words = ["vizpipe run", job.asset.card.name]
    for name, value in job.asset.parameters.items():
        text = "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        words.append(f"--{name.replace('_', '-')} {shlex.quote(text)}")
    if job.asset.multiples:
        words.append(f"--seeds {len(job.asset.multiples)}")
    return f"vizpipe {__version__}: {' '.join(words)}"


def encodings(job: Job, palette: bytes, count: int) -> list[Callable[[bytes], None]]:
    """Begin every animated file of the asset; each answer takes the packed chunks in order."""
    from vizpipe.encoding import files  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    timing = job.asset.timing
    for name in job.asset.files:
        if encoding.of_file(name).takes == "indexed":
            job.under_way[name] = files.Animation(
                store.scratch(), files.palette_of(palette), timing.durations(count), timing.loop, origin(job)
            )
    return [lambda packed, each=each: each.add(files.indices(packed)) for each in job.under_way.values()]  # type: ignore[misc]
