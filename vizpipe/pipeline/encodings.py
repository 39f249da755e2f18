"""Encoding while drawing goes on: animated files take each chunk of pictures as it arrives."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vizpipe import __version__
from vizpipe.encoding.formats import About, Format, Roll
from vizpipe.parameters.parameter import Value
from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.shots import Cut
from vizpipe.pipeline.showing import cut_of, showing, video_rate
from vizpipe.project.asset import Asset
from vizpipe.project.line import line
from vizpipe.store import atomic

if TYPE_CHECKING:
    from vizpipe.encoding.palette import Palette
    from vizpipe.pipeline.ready import Animation


def origin(job: Job, form: Format) -> str:
    """What made a file: vizpipe's version and the line that makes it again."""
    return f"vizpipe {__version__}: {line(job.asset, form)}"


def settings_of(asset: Asset, form: Format) -> dict[str, Value]:
    """What the project asks of a file of this format, beside what it shows."""
    settings: dict[str, Value] = {}
    if form.moves:
        settings |= asset.timing._asdict()
    if rate := video_rate(asset, form):
        settings["rate"] = rate
    if form.takes in ("indexed", "rgb", "strokes") and asset.settings["max_bytes"] is not None:
        settings["max bytes"] = asset.settings["max_bytes"]
    if form.takes == "pages":  # its bytes have no clock: what shows it reads that here
        settings |= {"frames": asset.settings["frames"], "fps": asset.timing.fps, "loop": asset.timing.loop}
    return settings


def about(job: Job, form: Format, alternative: str) -> About:
    """What a file says of itself."""
    return About(job.asset.look.title or job.asset.card.title, alternative, origin(job, form))


def encodings(job: Job, film: Film, cut: Cut, palette: "Palette | None", alternative: str) -> "dict[str, Animation]":
    """Begin every animated file of a cut; what is not published by the job's end is given up."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    animations: dict[str, Animation] = {}
    for name, form in job.asset.outputs.items():
        if form.takes == "indexed" and cut_of(job.asset, form) == cut:
            times = showing(job.asset, film, cut, form)
            roll = Roll(times.durations, job.asset.timing.loop, times.moments, job.asset.look.lang, times.rate)
            scratch = job.scope.enter_context(atomic.scratch(named=form.extra != ""))
            animations[name] = ready.Animation(scratch, form, palette, roll, about(job, form, alternative))
    return animations


def add(animations: "Mapping[str, Animation]", packed: bytes) -> None:
    """Add a chunk of pictures, as it was drawn, to every file that was begun; chunks come in order."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - as above

    frames = ready.indices(packed)
    for animation in animations.values():
        animation.add(frames)
