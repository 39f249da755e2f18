"""Files that have to fit into a budget: the least loss that fits, found in a few tries from pictures drawn before."""

from dataclasses import replace
from typing import TYPE_CHECKING

from vizpipe.encoding.formats import Roll
from vizpipe.encoding.levers import Lever, expected, ladder
from vizpipe.pipeline.encodings import about, add, encodings
from vizpipe.pipeline.job import Job, Result
from vizpipe.pipeline.pictures import parts_of, stored
from vizpipe.pipeline.showing import cut_of, is_clear, showable, showing
from vizpipe.store import atomic
from vizpipe.store.sizes import exactly, too_large

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Parts, Ready

_ENOUGH = 0.88
"""The share of a budget from which on no milder step is tried."""
_AIM = 0.97
"""The share that is reckoned with: what comes out is never quite what was expected."""
_TRIES = 6
"""After so many, steps are halved instead of reckoned."""


def within(job: Job, name: str, result: Result, ready: "Ready") -> tuple[Result, "Ready"]:
    """The file, or one that fits, and what it was made from. Raises RecipeError if none does."""
    most = job.asset.settings["max_bytes"]
    if not isinstance(most, int) or ready.bytes <= most:
        return result, ready
    form = job.asset.outputs[name]
    steps = ladder(form.name, moves=form.moves, is_clear=is_clear(job.asset, form))
    fits: tuple[Lever, Ready] | None = None
    latest, least = (Lever(), ready.bytes), ready.bytes
    ready.close()
    result = stored(job, result)
    if form.moves:
        result = replace(result, film=showable(job, result.film))
    parts = parts_of(job, result.pictures, cut_of(job.asset, form))
    large, small = -1, len(steps)  # the last that is too large, the first that fits
    tries = 0
    while small - large > 1 and not (fits and fits[1].bytes >= _ENOUGH * most):
        reckoned = (large + small) // 2 if tries >= _TRIES else _reckoned(steps, form.name, latest, most, large, small)
        lever = steps[reckoned]
        smaller = _again(job, name, lever, result, parts)
        latest, least, tries = (lever, smaller.bytes), min(least, smaller.bytes), tries + 1
        if smaller.bytes > most:
            large = reckoned
            smaller.close()
            continue
        if fits:
            fits[1].close()
        small, fits = reckoned, (lever, smaller)
    if not fits:
        raise too_large(name, least, most)
    lever, smaller = fits
    job.tell("warning", text=f"{name}: {exactly(smaller.bytes)} with {lever.told(form.name)}")
    return result, smaller


def _reckoned(steps: list[Lever], kind: str, latest: tuple[Lever, int], most: int, large: int, small: int) -> int:
    """The mildest step between two that should fit, by the size that the latest one gave."""
    lever, size = latest
    for at in range(large + 1, small):
        if size * expected(steps[at], kind) / expected(lever, kind) <= _AIM * most:
            return at
    return small - 1


def _again(job: Job, name: str, lever: Lever, result: Result, parts: "Parts") -> "Ready":
    """The file once more, with less."""
    from vizpipe.encoding import lesser  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare
    from vizpipe.pipeline import ready  # noqa: PLC0415 - as above

    form = job.asset.outputs[name]
    label = about(job, form, result.pictures.alternative)
    if not form.moves:
        return ready.picture(lesser.still(parts.still, lever), form, label, lever.quality)
    times = showing(job.asset, result.film, cut_of(job.asset, form), form)
    less = lesser.Lesser(parts.palette, parts.counts, times.durations, lever, times.stays)
    moments = [times.moments[at] for at in less.kept] if times.moments else []
    roll = Roll(less.durations, job.asset.timing.loop, moments, job.asset.look.lang, times.rate)
    scratch = atomic.scratch(named=form.extra != "")
    animation = ready.Animation(scratch, form, less.palette, roll, label, lever.quality)
    animation.add(less.frames(ready.indices(packed) for packed in parts.packed()))
    return animation.ready()


def encode_again(job: Job, name: str, result: Result) -> Result:
    """Encode from the cache pictures that were drawn before, or draw those that only the manifest remembers."""
    result = stored(job, result)
    if name in result.animations:
        return result
    film = showable(job, result.film)
    cut = cut_of(job.asset, job.asset.outputs[name])
    parts = parts_of(job, result.pictures, cut)
    animations = encodings(job, film, cut, parts.palette, result.pictures.alternative)
    for packed in parts.packed():
        add(animations, packed)
    return replace(result, film=film, animations={**result.animations, **animations})
