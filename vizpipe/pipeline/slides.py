"""An asset → its slides: what they show is made on the way."""

from collections.abc import Iterator

from vizpipe.encoding import decode
from vizpipe.pipeline.build import Build
from vizpipe.pipeline.make import make, words
from vizpipe.pipeline.remarks import glances
from vizpipe.project.asset import Asset
from vizpipe.project.line import line
from vizpipe.publishing.deck import Slide
from vizpipe.publishing.slides import Motion, on_a_slide
from vizpipe.registry.source import Source


def slides(asset: Asset, work: Build, source: Source, motion: Motion, steps: int) -> Iterator[Slide]:
    """One slide, or one for each step. The deck draws title and caption itself. Raises VizpipeError."""
    wanted, form = on_a_slide(asset, motion, steps)
    bare = wanted._replace(look=asset.look._replace(title="", caption=False))
    made = make(bare, work, source)
    glances([(bare, made)], work, lambda _: source)
    title, caption, alternative = words(asset, work, source)
    files = {path.suffix: path for path in made.files}
    picture = files[".png" if form.name == "mp4" else form.ending].read_bytes()
    size = asset.look.width, asset.look.height
    slide = Slide(
        title,
        caption if asset.look.caption else "",
        alternative,
        line(wanted, form),
        picture,
        size,
        decode.corner(files[".png"]),
        said=caption,
    )
    if steps and form.moves:
        for number, frame in enumerate(decode.frames(files[".gif"]), start=1):
            yield slide._replace(title=f"{title} ({number})", picture=frame)
    elif form.name == "mp4":
        video = files[".mp4"]
        duration = work.entries[bare.name].files[video.name].duration_ms
        yield slide._replace(video=video.read_bytes(), duration=duration, loop=asset.timing.loop)
    else:
        yield slide
