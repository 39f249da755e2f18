"""All that is to be remarked about one picture."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from vizpipe.camera import composition, hues, reading, spacing, visibility
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight, look

if TYPE_CHECKING:  # a commit of long ago has no schedule
    from vizpipe.film.schedule import Tick


def still(sight: Sight, preset: str = "", *, in_print: bool = False) -> list[Remark]:
    """Remarks on a picture as a preset shows it; ``in_print`` asks for greys that are told apart."""
    read = reading.texts(sight.texts, sight.width, sight.height, preset)
    stands = *composition.measured(sight), *visibility.measured(sight), *spacing.measured(sight)
    return list(dict.fromkeys([*read, *stands, *hues.met(sight, in_print=in_print)]))


def looked_at(
    scenes: Iterable[tuple["Tick", Any]], size: tuple[int, int], preset: str, *, in_print: bool
) -> list[Remark]:
    """Remarks on ticks of a film, each with a scene that is drawn as a figure."""
    seen = {}
    for tick, scene in scenes:
        with scene.applied():
            seen[tick.index] = still(look(scene.still(tick), *size), preset, in_print=in_print)
    return gathered(seen)


def gathered(remarks: dict[int, list[Remark]]) -> list[Remark]:
    """Remarks by frame, each said once, with the frames that it is about if there are several to see."""
    frames: dict[Remark, list[int]] = {}
    for frame, found in remarks.items():
        for remark in found:
            frames.setdefault(remark, []).append(frame)
    if len(remarks) == 1:
        return [*frames]
    plain = {each: f"frame{'s' if len(at) > 1 else ''} {', '.join(map(str, at))}" for each, at in frames.items()}
    return [each._replace(text=f"{each.text} ({plain[each]})") for each in frames]
