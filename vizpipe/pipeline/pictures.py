"""The second step: film → pictures, from the manifest, from the cache, or drawn in workers."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from vizpipe.film import content, spread
from vizpipe.film.schedule import Tick
from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.manifest.manifest import Entry
from vizpipe.parameters.parameter import Value
from vizpipe.pipeline import filming
from vizpipe.pipeline.films import drawn_from, in_cache
from vizpipe.pipeline.job import Film, Job, Pictures, Result
from vizpipe.pipeline.live import beside_still
from vizpipe.pipeline.shots import Cut, Shots
from vizpipe.pipeline.showing import cut_of, cuts, drawn_ticks, is_filmed, moves, showable
from vizpipe.pipeline.steady import moved, noted
from vizpipe.pipeline.step import Last, Step
from vizpipe.project.asset import Asset
from vizpipe.workers import tasks

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Animation, Parts

SAMPLES = 3
"""Frames that the palette is chosen from; what others lack is measured, and mended."""
_ORDER = ("fps", "hold", "seconds", "pause", "by change", "result first", "cuts")
"""What says which frames are shown, and when: pictures themselves hang on what comes of it."""


class _Facts(msgspec.Struct, frozen=True):
    """What the cache keeps beside the pictures of a cut."""

    digest: str
    chunks: tuple[str, ...]
    palette: str
    alternative: str
    off: int
    share: float
    shown: content.Content | None = None


def pictures_step(job: Job, film: Film) -> Step[Result]:
    """How the asset comes by the pictures of its film."""
    key, old = pictures_key(job.asset, film), job.old
    last = None
    if old is not None and alternative_of(job.asset, old) is not None:
        last = Last(old.keys.pictures, Result(film, last_pictures(job.asset, old, key)))
    return Step("pictures", key, partial(_draw, job, film, key, paged=True), partial(_cached, job, film, key), last)


def pictures_key(asset: Asset, film: Film) -> Key:
    """What the asset's pictures are made from."""
    look = asset.look.said() | _order(asset)
    frames = asset.frames if moves(asset) else 1
    return keys.pictures(asset.card, film.digest, asset.parameters, look, frames, asset.root)


def last_pictures(asset: Asset, old: Entry, key: Key) -> Pictures:
    """The pictures of the last build, as far as the manifest remembers them."""
    drawn = dict(zip(cuts(asset), old.drawn.split(), strict=False))
    return Pictures(drawn, alternative_of(asset, old) or "", key, shown=old.shown or None)


def alternative_of(asset: Asset, old: Entry) -> str | None:
    """The alternative text of the last build, from a file that is still asked for; None if there is no such."""
    return next((old.files[name].alt for name in asset.files if name in old.files), None)


def content_of(asset: Asset, name: str, pictures: Pictures) -> str:
    """What a file is made of: its pictures; if it moves, also when each is shown; if it is a figure, what draws it."""
    form = asset.outputs[name]
    if form.takes == "indexed":
        return pictures.digests.get(cut_of(asset, form), "")
    if form.takes == "rgb":
        return pictures.digests.get("plain", "").partition(".")[0]
    return pictures.key.hash  # a vector file has more in it than pixels


def stored(job: Job, result: Result) -> Result:
    """The same pictures, in the cache for sure; those that only the manifest remembers are drawn again."""
    before = result.pictures
    if before.shots:
        return result
    found = _cached(job, result.film, before.key) or _draw(job, result.film, before.key)
    drawn = before.drawn + found.pictures.drawn
    return replace(
        result,
        film=found.film,
        animations=found.animations,
        pictures=replace(before, shots=found.pictures.shots, drawn=drawn),
    )


