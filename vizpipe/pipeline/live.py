"""A page that draws its film: made in one go in a worker, with fewer pictures where it has to fit into a budget."""

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from vizpipe.encoding.formats import Format
from vizpipe.encoding.levers import ladder
from vizpipe.film.schedule import Schedule, Tick, schedule, thinned
from vizpipe.film.stops import whole_change
from vizpipe.manifest.keys import Key
from vizpipe.pipeline.encodings import about
from vizpipe.pipeline.films import drawn_from
from vizpipe.pipeline.job import Film, Job, Result
from vizpipe.pipeline.showing import Showing, asked, showing, timed
from vizpipe.pipeline.whole import kept
from vizpipe.store.sizes import exactly, too_large
from vizpipe.workers import tasks
from vizpipe.workers.answers import Clock, Order, Paged, Story

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Ready


def live(job: Job, name: str, form: Format, key: Key, result: Result) -> tuple[Result, "Ready"]:
    """The file, and what it was made from. Raises RecipeError if none fits into the budget."""
    film = timed(job, result.film)
    times, most = showing(job.asset, film), job.asset.settings["max_bytes"]
    result = replace(result, film=film)
    whole = _page(job, form, key, result, _schedule(times), result.pages.get(name, b""))
    if not isinstance(most, int) or whole.bytes <= most:
        return result, whole
    least = whole.bytes
    for lever in ladder(form.name, moves=True):
        whole.close()
        whole = _page(job, form, key, result, thinned(_schedule(times), len(times.ticks) // lever.every))
        if whole.bytes <= most:
            job.tell("warning", text=f"{name}: {exactly(whole.bytes)} with {lever.told(form.name)}")
            return result, whole
        least = min(least, whole.bytes)
    raise too_large(name, least, most)


def _schedule(times: Showing) -> Schedule:
    ticks = [Tick(tick.index, tick.share, ms, tick.beat) for tick, ms in zip(times.ticks, times.durations, strict=True)]
    return Schedule(tuple(ticks), times.stays)


def beside_still(job: Job, film: Film) -> tuple[str, Paged | None]:
    """The page to draw with the still of a film that is timed, by its name: none if pictures are filmed meanwhile."""
    forms = job.asset.outputs.items()
    name, form = next(((name, form) for name, form in forms if form.takes == "strokes"), ("", None))
    if form is None or any(each.takes == "indexed" for _, each in forms):
        return "", None
    return name, Paged(_order(job, film, _schedule(showing(job.asset, film))), about(job, form, ""))


def _order(job: Job, film: Film, plan: Schedule) -> Order:
    clock = film.clock
    assert clock is not None  # noqa: S101 - it was timed
    words = tuple(clock.words[tick.index] for tick in plan.ticks)
    moments = tuple(clock.moments[tick.index] for tick in plan.ticks)
    return Order(plan.ticks, words, moments, job.asset.timing.loop, clock.cues, _story(job, clock, plan))


def _story(job: Job, clock: Clock, plan: Schedule) -> Story | None:
    """What the plan was made of; None if it is not what came of that."""
    if not job.asset.is_told or len(clock.changes) > 1:
        return None
    made = asked(job.asset, clock)
    if made.pace.result_first or plan.ticks != schedule(*made).ticks:
        return None
    bare = tuple(msgspec.structs.replace(cue, say="", view=None, values={}) for cue in made.cues)
    return Story(whole_change(made.changes), bare, made.pace, made.frames)


def _page(job: Job, form: Format, key: Key, result: Result, plan: Schedule, made: bytes = b"") -> "Ready":
    """A page; the one that was ``made`` already, if any."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    film, look = result.film, job.asset.look
    order, label = _order(job, film, plan), about(job, form, result.pictures.alternative)

    def drawn() -> bytes:
        return made or job.build.executor.submit(tasks.live, *drawn_from(job, film), order, label).result()

    content = kept(job, f"{key.hash}.{len(plan.ticks)}", film, drawn)
    size, duration = (look.width, look.height), sum(tick.ms for tick in plan.ticks)
    return ready.opaque(content, size, len(plan.ticks), duration)
