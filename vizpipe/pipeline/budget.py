"""Files that have to fit into a budget: fewer colours first, then fewer frames, then a smaller picture."""

from typing import TYPE_CHECKING, NamedTuple

from vizpipe import encoding, store
from vizpipe.errors import RecipeError
from vizpipe.pipeline.clock import showing
from vizpipe.pipeline.encodings import about, encodings
from vizpipe.pipeline.job import Film, Job, Pictures
from vizpipe.pipeline.pictures import find_pictures, stored_pictures

if TYPE_CHECKING:
    from vizpipe.encoding.files import Animation, Parts, Ready


class Lever(NamedTuple):
    """What is given up: colours, every frame but each ``every``-th, a share of width and height."""

    colours: int
    every: int = 1
    scale: float = 1.0

    def __str__(self) -> str:
        """Say it in words."""
        ordinal = {2: "second", 3: "third", 4: "fourth"}
        parts = [f"{self.colours} colours"]
        parts += [f"every {ordinal[self.every]} frame"] if self.every > 1 else []
        parts += [f"{self.scale:.0%} of the size"] if self.scale < 1.0 else []
        return ", ".join(parts)


_COLOURS = (Lever(128), Lever(64), Lever(32))
_FRAMES = (Lever(32, 2), Lever(32, 3), Lever(32, 4))
_SIZES = (0.8, 0.65, 0.5, 0.4, 0.3)


def within(job: Job, name: str, ready: "Ready", film: Film, pictures: Pictures) -> "Ready":
    """The file, or one that fits. Raises RecipeError if none does."""
    most = job.asset.settings["max_bytes"]
    if not isinstance(most, int) or ready.bytes <= most:
        return ready
    form, least = job.asset.outputs[name], ready.bytes
    levers = (*_COLOURS, *(_FRAMES if form.moves else ()))
    for lever in (*levers, *(levers[-1]._replace(scale=scale) for scale in _SIZES)):
        fitting = _again(job, name, lever, film, pictures)
        least = min(least, fitting.bytes)
        if fitting.bytes <= most:
            job.tell("warning", text=f"{name}: {fitting.bytes / 1000:,.0f} kB with {lever}")
            return fitting
        fitting.close()
    raise RecipeError(
        f"{name}: it can't be made smaller than {least / 1000:,.0f} kB; max-bytes is {most / 1000:,.0f} kB"
    )


def _again(job: Job, name: str, lever: Lever, film: Film, pictures: Pictures) -> "Ready":
    """The file once more, with less."""
    from vizpipe.encoding import files  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    asset, form = job.asset, job.asset.outputs[name]
    stored = pictures
    if lever.scale < 1.0:
        size = (max(round(side * lever.scale), encoding.SMALLEST_SIDE) for side in asset.look[:2])
        width, height = size
        small = Job(asset._replace(look=asset.look._replace(width=width, height=height)), job.shop, job.source, None)
        stored = stored_pictures(small, film, find_pictures(small, film))
        job.drawn += small.drawn
    else:
        stored = stored_pictures(job, film, pictures)
    said = about(job, form, pictures.alternative)
    parts = files.Parts(job.shop.cache, stored.key.hash, stored.chunks, stored.palette)
    if not form.moves:
        return files.picture(parts, form, said, lever.colours)
    when = showing(job, film)
    kept, durations = thinned(when.durations, lever.every)
    moments = [when.moments[at] for at in kept] if when.moments else []
    roll = files.Roll(durations, asset.timing.loop, moments, asset.look.lang)
    palette = parts.palette
    scratch = store.scratch(named=form.extra != "")
    animation = files.Animation(scratch, form, palette, roll, said, lever.colours)
    _feed(animation, parts, set(kept))
    return animation.ready()


def _feed(animation: "Animation", parts: "Parts", kept: set[int]) -> None:
    from vizpipe.encoding import files  # noqa: PLC0415 - see above

    at = 0
    for packed in parts.packed():
        frames = files.indices(packed)
        animation.add(frame for number, frame in enumerate(frames, start=at) if number in kept)
        at += len(frames)


def thinned(durations: list[int], every: int) -> tuple[list[int], list[int]]:
    """The frames that are kept, the first and the last among them, and how long each of them stands now."""
    kept = encoding.spread(len(durations), -(-len(durations) // every)) if len(durations) > 1 else [0]
    ends = [*kept[1:], len(durations)]
    return kept, [sum(durations[start:end]) for start, end in zip(kept, ends, strict=True)]


def encode_again(job: Job, film: Film, pictures: Pictures) -> None:
    """Encode from the cache pictures that were drawn before, or draw those that only the manifest remembers."""
    from vizpipe.encoding import files  # noqa: PLC0415 - see above

    stored = stored_pictures(job, film, pictures)
    if not job.under_way:
        parts = files.Parts(job.shop.cache, stored.key.hash, stored.chunks, stored.palette)
        sinks = encodings(job, film, parts.palette, pictures.alternative)
        for packed in parts.packed():
            for sink in sinks:
                sink(packed)