def parts_of(job: Job, pictures: Pictures, cut: Cut = "plain") -> "Parts":
    """Stored pictures, to be read from the cache."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    return ready.Parts(job.build.cache, pictures.shots[cut])


def _order(asset: Asset) -> dict[str, Value]:
    """What beside their number says which frames are drawn, and when each is shown, if that is not as usual."""
    if not moves(asset):
        return {}
    timing, settings = asset.timing, asset.settings
    order: dict[str, Value] = {"by change": timing.by_change, "result first": timing.result_first}
    order["cuts"] = ", ".join(found) if len(found := cuts(asset)) > 1 else None
    if asset.is_told:
        order |= {"seconds": settings["seconds"], "pause": settings["pause"]}
    pace: dict[str, Value] = {"fps": timing.fps, "hold": timing.hold} if asset.is_told else {}
    return pace | {name: value for name, value in order.items() if value}


def _place(asset: Asset, film: Film, key: Key, cut: Cut) -> tuple[str, list[Tick]]:
    """The name of a cut's pictures in the cache: what is drawn, however it came to be asked for; and when.

    Of a story it holds what is seen: which frames, what is said, what is in view.
    """
    ticks = drawn_ticks(asset, film, cut)
    seen: list[object] = [(tick.index, tick.share, tick.beat) for tick in ticks]
    spared = {"frames", *(f"look {name}" for name in _ORDER)}
    shown = ""
    if film.clock is not None and asset.card.shown:
        shown = asset.card.shown
        spared |= asset.card.pictures.parts.keys()
        seen += [(cue.name, cue.frame, cue.say, cue.values, cue.view) for cue in film.clock.cues]
    kept = {name: value for name, value in key.ingredients.items() if name not in spared}
    shots = hashlib.sha256(msgspec.json.encode(seen, order="deterministic")).hexdigest()
    kept |= {} if is_filmed(asset, cut) else {"still": True}  # what a GIF needs is more, be it of one frame
    kept |= {} if asset.compared else {"compared": False}
    return keys.key(kept | {"cut": cut, "shots": shots, "shown": shown}).hash, ticks


def _cached(job: Job, film: Film, key: Key) -> Result | None:
    """Pictures that lie in the cache, all of them. Which they are, a film says that may have to be read."""
    asset = job.asset
    if asset.is_told and job.build.dry:
        return None
    film = showable(job, film)
    found: dict[Cut, tuple[Shots, _Facts]] = {}
    for cut in cuts(asset):
        place, _ = _place(asset, film, key, cut)
        facts = _facts(job, place)
        if facts is None:
            return None
        found[cut] = Shots(place, facts.chunks, facts.palette), facts
    return Result(film, _pictures(asset, film, key, found))


def _facts(job: Job, place: str) -> _Facts | None:
    cache = job.build.cache
    try:
        facts = msgspec.json.decode(cache.read("pictures", f"{place}.json") or b"", type=_Facts)
    except (msgspec.DecodeError, RecursionError):
        return None
    parts = facts.chunks or ("still",)
    parts += ("still", facts.palette) if facts.palette else ()
    return None if any(cache.read("pictures", f"{place}.{part}") is None for part in parts) else facts


def _pictures(asset: Asset, film: Film, key: Key, found: Mapping[Cut, tuple[Shots, _Facts]]) -> Pictures:
    """What is known of pictures that were found or drawn; of a film that is told, also when they are shown."""
    digests: dict[Cut, str] = {}
    for cut, (_, facts) in found.items():
        digests[cut] = facts.digest
        if asset.is_told and moves(asset, cut):
            times = [tick.ms for tick in drawn_ticks(asset, film, cut)]
            digests[cut] += f".{hashlib.sha256(msgspec.json.encode(times)).hexdigest()}"
    plain, shots = found["plain"][1], {cut: each for cut, (each, _) in found.items()}
    shown = found[next((cut for cut in found if is_filmed(asset, cut)), "plain")][1].shown
    return Pictures(digests, plain.alternative, key, shots, plain.off, plain.share, shown=shown)


def _draw(job: Job, film: Film, key: Key, *, paged: bool = False) -> Result:
    """Draw a few frames for the palette and the words, then all of every cut that is not in the cache.

    With pictures that are stale a page is, too: ``paged``, it is drawn on the stage of the still.
    """
    asset, build = job.asset, job.build
    film = in_cache(job, showable(job, film))
    found: dict[Cut, tuple[Shots, _Facts]] = {}
    animations, pages, count = dict[str, "Animation"](), dict[str, bytes](), 0
    for cut in cuts(asset):
        place, ticks = _place(asset, film, key, cut)
        facts = None if build.force else _facts(job, place)
        if facts is None:
            job.tell("drawing", 0, len(ticks))
            filmed, alternative = _filmed(job, film, cut, place, ticks, found, paged=paged)
            animations |= filmed.animations
            pages |= filmed.pages
            facts = _Facts(
                filmed.digest,
                filmed.shots.chunks,
                filmed.shots.palette,
                alternative,
                filmed.off,
                filmed.share,
                content.of_film(filmed.sights),
            )
            count += len(ticks)
        found[cut] = Shots(place, facts.chunks, facts.palette), facts
    unsteady = moved(job)
    film = noted(job, film, unsteady)
    if not unsteady:
        for shots, facts in found.values():
            build.keep("pictures", f"{shots.place}.json", msgspec.json.encode(facts))
    pictures = replace(_pictures(asset, film, key, found), drawn=count)
    if pictures.share:
        job.tell("warning", text=f"{asset.name}: {pictures.far_off}")
    return Result(film, pictures, animations, pages)


def _filmed(  # noqa: PLR0913 - what a cut is drawn from
    job: Job,
    film: Film,
    cut: Cut,
    place: str,
    ticks: list[Tick],
    found: Mapping[Cut, tuple[Shots, _Facts]],
    *,
    paged: bool,
) -> tuple[filming.Filmed, str]:
    """Draw a cut, and say it in words."""
    if cut != "plain":
        alternative = found["plain"][1].alternative
        return filming.coloured(job, film, cut, place, ticks, alternative), alternative
    asset, build = job.asset, job.build
    sampled = [ticks[position] for position in spread.spread(len(ticks), SAMPLES)]
    filmed = is_filmed(asset, cut)
    about, (name, page) = (*drawn_from(job, film), sampled, filmed), beside_still(job, film) if paged else ("", None)
    described = build.executor.submit(tasks.describe, *about, compared=asset.compared, page=page).result()
    for label in described.unused:
        job.tell("warning", text=f"{asset.name}: {label}")
    if asset.look.opened != asset.look:  # films lie on their background, the still beside them does not
        clear = drawn_from(job, film, is_clear=True)
        bare = build.executor.submit(tasks.describe, *clear, sampled[-1:], is_filmed=False).result()
        described = described._replace(still=bare.still)
    build.keep("pictures", f"{place}.still", described.still)
    drawn = filming.indexed(job, film, place, ticks, described) if filmed else filming.still(place, described)
    return drawn._replace(pages={name: described.page} if page else {}), described.alternative
