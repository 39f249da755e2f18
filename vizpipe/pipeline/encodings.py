"""Encoding while drawing goes on: animated files take each chunk of pictures as it arrives."""

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vizpipe import __version__
from vizpipe.encoding.formats import About, Format
from vizpipe.parameters.parameter import Value, in_words, typed
from vizpipe.parameters.settings import SETTINGS, Setting
from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.showing import showing
from vizpipe.project.asset import Asset
from vizpipe.store import atomic

if TYPE_CHECKING:
    from vizpipe.encoding.palette import Palette
    from vizpipe.pipeline.ready import Animation


def origin(job: Job, form: Format) -> str:
    """What made a file: vizpipe's version and the line that makes it again."""
    return f"vizpipe {__version__}: {again(job.asset, form)}"


def again(asset: Asset, form: Format) -> str:
    """The line that makes a file again, with all that is not as it would be anyway."""
    words = ["vizpipe run", asset.card.name]
    for name, value in asset.parameters.items():
        words.append(f"--{name.replace('_', '-')} {shlex.quote(typed(value))}")
    for key, setting in SETTINGS.items():
        value = asset.settings[key]
        if value != setting.default and _counts(setting, form):
            words.append(f"--{setting.name}" if value is True else f"--{setting.name} {shlex.quote(in_words(value))}")
    if form.takes != "film":
        words += [f"--label {shlex.quote(f'{old}={new}')}" for old, new in asset.look.words]
    if form.name != ("gif" if asset.card.kind == "animation" else "png"):
        words.append(f"-f {form.name}")
    return " ".join(words)


def _counts(setting: Setting, form: Format) -> bool:
    """Whether a setting changes a file of this format."""
    if setting.key == "frames":
        return form.takes in ("indexed", "pages")
    if setting.key == "max_bytes":
        return form.takes in ("indexed", "rgb")
    return setting.about == "asset" or (setting.about == "drawing" and form.takes != "film") or form.moves


def settings_of(asset: Asset, form: Format) -> dict[str, Value]:
    """What the project asks of a file of this format, beside what it shows."""
    settings: dict[str, Value] = {}
    if form.moves:
        settings |= asset.timing._asdict()
    if form.takes in ("indexed", "rgb") and asset.settings["max_bytes"] is not None:
        settings["max bytes"] = asset.settings["max_bytes"]
    if form.takes == "pages":  # its bytes have no clock: what shows it reads that here
        settings |= {"frames": asset.settings["frames"], "fps": asset.timing.fps, "loop": asset.timing.loop}
    return settings


def about(job: Job, form: Format, alternative: str) -> About:
    """What a file says of itself."""
    return About(job.asset.look.title or job.asset.card.title, alternative, origin(job, form))


def encodings(job: Job, film: Film, palette: "Palette", alternative: str) -> "dict[str, Animation]":
    """Begin every animated file of the asset; what is not published by the job's end is given up."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    times = showing(job.asset, film)
    roll = ready.Roll(times.durations, job.asset.timing.loop, times.moments, job.asset.look.lang)
    animations: dict[str, Animation] = {}
    for name, form in job.asset.outputs.items():
        if form.moves:
            scratch = job.scope.enter_context(atomic.scratch(named=form.extra != ""))
            animations[name] = ready.Animation(scratch, form, palette, roll, about(job, form, alternative))
    return animations


def add(animations: "Mapping[str, Animation]", packed: bytes) -> None:
    """Add a chunk of pictures, as it was drawn, to every file that was begun; chunks come in order."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - as above

    frames = ready.indices(packed)
    for animation in animations.values():
        animation.add(frames)
