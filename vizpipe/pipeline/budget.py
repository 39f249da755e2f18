"""Files that have to fit into a budget: the least loss that fits, found in a few tries from pictures drawn before."""

from typing import TYPE_CHECKING

from vizpipe.encoding.formats import Roll
from vizpipe.encoding.levers import Lever, expected, ladder
from vizpipe.errors import RecipeError
from vizpipe.pipeline.encodings import about, encodings
from vizpipe.pipeline.job import Film, Job, Pictures
from vizpipe.pipeline.pictures import stored_pictures
from vizpipe.pipeline.showing import showing
from vizpipe.store import atomic

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Parts, Ready

_ENOUGH = 0.88
"""The share of a budget from which on no milder step is tried."""
_AIM = 0.97
"""The share that is reckoned with: what comes out is never quite what was expected."""
_TRIES = 6
"""After so many, steps are halved instead of reckoned."""


def within(job: Job, name: str, ready: "Ready", film: Film, pictures: Pictures) -> "Ready":
    """The file, or one that fits. Raises RecipeError if none does."""
    from vizpipe.pipeline.ready import Parts  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    most = job.asset.settings["max_bytes"]
    if not isinstance(most, int) or ready.bytes <= most:
        return ready
    form = job.asset.outputs[name]
    steps = ladder(form.name, moves=form.moves)
    fits: tuple[Lever, Ready] | None = None
    known, least = (Lever(), ready.bytes), ready.bytes
    ready.close()
    stored = stored_pictures(job, film, pictures)
    parts = Parts(job.shop.cache, stored.key.hash, stored.chunks, stored.palette)
    large, small = -1, len(steps)  # the last that is too large, the first that fits
    tries = 0
    while small - large > 1 and not (fits and fits[1].bytes >= _ENOUGH * most):
        reckoned = (large + small) // 2 if tries >= _TRIES else _reckoned(steps, form.name, known, most, large, small)
        lever = steps[reckoned]
        made = _again(job, name, lever, film, parts, pictures.alternative)
        known, least, tries = (lever, made.bytes), min(least, made.bytes), tries + 1
        if made.bytes > most:
            large = reckoned
            made.close()
            continue
        if fits:
            fits[1].close()
        small, fits = reckoned, (lever, made)
    if not fits:
        raise RecipeError(
            f"{name}: it can't be made smaller than {least / 1000:,.0f} kB; max-bytes is {most / 1000:,.0f} kB"
        )
    lever, made = fits
    job.tell("warning", text=f"{name}: {made.bytes / 1000:,.0f} kB with {lever.told(form.name)}")
    return made


def _reckoned(steps: list[Lever], kind: str, known: tuple[Lever, int], most: int, large: int, small: int) -> int:
    """The mildest step between two that should fit, by what is known of another."""
    lever, size = known
    for at in range(large + 1, small):
        if size * expected(steps[at], kind) / expected(lever, kind) <= _AIM * most:
            return at
    return small - 1


def _again(job: Job, name: str, lever: Lever, film: Film, parts: "Parts", alternative: str) -> "Ready":
    """The file once more, with less."""
    from vizpipe.encoding import lesser  # noqa: PLC0415 - see above
    from vizpipe.pipeline import ready as files  # noqa: PLC0415 - see above

    form = job.asset.outputs[name]
    said = about(job, form, alternative)
    if not form.moves:
        return files.picture(lesser.still(parts.still, lever), form, said, lever.quality)
    when = showing(job, film)
    less = lesser.Lesser(parts.palette, parts.counts, when.durations, lever)
    moments = [when.moments[at] for at in less.kept] if when.moments else []
    roll = Roll(less.durations, job.asset.timing.loop, moments, job.asset.look.lang)
    scratch = atomic.scratch(named=form.extra != "")
    animation = files.Animation(scratch, form, less.palette, roll, said, lever.quality)
    animation.add(less.frames(files.indices(packed) for packed in parts.packed()))
    return animation.ready()


def encode_again(job: Job, film: Film, pictures: Pictures) -> None:
    """Encode from the cache pictures that were drawn before, or draw those that only the manifest remembers."""
    from vizpipe.pipeline.ready import Parts  # noqa: PLC0415 - see above

    stored = stored_pictures(job, film, pictures)
    if not job.under_way:
        parts = Parts(job.shop.cache, stored.key.hash, stored.chunks, stored.palette)
        sinks = encodings(job, film, parts.palette, pictures.alternative)
        for packed in parts.packed():
            for sink in sinks:
                sink(packed)
