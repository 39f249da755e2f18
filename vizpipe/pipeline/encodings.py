"""Encoding while drawing goes on: animated files take each chunk of pictures as it arrives."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from vizpipe import __version__
from vizpipe.encoding.formats import About, Format, Roll
from vizpipe.parameters.parameter import Value
from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.showing import showing
from vizpipe.project.asset import Asset
from vizpipe.project.line import line
from vizpipe.store import atomic

if TYPE_CHECKING:
    from vizpipe.encoding.palette import Palette


def origin(job: Job, form: Format) -> str:
    """What made a file: vizpipe's version and the line that makes it again."""
    return f"vizpipe {__version__}: {line(job.asset, form)}"


def settings_of(asset: Asset, form: Format) -> dict[str, Value]:
    """What the project asks of a file of this format, beside what it shows."""
    said = asset.settings
    found: dict[str, Value] = {}
    if form.moves:
        found |= asset.timing._asdict()
    if form.takes in ("indexed", "rgb") and said["max_bytes"] is not None:
        found["max bytes"] = said["max_bytes"]
    if form.takes == "pages":  # its bytes have no clock: what shows it reads that here
        found |= {"frames": said["frames"], "fps": asset.timing.fps, "loop": asset.timing.loop}
    return found


def about(job: Job, form: Format, alternative: str) -> About:
    """What a file says of itself."""
    return About(job.asset.look.title or job.asset.card.title, alternative, origin(job, form))


def encodings(job: Job, film: Film, palette: "Palette", alternative: str) -> list[Callable[[bytes], None]]:
    """Begin every animated file of the asset; each answer takes the packed chunks in order."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    when = showing(job, film)
    roll = Roll(when.durations, job.asset.timing.loop, when.moments, job.asset.look.lang)
    for name, form in job.asset.outputs.items():
        if form.moves:
            said = about(job, form, alternative)
            job.under_way[name] = ready.Animation(atomic.scratch(named=form.extra != ""), form, palette, roll, said)
    return [lambda packed, each=each: each.add(ready.indices(packed)) for each in job.under_way.values()]  # type: ignore[misc]
